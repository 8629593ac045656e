"""Why a score is what it is: the words and facts that moved it most.

The score is a sum over features, so what a word adds is exact: its own features, and half of
those that it shares with the word beside it or with a fact. What is shown is in log-odds
(``weight``): above zero it raised the score.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from classifiers.crosses import crosses
from classifiers.descriptors import descriptors_of_cpv
from classifiers.features import Features, Word, bucket, pair_name, word_names
from veille.core.notices import Notice
from veille.core.verdicts import Evidence

SHOWN = 4
_LEAST = 0.1  # log-odds: what moves a score less is not worth a line
_SHORTEST = 3  # letters of a word that is shown
_SMALL_WORDS = frozenset(
    (
        *(
            "afin",
            "ainsi",
            "aussi",
            "autre",
            "autres",
            "aux",
            "avec",
            "ces",
            "cet",
            "cette",
            "chez",
        ),
        *("comme", "dans", "des", "dont", "entre", "est", "etre", "les", "leur", "leurs", "lors"),
        *("mais", "nos", "notamment", "notre", "ont", "par", "pas", "plus", "pour", "que", "qui"),
        *("sans", "selon", "ses", "son", "sont", "sous", "sur", "tous", "tout", "toute", "toutes"),
        *("une", "vers", "via", "vos", "votre"),
    )
)  # folded


Weigh = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a bucket adds to the calibrated log-odds of one notice, by what it stands for."""

    words: Weigh
    facts: Weigh
    crosses: Weigh


@dataclass(frozen=True, slots=True)
class Moved:
    """A word (with where it stands) or a fact (its feature name), and what it adds in log-odds."""

    weight: float
    name: str
    word: Word | None = None


def moved(found: Features, weights: Weights) -> list[Moved]:
    """What every word and fact adds, the strongest first; equal ones in reading order.

    The sum is the score's log-odds without its bias, unless two features share a bucket.
    """
    counted: set[int] = set()
    first: dict[str, Word] = {}
    by_word: dict[str, float] = {}
    for sentence in found.sentences:
        for word in sentence:
            first.setdefault(word.text, word)
            added = _once(word_names(word.text), counted, weights.words)
            by_word[word.text] = by_word.get(word.text, 0.0) + added
        for left, right in pairwise(sentence):
            added = _once((pair_name(left.text, right.text),), counted, weights.words)
            by_word[left.text] += added / 2
            by_word[right.text] += added / 2
    by_fact = {fact: _once((fact,), counted, weights.facts) for fact in found.facts}
    for cross in crosses(found):
        half = _once((cross.name,), counted, weights.crosses) / 2
        for fact in cross.facts:
            by_fact[fact] += half
        if cross.word is not None:
            by_word[cross.word] += half
    lines = [Moved(weight, text, first[text]) for text, weight in by_word.items()]
    lines.extend(Moved(weight, fact) for fact, weight in by_fact.items())
    return sorted(lines, key=lambda line: -abs(line.weight))


def reasons(notice: Notice, found: Features, weights: Weights) -> tuple[Evidence, ...]:
    """The lines to show for ``potential``."""
    lines = (line for line in moved(found, weights) if abs(line.weight) >= _LEAST)
    shown = (_evidence(notice, line) for line in lines if _is_shown(line))
    return tuple(line for line, _ in zip(shown, range(SHOWN), strict=False))


def habit(notice: Notice, weight: float) -> tuple[Evidence, ...]:
    """The line to show for ``likely``: the buyer's habit, where it moves the score."""
    name = notice.buyer.name if notice.buyer else None
    if not name or abs(weight) < _LEAST:
        return ()
    return (
        Evidence(
            signal="learned",
            for_="likely",
            at="/buyer/name",
            quote=name,
            start=0,
            end=len(name),
            rule="learned.habit",
            weight=round(weight, 2),
        ),
    )


_KINDS = {
    "d": "descriptor",
    "s": "sector",
    "f": "family",
    "n": "nature",
    "v": "value",
    "u": "duration",
}


def _once(names: Sequence[str], counted: set[int], weigh: Weigh) -> float:
    """What the buckets of the names add, those already counted left out."""
    total = 0.0
    for number in map(bucket, names):
        if number not in counted:
            counted.add(number)
            total += weigh(number)
    return total


def _is_shown(line: Moved) -> bool:
    if line.word is None:
        return True
    text = line.name
    return len(text) >= _SHORTEST and text not in _SMALL_WORDS and not text.isdigit()


def _evidence(notice: Notice, line: Moved) -> Evidence:
    weight = round(line.weight, 2)
    if line.word is None:
        kind, _, value = line.name.partition("=")
        at, quote = _where(notice, kind, value)
        return Evidence(
            signal="learned",
            for_="potential",
            at=at,
            quote=quote,
            start=0 if quote else None,
            end=len(quote) if quote else None,
            rule=f"learned.{_KINDS[kind]}.{value}",
            weight=weight,
        )
    start, end = line.word.span()
    return Evidence(
        signal="learned",
        for_="potential",
        at=line.word.at,
        quote=_string_at(notice, line.word.at)[start:end],
        start=start,
        end=end,
        rule="learned.word",
        weight=weight,
    )


def _where(notice: Notice, kind: str, value: str) -> tuple[str | None, str | None]:
    """The string of the notice that a fact was read in, when there is one."""
    if kind == "f":
        return "/family", notice.family
    if kind == "n":
        return "/contract_nature", notice.contract_nature
    if kind != "d":
        return None, None
    return next(_codes(notice, value), (None, None))


def _codes(notice: Notice, descriptor: str) -> Iterator[tuple[str, str]]:
    for index, item in enumerate(notice.descriptors):
        if item.code.strip() == descriptor:
            yield (
                (f"/descriptors/{index}/label", item.label)
                if item.label
                else (f"/descriptors/{index}/code", item.code)
            )
    for index, code in enumerate(notice.cpv):
        if descriptor in descriptors_of_cpv(code):
            yield f"/cpv/{index}", code


def _string_at(notice: Notice, at: str) -> str:
    parts = at.split("/")[1:]
    if parts[0] == "lots":
        return notice.lots[int(parts[1])].title or ""
    return (notice.title if parts[0] == "title" else notice.description) or ""
