"""From a drug as typed to one drug of the catalogue, or to the drugs it could be, or to none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from app.core.model.drug import DrugCandidate, DrugMatch, MatchStatus
from app.core.reference.amounts import parse
from app.core.reference.choosing import Choice, choose
from app.core.reference.lexicon import Lexicon, Name
from app.core.reference.products import Products
from app.core.reference.reading import Mention, Reading, take_apart
from app.core.reference.spelling import Speller, drugs_of
from app.core.reference.text import LONGEST, is_foreign, printed, tokens

How = Literal["name", "brand", "abbreviation", "spelling", "code"]

_HOW: dict[str, How] = {
    "name": "name",
    "synonym": "name",
    "brand": "brand",
    "abbreviation": "abbreviation",
    "error-prone": "abbreviation",
    "misspelling": "spelling",
}
_TRUST = {"abbreviation": 0.95, "misspelling": 0.9, "error-prone": 0.8}
_UNREAD = 0.75
"""Confidence at most, when words of the text could not be read."""
_MOST_CANDIDATES = 6
_PARTNER_LETTERS = 4
_SUFFIX_LETTERS = 4
_JOINTS = frozenset(("/", "+", "&", "-"))
_WORD_LETTERS = 3


class _Option(NamedTuple):
    """One drug that the text can mean."""

    drug: str
    name: Name
    choice: Choice


class Resolver:
    """Names drugs."""

    def __init__(self, lexicon: Lexicon, products: Products) -> None:
        """Take the names and the products of one catalogue."""
        self._lexicon = lexicon
        self._products = products
        self._speller = Speller(lexicon)

    def resolve(self, text: str) -> DrugMatch:
        """The drug that a text names."""
        if not text.strip() or len(text) > LONGEST or is_foreign(text):
            return DrugMatch(text=text, status=MatchStatus.UNKNOWN)
        reading = take_apart(tokens(text), self._lexicon)
        mentions, unread, offers = self._mentions(reading)
        if not mentions:
            return self._not_one(text, offers)
        if any(not drugs_of(m.names) for m in mentions):  # a drug outside the catalogue is named
            return self._not_one(text, drugs_of(n for m in mentions for n in m.names))
        if offers:
            return self._not_one(text, (*drugs_of(n for m in mentions for n in m.names), *offers))
        return self._settled(text, reading, mentions, unread=unread)

    def _mentions(self, reading: Reading) -> tuple[list[Mention], bool, tuple[str, ...]]:
        """The names read and guessed; whether words stayed unread; drugs that unread words may name."""
        mentions = list(reading.mentions)
        unread, offers = False, list[str]()
        for start, stop in reading.runs():
            guessed, left, offered = self._run(reading, start, stop)
            mentions += guessed
            unread = unread or left
            offers += offered
        return sorted(mentions, key=lambda m: m.start), unread, tuple(dict.fromkeys(offers))

    def _run(self, reading: Reading, start: int, stop: int) -> tuple[list[Mention], bool, list[str]]:
        """Unread words side by side: as one name, else word by word."""
        whole = " ".join(w.text for w in reading.words[start:stop])
        guess = self._speller.guess(whole) if stop - start > 1 else None
        if guess and guess.sure:
            return [Mention(guess.names, start, stop, guess.confidence, "spelling")], False, []
        mentions, unread, offers = list[Mention](), False, list[str]()
        for at in range(start, stop):
            found, offered = self._word(reading, at)
            mentions += found
            offers += offered
            unread = unread or (not found and not offered and len(reading.words[at].text) >= _WORD_LETTERS)
        return mentions, unread, offers

    def _word(self, reading: Reading, at: int) -> tuple[list[Mention], list[str]]:
        """One unread word: the partner of a combination cut short, or a misspelt name."""
        word = reading.words[at].text
        if (word,) in self._lexicon.words:  # a salt without its drug, or after a misspelt one
            reading.salts.extend(w.means for w in (self._lexicon.words[(word,)],) if w.kind == "salt")
            return [], []
        partner = self._partner(reading, word)
        if partner:
            return [Mention((Name(partner, "abbreviation", partner),), at, at + 1)], []
        guess = self._speller.guess(word)
        if guess is None:
            return [], []
        if guess.sure:
            return [Mention(guess.names, at, at + 1, guess.confidence, "spelling")], []
        return [], list(drugs_of((*guess.names, *guess.others)))

    def _partner(self, reading: Reading, word: str) -> str | None:
        if len(word) < _PARTNER_LETTERS:
            return None
        named = {part for m in reading.mentions for drug in drugs_of(m.names) for part in drug.split(" / ")}
        others = {other for part in named for other in self._lexicon.partners.get(part, ())}
        begun = {other for other in others if other.startswith(word)}
        return begun.pop() if len(begun) == 1 else None

    def _settled(self, text: str, reading: Reading, mentions: list[Mention], *, unread: bool) -> DrugMatch:
        options = self._options(reading, mentions)
        if not options:
            return self._not_one(text, drugs_of(n for m in mentions for n in m.names))
        fitting = _fitting(options)
        drugs = {o.drug for o in fitting}
        if len(drugs) > 1 or self._lacks_a_drug(reading, fitting[0]):
            return self._not_one(text, self._with_strength(reading, [o.drug for o in options]))
        return self._matched(text, mentions, _fullest(fitting), unread=unread)

    def _options(self, reading: Reading, mentions: list[Mention]) -> list[_Option]:
        """Every drug that the mentions can mean together."""
        if len(mentions) == 1:
            pairs = [(name.drug, name) for name in mentions[0].names if name.drug]
        else:
            pairs = self._joint(mentions)
        return [_Option(drug, name, self._choice(drug, name, reading)) for drug, name in pairs]

    def _choice(self, drug: str, name: Name, reading: Reading) -> Choice:
        usual = self._lexicon.drugs[drug].usual_form
        products, asked = self._products.of(drug), reading.amounts
        choice = choose(products, name, reading.salts, asked, reading.wish, usual)
        if choice.hit or len(asked) < 2:
            return choice
        added = choose(products, name, reading.salts, reading.total(), reading.wish, usual)
        return added if added.hit else choice  # Macrobid: 25 mg of one salt and 75 mg of another are 100 mg

    def _joint(self, mentions: list[Mention]) -> list[tuple[str, Name]]:
        """Several names: one drug with all their ingredients, or nothing; never one of them alone."""
        certain = [m for m in mentions if len(drugs_of(m.names)) == 1]
        drugs = {drugs_of(m.names)[0] for m in certain}
        for mention in mentions:
            if mention not in certain:  # an ambiguous name beside certain ones: what makes a known whole
                known = [d for d in drugs_of(mention.names) if self._lexicon.together({*drugs, d})]
                drugs.update(known[:1] if len(known) == 1 else drugs_of(mention.names))
        whole = self._lexicon.together(drugs)
        if whole is None:
            return []
        own = [n for m in mentions for n in m.names if n.drug == whole]
        hinted = sorted(own, key=lambda n: (n.kind == "brand", bool(n.form or n.salt or n.strength)), reverse=True)
        return [(whole, hinted[0] if hinted else Name(whole, "name", whole))]

    @staticmethod
    def _lacks_a_drug(reading: Reading, option: _Option) -> bool:
        """Whether an ingredient was not read: a word says so, or a surplus strength, or an unread partner."""
        if reading.more:
            return True
        if not option.choice.hit and len(reading.amounts) > len(option.drug.split(" / ")):
            return True
        return any(_is_partner(reading, at) for at in reading.unknown) and " / " not in option.drug

    def _with_strength(self, reading: Reading, drugs: Iterable[str]) -> tuple[str, ...]:
        """Drugs to offer: these, and with several strengths also the combinations that have them."""
        offered = list(drugs)
        if len(reading.amounts) > 1:
            parts = {part for drug in offered for part in drug.split(" / ")}
            wider = [d for d in self._lexicon.drugs.values() if len(d.parts) > 1 and parts <= d.parts]
            fitting = [
                d.name
                for d in sorted(wider, key=lambda d: (d.rank is None, d.rank or 0))
                if choose(self._products.of(d.name), Name("", "name", d.name), [], reading.amounts, reading.wish).hit
            ]
            offered = fitting + offered
        return tuple(dict.fromkeys(offered))

    def _matched(self, text: str, mentions: list[Mention], option: _Option, *, unread: bool) -> DrugMatch:
        kinds = [_kind(m, option) for m in mentions]
        trust = min(_trust(m, kind) for m, kind in zip(mentions, kinds, strict=True))
        brand = next((n.name for m in mentions for n in m.names if n.kind == "brand" and n.drug == option.drug), None)
        spelt = any(m.how == "spelling" for m in mentions)
        choice = option.choice
        return DrugMatch(
            text=text,
            status=MatchStatus.MATCHED,
            ingredient=option.drug,
            strength=choice.strength,
            form=choice.form,
            rxcui=choice.rxcui,
            brand=printed(brand) if brand else None,
            how="spelling" if spelt else min((_HOW[k] for k in kinds), key=_least_sure),
            confidence=min(trust, _UNREAD) if unread else trust,
            assumed=choice.assumed,
            candidates=_other_forms(option),
        )

    def _not_one(self, text: str, drugs: Iterable[str]) -> DrugMatch:
        """Ambiguous with what it could be, or unknown."""
        offered = tuple(dict.fromkeys(drugs))[:_MOST_CANDIDATES]
        return DrugMatch(
            text=text,
            status=MatchStatus.AMBIGUOUS if offered else MatchStatus.UNKNOWN,
            candidates=tuple(DrugCandidate(ingredient=d, score=0.5, why="similar name") for d in offered),
        )


def _is_partner(reading: Reading, at: int) -> bool:
    """Whether an unread word stands beside a name as the other half of a combination."""
    length = len(reading.words[at].text)
    if length < _PARTNER_LETTERS or (length == _SUFFIX_LETTERS and reading.words[at].glue == "-"):
        return False  # "-aabc" marks the maker of a biologic
    before = {m.stop for m in reading.mentions}
    after = {m.start for m in reading.mentions}
    joined_before = at in before and reading.words[at].glue in _JOINTS
    joined_after = at + 1 in after and reading.words[at + 1].glue in _JOINTS
    return joined_before or joined_after


def _kind(mention: Mention, option: _Option) -> str:
    """How the name in the text names the drug."""
    kinds = [n.kind for n in mention.names if n.drug == option.drug] or [n.kind for n in mention.names if n.drug]
    return kinds[0]


def _trust(mention: Mention, kind: str) -> float:
    """How sure a name is; a name of several drugs is never sure, even when only one has the strength."""
    several = len(drugs_of(mention.names)) > 1
    return min(mention.confidence, _TRUST["error-prone"] if several else _TRUST.get(kind, 1.0))


def _least_sure(how: How) -> int:
    return ("spelling", "abbreviation", "brand", "name", "code").index(how)


def _fitting(options: list[_Option]) -> list[_Option]:
    """The options that agree with the written strength; a name that says this very strength before others."""
    named = [o for o in options if o.choice.hit and o.name.strength and _same(o.name.strength, o.choice.strength)]
    free = [o for o in options if o.choice.hit and not o.name.strength]
    return named or free or [o for o in options if o.choice.hit] or options


def _same(a: str, b: str | None) -> bool:
    return b is not None and parse(a) == parse(b)


def _fullest(options: list[_Option]) -> _Option:
    """Of several readings of one drug, the one that says most."""
    return max(options, key=lambda o: (o.choice.hit, o.choice.strength is not None, bool(o.name.form)))


def _other_forms(option: _Option) -> tuple[DrugCandidate, ...]:
    """Where a form was assumed, the forms that it might be instead."""
    if "form" not in option.choice.assumed:
        return ()
    others = dict.fromkeys(p.form for p in option.choice.products if p.form != option.choice.form)
    return tuple(
        DrugCandidate(
            ingredient=option.drug, strength=option.choice.strength, form=form, score=0.3, why="also marketed as"
        )
        for form in list(others)[:_MOST_CANDIDATES]
    )
