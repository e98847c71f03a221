"""Numbers: fractions, mixed numbers, ranges, and numbers said twice ("one (1)", "4 four")."""

from __future__ import annotations

import re

from app.core.transcription.normalise.tokens import Token

_FIGURE = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?")
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_LARGEST = 1e9
_LOW_WORD_HIGH = 3
_DENOMINATORS = frozenset({2.0, 3.0, 4.0, 8.0})
_RANGE = frozenset({"dash", "to", "or"})  # and the Spanish "a"


def figure(text: str) -> tuple[str, float] | None:
    """Kind and value of a word of figures: a number or a time of the clock."""
    if _CLOCK.fullmatch(text):
        return "clock", 0.0
    if not text or not _FIGURE.fullmatch(text):
        return None
    value = float(text.replace(",", ""))
    return ("num", value) if value < _LARGEST else None


def flag_of(text: str) -> str:
    """The error-prone way a figure is written, or nothing."""
    if text.startswith("."):
        return "naked_decimal"
    return "trailing_zero" if re.fullmatch(r"\d+\.0+", text) else ""


def combine(tokens: list[Token]) -> tuple[list[Token], list[str]]:
    """Join the tokens that make one number; doubts are figures and words that contradict each other."""
    doubts: list[str] = []
    joined = _said_twice(_mixed(_fractions(tokens)), doubts)
    return _said_twice(_ranges(joined), doubts), doubts


def _number(first: Token, last: Token, lo: float, hi: float, changed: str = "") -> Token:
    text = f"{first.text} {last.text}" if last is not first else first.text
    flag = first.flag or last.flag
    return first._replace(text=text, end=last.end, lo=lo, hi=hi, flag=flag, changed=changed or first.changed)


def _fractions(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        three = tokens[at : at + 3]
        if _is_fraction(three):
            value = three[0].lo / three[2].lo
            out.append(_number(three[0], three[2], value, value)._replace(value="fraction"))
            at += 3
        else:
            out.append(tokens[at])
            at += 1
    return out


def _is_fraction(three: list[Token]) -> bool:
    return (
        [t.kind for t in three] == ["num", "slash", "num"]
        and three[1].start <= three[0].end
        and three[2].start <= three[1].end
        and three[2].lo in _DENOMINATORS
        and 0 < three[0].lo < three[2].lo
        and three[0].lo.is_integer()
    )


def _mixed(tokens: list[Token]) -> list[Token]:
    """1 1/2, 1-1/2, 1 and 1/2, one and a half."""
    out: list[Token] = []
    for token in tokens:
        if token.kind == "half" and out and out[-1].kind == "num":
            out[-1] = _number(out[-1], token, out[-1].lo + token.lo, out[-1].lo + token.lo)
        elif _is_part(token) and _whole_before(out) is not None:
            whole = _whole_before(out) or 0
            first = out[-whole]
            del out[-whole:]
            out.append(_number(first, token, first.lo + token.lo, first.lo + token.lo))
        else:
            out.append(token)
    return out


def _is_part(token: Token) -> bool:
    return token.kind == "num" and token.value == "fraction"


def _whole_before(out: list[Token]) -> int | None:
    """How many tokens back the whole number of a mixed number stands."""
    if out and _is_whole(out[-1]):
        return 1
    if len(out) > 1 and out[-1].kind in ("dash", "and") and _is_whole(out[-2]):
        return 2
    return None


def _is_whole(token: Token) -> bool:
    return token.kind == "num" and token.lo >= 1 and token.lo.is_integer() and token.text.isdigit()


def _ranges(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        three = tokens[at : at + 3]
        if len(three) == _LOW_WORD_HIGH and _is_range(three):
            out.append(_number(three[0], three[2], three[0].lo, three[2].hi))
            at += 3
        else:
            out.append(tokens[at])
            at += 1
    return out


def _is_range(three: list[Token]) -> bool:
    low, word, high = three
    if low.kind != "num" or high.kind != "num":
        return False
    return (word.kind in _RANGE or word.text == "a") and low.lo == low.hi < high.lo == high.hi


def _said_twice(tokens: list[Token], doubts: list[str]) -> list[Token]:
    """One of two equal numbers, where one is in words and the other in figures."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.kind != "num" or not out or out[-1].kind not in ("num", "lpar"):
            out.append(token)
            continue
        bracketed = out[-1].kind == "lpar" and len(out) > 1 and out[-2].kind == "num"
        bracketed = bracketed and at < len(tokens) and tokens[at].kind == "rpar"
        before = out[-2] if bracketed else out[-1]
        if before.kind != "num" or _in_figures(before) == _in_figures(token):
            out.append(token)
        elif (before.lo, before.hi) == (token.lo, token.hi):
            del out[-2 if bracketed else -1 :]
            end = tokens[at].end if bracketed else token.end
            out.append(before._replace(end=end, changed="doubled"))
            at += bracketed
        else:
            if bracketed:
                doubts.append(f"the number is written twice and differs: {before.text} and {token.text}")
            out.append(token)
    return out


def _in_figures(token: Token) -> bool:
    return token.text[0] in "0123456789."
