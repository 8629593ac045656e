"""Single values of award data, as the many publishers of them write them."""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from spiders.parsers.scalars import clean, cpv_code, day
from veille.core.contract_end import MAX_MONTHS
from veille.core.contracts import Holder, Social
from veille.core.person_names import looks_personal
from veille.core.text import normalise

Record = Mapping[str, Any]

LONGEST_TEXT = 5_000
MOST_ITEMS = 500
_MOST_DEEP = 6
_LARGEST = 1e11  # no public contract of France reaches it: a typing error
_PLACEHOLDER = 1.0  # an amount up to one euro stands for « not known »
_SAID_NOTHING = frozenset(("", "nc", "mq", "cdl", "inx", "nan", "none", "null", "non renseigne"))
_SOCIALS: Mapping[str, Social] = {
    "clause sociale": "clause",
    "critere social": "criterion",
    "marche reserve": "reserved",
}
_NO_SOCIAL = frozenset(("pas de consideration sociale", "sans objet"))


def text(record: Record, *keys: str) -> str | None:
    """The first of these values that says something, on one line."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        found = clean(" ".join(str(value)[:LONGEST_TEXT].split()))
        if found is not None and normalise(found) not in _SAID_NOTHING:
            return found
    return None


def number(record: Record, *keys: str) -> float | None:
    """The first of these values that is a finite number."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        try:
            found = float("".join(str(value)[:40].split()).replace(",", "."))
        except ValueError:
            continue
        if math.isfinite(found):
            return found
    return None


def amount(record: Record, *keys: str) -> float | None:
    """An amount in euros; zero, one and absurd ones are unknown."""
    found = number(record, *keys)
    return found if found is not None and _PLACEHOLDER < found < _LARGEST else None


def months(record: Record, *keys: str) -> float | None:
    """A duration in months."""
    found = number(record, *keys)
    return found if found is not None and 0 < found <= MAX_MONTHS else None


def offers(record: Record, *keys: str) -> int | None:
    """How many tenders were received; zero is unknown, since the contract was awarded."""
    found = number(record, *keys)
    return int(found) if found is not None and 1 <= found <= 10_000 else None


def date_of(record: Record, *keys: str) -> date | None:
    """The first of these values that is a day."""
    return next((found for key in keys if (found := day(text(record, key)))), None)


def cpv(record: Record, *keys: str) -> str | None:
    """The eight digits of the code."""
    return cpv_code(text(record, *keys))


def digits(value: str | None, length: int) -> str | None:
    """``value`` without blanks where it is that many digits."""
    bare = "".join((value or "").split()).removesuffix(".0")
    return bare if len(bare) == length and bare.isascii() and bare.isdigit() else None


def objects(value: object, inner: str | None = None) -> Iterator[Record]:
    """The objects of a list however it is nested, each out of its ``inner`` wrapper, if any."""
    stack: list[tuple[object, int]] = [(value, 0)]
    found = 0
    while stack and found < MOST_ITEMS:
        item, depth = stack.pop()
        if isinstance(item, list) and depth < _MOST_DEEP:
            stack.extend((one, depth + 1) for one in reversed(item[:MOST_ITEMS]))
        elif isinstance(item, Mapping):
            wrapped = item.get(inner) if inner else None
            if wrapped is not None and depth < _MOST_DEEP:
                stack.append((wrapped, depth + 1))
            elif inner not in item:
                found += 1
                yield item


def holder(record: Record) -> Holder | None:
    """A holder; one without an identifier is none. The name of a natural person is left out."""
    identifier = text(record, "id")
    if identifier is None:
        return None
    siret = digits(identifier, 14)
    kind = text(record, "typeIdentifiant") or ("SIRET" if siret else "AUTRE")
    name = text(record, "denominationSociale", "nom")
    return Holder(
        identifier=(siret or identifier)[:50],
        kind=kind[:20].upper(),
        name=None if name is None or looks_personal(name) else name[:300],
    )


def holders(values: Iterator[Record]) -> tuple[Holder, ...]:
    """The holders, each once."""
    found = (holder(value) for value in values)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def words(value: object) -> tuple[str, ...]:
    """A list of words, or one string of them between commas or bars."""
    if isinstance(value, str):
        items: list[object] = list(value.replace("|", ",").split(","))
    elif isinstance(value, list):
        items = value[:MOST_ITEMS]
    else:
        return ()
    kept = (clean(item[:LONGEST_TEXT]) for item in items if isinstance(item, str))
    return tuple(
        dict.fromkeys(item for item in kept if item and normalise(item) not in _SAID_NOTHING)
    )


def social(said: tuple[str, ...]) -> tuple[tuple[Social, ...] | None, tuple[str, ...]]:
    """What is declared of social considerations, and the words that are none of the list.

    Nothing said is unknown; « Pas de considération sociale » alone is an empty answer.
    """
    known = tuple(dict.fromkeys(found for word in said if (found := _SOCIALS.get(normalise(word)))))
    denied = any(normalise(word) in _NO_SOCIAL for word in said)
    unknown = tuple(
        word[:60]
        for word in said
        if normalise(word) not in _SOCIALS and normalise(word) not in _NO_SOCIAL
    )
    return (known if known or denied else None), unknown
