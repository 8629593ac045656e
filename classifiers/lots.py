"""Which lots a sentence names: « lots 1 à 3 », « n° 2 et 8 », « tous les lots », « hors lot 4 »."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from veille.core.notices import Lot
from veille.core.text import fold

_MOST_LOTS = 100  # a longer range is no list of lots
_MOST_MENTIONS = 200  # in one sentence
_LETTER = r"(?:[a-d](?![a-z])| [a-d](?= ?[,)]| et |$))"
_ITEM = rf"[0-9]{{1,3}}(?![0-9]){_LETTER}?(?![a-z])"
_CALLED_LOT = re.compile(r"lots? [«\"(]? ?$")
_MOST_TITLES = 300
_SHORTEST_TITLE = 5
_NOT_A_LOT = (
    r"(?! ?(?:heures?|h(?![a-z])|%|euros?|€|mois|ans?(?![a-z])|jours?|points?|000"
    r"|,[0-9])| [0-9]{3}(?![0-9]))"
)
_SIGN = r"(?:n ?[°os]*|numeros?)"
_MENTION = re.compile(
    rf"(?P<not>(?:hors|sauf|hormis|excepte|a l ?exception)(?: [a-z]+){{0,3}}? )?"
    rf"lot(?:s|\(s\))?(?: concernes?)? ?[:(]? ?(?:{_SIGN} ?)?(?P<list>{_ITEM}{_NOT_A_LOT}"
    rf"(?:(?: ?(?:,|/|&|et|a|au) ?| )(?:les? |l |au |du |et "
    rf"|lots? )?(?:{_SIGN} ?)?{_ITEM}{_NOT_A_LOT}){{0,60}})"
)
_NUMBER = re.compile(rf"([0-9]+)({_LETTER})?")
_ALL = re.compile(
    r"(?:tous les|ensemble des|chaque|chacun des|tout|les differents) lots?(?![a-z])|lot unique"
)
_LINKED = re.compile(
    r"(?:pour|sur|aux?|concern[a-z]*|reserv[a-z]*|applicable|uniquement|seul[a-z]*)"
    r"(?: a| aux?| le| les| du| des)* ?$"
)
_LAST_RESORT = 100_000  # a mention that follows without a link word belongs to what comes after


@dataclass(frozen=True, slots=True)
class Mention:
    """Lots named at ``[start, end)``: their numbers, or all of them but these.

    ``titled`` is the id of a lot that is named by its title.
    """

    start: int
    end: int
    numbers: tuple[str, ...]
    excluded: bool = False
    every: bool = False
    titled: str | None = None


class LotNames:
    """From what a text calls a lot, its number or its title, to the lot's id in the notice."""

    def __init__(self, lots: Sequence[Lot]) -> None:
        self._ids = [lot.id for lot in lots]
        self._by_number = {_number_of(lot.id): lot.id for lot in reversed(lots)}
        titles = ((fold(lot.title or "").text.strip(), lot.id) for lot in lots[:_MOST_TITLES])
        self._titles = [(title, id_) for title, id_ in titles if len(title) >= _SHORTEST_TITLE]

    def mentions(self, sentence: str, written: str) -> list[Mention]:
        """The lots that a folded sentence names, in order; ``written`` as for ``mentions``."""
        found = mentions(sentence, written)
        for title, id_ in self._titles:
            start = sentence.find(title)
            if start >= 0 and _CALLED_LOT.search(sentence, max(0, start - 12), start):
                found.append(Mention(start, start + len(title), (), titled=id_))
        return sorted(found, key=lambda mention: mention.start)

    def ids(self, mention: Mention) -> tuple[str, ...]:
        """The ids named; none when the mention means every lot.

        A lot that the notice does not list gets the id it would have (``LOT-0002``).
        """
        if mention.titled is not None:
            return (mention.titled,)
        named = [self._by_number.get(number, f"LOT-{number:0>4}") for number in mention.numbers]
        if mention.excluded:
            return tuple(id_ for id_ in self._ids if id_ not in named)
        return () if mention.every else tuple(dict.fromkeys(named))


def mentions(sentence: str, original: str | None = None) -> list[Mention]:
    """The lots named in a folded sentence, in order.

    ``original`` is the same sentence before folding when it has the same length: it tells « 1-3 »
    (a range) from « 1, 3 ».
    """
    if "lot" not in sentence:
        return []
    named = islice(_MENTION.finditer(sentence), _MOST_MENTIONS)
    found = [_mention(match, original) for match in named]
    every = islice(_ALL.finditer(sentence), _MOST_MENTIONS)
    found.extend(Mention(*match.span(), (), every=True) for match in every)
    return sorted((item for item in found if item.numbers or item.every), key=lambda m: m.start)


def nearest(found: Sequence[Mention], sentence: str, start: int, end: int) -> Mention | None:
    """The mention that words at ``[start, end)`` of the sentence belong to."""
    if not found:
        return None
    return min(found, key=lambda mention: _distance(mention, sentence, start, end))


def is_linked(mention: Mention, sentence: str) -> bool:
    """Whether a word before the mention links it to what precedes: « pour le lot 2 »."""
    return _LINKED.search(sentence, max(0, mention.start - 40), mention.start) is not None


def _distance(mention: Mention, sentence: str, start: int, end: int) -> int:
    if mention.end <= start:
        return start - mention.end
    if mention.start >= end:
        linked = is_linked(mention, sentence)
        return mention.start - end + (0 if linked else _LAST_RESORT)
    return 0


def _mention(match: re.Match[str], original: str | None) -> Mention:
    text = match["list"]
    numbers: list[str] = []
    last_end = 0
    for item in _NUMBER.finditer(text):
        number = _canonical(item.group(1), item.group(2))
        between = text[last_end : item.start()]
        begin = match.start("list")
        written = original[begin + last_end : begin + item.start()] if original else between
        if numbers and not between.strip() and written.strip() not in {"-", "‐", "‑", "–", "/"}:
            break
        if numbers and _is_range(between, written, text):
            numbers.extend(_range(numbers[-1], number))
        else:
            numbers.append(number)
        last_end = item.end()
    return Mention(
        match.start(), match.start("list") + last_end, tuple(numbers), bool(match["not"])
    )


def _is_range(between: str, written: str, whole: str) -> bool:
    if re.search(r"(?<![a-z])(?:a|au)(?![a-z])", between):
        return True
    return written.strip() in {"-", "–"} and len(_NUMBER.findall(whole)) == 2


def _range(first: str, last: str) -> list[str]:
    if not (first.isdigit() and last.isdigit()) or not 0 < int(last) - int(first) < _MOST_LOTS:
        return [last]
    return [str(number) for number in range(int(first) + 1, int(last) + 1)]


def _canonical(digits: str, letter: str | None) -> str:
    return (digits.lstrip("0") or "0") + (letter or "").strip().upper()


def _number_of(lot_id: str) -> str:
    match = re.search(r"([0-9]{1,9})([A-D])?$", lot_id)
    return _canonical(match.group(1), match.group(2)) if match else lot_id
