"""A passage read sentence by sentence: what the rules find in each, and the lots it names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from classifiers.lots import LotNames, Mention, nearest
from classifiers.matching import Hit, hits, may_speak
from classifiers.modifiers import hours_in
from classifiers.rules.table import Asked
from classifiers.sentences import Reading, Sentence

_FOLLOWERS = 2  # sentences after a clause in which its hours, lots or force may still be told
_LONGEST_LIST = 60  # sentences, where each lot has its own


@dataclass(frozen=True)
class Said:
    """A sentence and the rules it meets."""

    reading: Reading
    names: LotNames
    sentence: Sentence
    hits: tuple[Hit, ...]

    @property
    def text(self) -> str:
        """The sentence, folded."""
        return self.sentence.text

    @cached_property
    def lots(self) -> tuple[Mention, ...]:
        """The lots it names, in order."""
        if "lot" not in self.text:
            return ()
        return tuple(self.names.mentions(self.text, self.reading.written(self.sentence)))

    def states(self, question: Asked) -> bool:
        """Whether a rule affirms something about ``question`` here."""
        return any(
            hit.rule.question == question and hit.rule.effect == "affirms" for hit in self.hits
        )

    def lots_of(self, hit: Hit) -> Mention | None:
        """The lots that a rule met here is about.

        What is denied of a lot leaves it to nothing else in the sentence, and « sauf le lot 3 »
        after a denial takes lot 3 in: « n'est pas réservé, sauf le lot 3 réservé aux ESAT ».
        """
        denials = [
            other
            for other in self.hits
            if other.rule.effect == "denies" and other.rule.question == hit.rule.question
        ]
        if hit.rule.effect == "denies":
            return self._denied(hit)
        denied = [self._denied(other) for other in denials]
        free = [lot for lot in self.lots if lot not in denied]
        mention = nearest(free, self.text, *hit.focus)
        if mention and any(other.end <= mention.start for other in denials):
            return replace(mention, excluded=False)
        return mention

    def _denied(self, hit: Hit) -> Mention | None:
        before = [lot for lot in self.lots if lot.start < hit.end]
        return nearest(before, self.text, *hit.focus)


def said_in(reading: Reading, names: LotNames, field: str) -> list[Said]:
    """Every sentence with what the rules find in it; one that is repeated is searched once."""
    seen: dict[str, tuple[Hit, ...]] = {}
    found: list[Said] = []
    for sentence in reading.sentences():
        if sentence.text not in seen:
            seen[sentence.text] = _hits(sentence.text, field)
        found.append(Said(reading, names, sentence, seen[sentence.text]))
    return found


def followers(said: Sequence[Said], index: int) -> list[Said]:
    """The sentences after a clause that may still speak of it.

    Two of them, and those between that go on stating hours, until a rule is met again.
    """
    found: list[Said] = []
    if not said[index].states("clause"):
        return found
    spare = _FOLLOWERS
    for item in said[index + 1 : index + 1 + _LONGEST_LIST]:
        spare -= 0 if hours_in(item.text, item.lots) else 1
        if item.hits or spare < 0:
            break
        found.append(item)
    return found


def _hits(text: str, field: str) -> tuple[Hit, ...]:
    if not may_speak(text, field):
        return ()
    reserved = hits(text, "reserved", field)
    clause = [hit for hit in hits(text, "clause", field) if not _inside(hit, reserved)]
    return (*reserved, *clause)


def _inside(hit: Hit, reserved: Sequence[Hit]) -> bool:
    """« Réservé à l'insertion » states a reservation; its own words are no clause besides."""
    return any(
        other.rule.effect == "affirms" and hit.start < other.end and other.start < hit.end
        for other in reserved
    )
