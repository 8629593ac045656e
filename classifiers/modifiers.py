"""How binding a clause is, and how many hours it asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from classifiers.lots import Mention, is_linked, nearest
from classifiers.rules import modifiers as words
from veille.core.verdicts import Binding

_STRICT = re.compile(words.STRICT)
_BINDINGS: tuple[tuple[Binding, re.Pattern[str]], ...] = (
    ("mandatory", re.compile(f"{words.MANDATORY}|{words.DUE}")),
    ("optional", re.compile(words.OPTIONAL)),
)
_STATED = re.compile(words.HOURS_STATED)
_RATE_AFTER = re.compile(words.RATE_AFTER)
_RATE = re.compile(words.HOURS_RATE)
_PERCENTAGE = re.compile(words.PERCENTAGE)
_PART = re.compile(words.PHASE)
_INCLUDED = re.compile(words.INCLUDED)
_TIME = re.compile(words.TIME_BEFORE)
_EACH = re.compile(words.EACH_LOT)

_HOURS_OF_A_DAY = 24
_MOST_HOURS = 500_000
_MOST_FIGURES = 200  # in one sentence
_NEAR = 40  # characters before and after a figure that tell what it is


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of integration work stated at ``[start, end)`` of a sentence, for the lots named.

    ``part``: they are those of one phase (tranche), to be added to the others.
    """

    start: int
    end: int
    count: int
    mention: Mention | None
    part: bool


def is_strict(sentence: str) -> bool:
    """Whether an offer that ignores what was just said is thrown out."""
    return _STRICT.search(sentence) is not None


def binding_of(
    sentence: str, start: int, end: int, lots: Sequence[Mention], own: Mention | None
) -> Binding:
    """How binding the clause stated at ``[start, end)`` of the sentence is for its lots."""
    if is_strict(sentence):
        return "mandatory"
    told = dict(_told_of_lots(sentence, lots))
    if own in told:
        return told[own]
    found = [
        (max(0, match.start() - end, start - match.end()), binding)
        for binding, pattern in _BINDINGS
        for match in islice(pattern.finditer(sentence), _MOST_FIGURES)
        if _concerns(sentence, match, lots, own)
    ]
    return min(found)[1] if found else "unknown"


def lots_with_own_binding(sentence: str, lots: Sequence[Mention]) -> list[Mention]:
    """« incitative pour le lot 1, obligatoire pour le lot 2 »: the lots of such a sentence."""
    return [mention for mention, _ in _told_of_lots(sentence, lots)]


def _told_of_lots(sentence: str, lots: Sequence[Mention]) -> list[tuple[Mention, Binding]]:
    found: list[tuple[Mention, Binding]] = []
    since = 0
    for mention in lots:
        begin = max(since, mention.start - _NEAR)
        for binding, pattern in _BINDINGS:
            if pattern.search(sentence, begin, mention.start) and is_linked(mention, sentence):
                found.append((mention, binding))
                break
        since = mention.end
    return found if len(found) > 1 else []


def hours_in(sentence: str, lots: Sequence[Mention]) -> list[Hours]:
    """The hours stated in a sentence that speaks of a clause; rates and times of day are none.

    « lot 1 : 70 heures » or « 70 heures pour le lot 1 »: as the sentence begins, so it goes on.
    """
    volumes = (match for match in _STATED.finditer(sentence) if _is_volume(sentence, match))
    stated = list(islice(volumes, _MOST_FIGURES))
    lot_first = bool(lots and stated) and lots[0].start < stated[0].start()
    found: list[Hours] = []
    for index, match in enumerate(stated):
        since = stated[index - 1].end() if index else 0
        until = stated[index + 1].start() if index + 1 < len(stated) else len(sentence)
        if lot_first:
            near = [mention for mention in lots if mention.end <= match.start()][-1:]
        else:
            near = _linked_after(sentence, lots, match.end(), until)
        found.append(
            Hours(
                match.start(),
                match.end(),
                _count(match),
                near[0] if near else None,
                _PART.search(sentence, max(since, match.start() - _NEAR), until) is not None,
            )
        )
    return found


def is_for_each(sentence: str) -> bool:
    """Whether a figure given for several lots is that of each of them."""
    return _EACH.search(sentence) is not None


def rates_in(sentence: str) -> list[tuple[int, int]]:
    """Where a rate of hours or a percentage is stated: shown as evidence, never added up."""
    found = [match.span() for match in _RATE.finditer(sentence)]
    found.extend(match.span() for match in _PERCENTAGE.finditer(sentence))
    return sorted(found)


def _concerns(
    sentence: str, match: re.Match[str], lots: Sequence[Mention], own: Mention | None
) -> bool:
    """Said before any lot is named, it is said of all; after, of the lot it is nearest to."""
    if len(lots) < 2 or match.end() <= lots[0].start:
        return True
    return nearest(lots, sentence, *match.span()) is own


def _count(match: re.Match[str]) -> int:
    return int(match.group(1).replace(" ", ""))


def _is_volume(sentence: str, match: re.Match[str]) -> bool:
    count = _count(match)
    before = sentence[max(0, match.start() - _NEAR) : match.start()]
    if not 0 < count <= _MOST_HOURS or _RATE_AFTER.match(sentence, match.end()):
        return False
    if _INCLUDED.search(before):
        return False
    return count > _HOURS_OF_A_DAY or _TIME.search(before) is None


def _linked_after(sentence: str, lots: Sequence[Mention], start: int, end: int) -> list[Mention]:
    return [
        mention for mention in lots if start <= mention.start < end and is_linked(mention, sentence)
    ]
