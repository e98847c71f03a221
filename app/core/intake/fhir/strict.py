"""Strict JSON: no duplicate keys, no NaN, no endless numbers, no depth; numbers keep their digits."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import NoReturn

from app.core.intake.decode import decode_json
from app.core.intake.refusal import Refusal

MAX_DEPTH = 64
_LONGEST_NUMBER = 40
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")

# What a JSON value is here: None, bool, Number, str, list or dict.
Json = object


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number by its digits as they were written; nothing is rounded."""

    digits: str


def parse(data: bytes) -> Json:
    """The value of a JSON message.

    Raises:
        Refusal: with the place and the rule that was broken.
    """
    text = decode_json(data)
    _check_depth(text)
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        byte = len(text[: error.pos].encode("utf-8", errors="replace"))
        raise Refusal(
            f"The JSON is broken at line {error.lineno}, column {error.colno} (byte {byte}): {error.msg}."
        ) from error
    return value


def _check_depth(text: str) -> None:
    depth = 0
    # Brackets inside strings do not nest.
    for bracket in _BRACKET.findall(_STRING.sub('""', text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise Refusal(f"The JSON is nested more than {MAX_DEPTH} levels deep, which no prescription is.")


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise Refusal(f'The JSON gives "{key[:60]}" twice in one object; nothing was chosen.')
        _refuse_surrogates(key)
        _refuse_surrogates(value)
        found[key] = value
    return found


def _refuse_surrogates(value: Json) -> None:
    for text in value if isinstance(value, list) else (value,):
        if isinstance(text, str) and any("\ud800" <= c <= "\udfff" for c in text):
            raise Refusal("The JSON holds half of a character pair, which is no text.")


def _number(digits: str) -> Number:
    if len(digits) > _LONGEST_NUMBER:
        raise Refusal(f"The JSON holds a number of {len(digits)} digits, which no prescription needs.")
    return Number(digits)


def _constant(name: str) -> NoReturn:
    raise Refusal(f"The JSON holds {name}, which is not a number.")
