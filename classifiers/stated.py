"""Stated signals: what the notice says in words, passage by passage, sentence by sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifiers.lots import LotNames, Mention, mentions, nearest
from classifiers.matching import Hit, hits, may_speak
from classifiers.modifiers import binding_of, hours_in, is_for_each, is_strict, rates_in
from classifiers.rules import modifiers as words
from classifiers.rules.table import CRITERIA, OBJECT, Asked, RuleKind
from classifiers.sentences import Reading, Sentence, read
from classifiers.signals import WEIGHTS, Says, Signal
from veille.core.notices import Notice, Passage, passages
from veille.core.verdicts import Binding, Evidence

_SCOPE = re.compile(words.SCOPE)
_SAME_LOT = re.compile(words.SAME_LOT)
_FOLLOWERS = 2  # sentences after a clause in which its hours, lots or force may still be told
_SAYS_NOT_HOW = frozenset({"clause.insertion.facilitator"})  # whom to turn to, not what is due
_RATES_KEPT = 2
_LONGEST_LIST = 60  # sentences, where each lot has its own


def stated_signals(notice: Notice) -> list[Signal]:
    """Every signal stated in the notice's texts, in reading order."""
    names = LotNames(notice.lots)
    return [signal for passage in passages(notice) for signal in _read_passage(passage, names)]


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence with what the rules found in it and the lots it names."""

    sentence: Sentence
    hits: tuple[Hit, ...]
    lots: tuple[Mention, ...]

    def asks(self, question: Asked) -> bool:
        return any(
            hit.rule.question == question and hit.rule.effect == "affirms" for hit in self.hits
        )


class _Context:
    """A passage being read: how a match of it becomes a signal."""

    def __init__(self, passage: Passage, reading: Reading, names: LotNames) -> None:
        self._passage = passage
        self._reading = reading
        self._names = names

    def lots(self, mention: Mention | None) -> tuple[str | None, ...]:
        """The lots a signal is for; (None,) = the whole notice."""
        if self._passage.field in OBJECT or mention is None:
            return (self._passage.lot,)
        return self._names.ids(mention) or (self._passage.lot,)

    def signals(
        self,
        sentence: Sentence,
        span: tuple[int, int],
        mention: Mention | None,
        *,
        rule: str,
        question: Asked,
        says: Says,
        kind: RuleKind | None = None,
        binding: Binding = "unknown",
        hours: int | None = None,
        part: bool = False,
    ) -> Iterator[Signal]:
        """One signal for each lot, with the sentence around the match as its quotation."""
        start, end = self._reading.quote(sentence, *span)
        for lot in self.lots(mention):
            evidence = Evidence(
                signal="stated",
                for_=question,
                lot=lot,
                at=self._passage.at,
                quote=self._passage.text[start:end],
                start=start,
                end=end,
                rule=rule,
                weight=WEIGHTS[says],
            )
            yield Signal(
                question=question,
                says=says,
                evidence=evidence,
                kind=kind,
                lot=lot,
                binding=binding,
                hours=hours,
                part=part,
            )

    def kind(self, hit: Hit) -> RuleKind | None:
        """Among the award criteria, a clause is a criterion."""
        if hit.rule.question == "clause" and self._passage.field in CRITERIA:
            return "criterion"
        return hit.rule.kind


def _read_passage(passage: Passage, names: LotNames) -> list[Signal]:
    reading = read(passage.text)
    if not may_speak(reading.folded.text, passage.field):
        return []
    sentences = list(reading.sentences())
    context = _Context(passage, reading, names)
    said = [_said(sentence, passage.field, reading) for sentence in sentences]
    found: list[Signal] = []
    for index, item in enumerate(said):
        if item.hits:
            before = said[index - 1] if index else None
            found.extend(_signals_of(item, before, _followers(said, index, reading), context))
    return found


def _said(sentence: Sentence, field: str, reading: Reading) -> _Said:
    if not may_speak(sentence.text, field):
        return _Said(sentence, (), ())
    reserved = hits(sentence.text, "reserved", field)
    clause = [hit for hit in hits(sentence.text, "clause", field) if not _inside(hit, reserved)]
    found = (*reserved, *clause)
    return _Said(sentence, found, _lots(sentence, reading) if found else ())


def _inside(hit: Hit, reserved: Sequence[Hit]) -> bool:
    """« Réservé à l'insertion » states a reservation; its own words are no clause besides."""
    return any(
        other.rule.effect == "affirms" and hit.start < other.end and other.start < hit.end
        for other in reserved
    )


def _lots(sentence: Sentence, reading: Reading) -> tuple[Mention, ...]:
    if "lot" not in sentence.text:
        return ()
    return tuple(mentions(sentence.text, reading.written(sentence)))


def _followers(said: Sequence[_Said], index: int, reading: Reading) -> list[_Said]:
    """The sentences after a clause that may still speak of it, with the lots they name.

    Two of them, and those between that go on stating hours, until another clause is stated.
    """
    found: list[_Said] = []
    if not said[index].asks("clause"):
        return found
    spare = _FOLLOWERS
    for item in said[index + 1 : index + 1 + _LONGEST_LIST]:
        lots = _lots(item.sentence, reading)
        spare -= 0 if hours_in(item.sentence.text, lots) else 1
        if item.hits or spare < 0:
            break
        found.append(_Said(item.sentence, (), lots))
    return found


def _signals_of(
    item: _Said, before: _Said | None, followers: Sequence[_Said], context: _Context
) -> Iterator[Signal]:
    inherited = _inherited(item, before)
    scope = _scope(followers)
    strict = any(is_strict(follower.sentence.text) for follower in followers)
    for hit in item.hits:
        mention = nearest(item.lots, item.sentence.text, *hit.focus) or inherited
        if hit.rule.question == "clause" and mention is None:
            mention = scope
        yield from _signals_of_hit(item, hit, mention, strict, context)
    if item.asks("clause"):
        default: Binding = "mandatory" if strict else _binding(item)
        for told in (item, *followers):
            yield from _hours(told, inherited, default, context)


def _signals_of_hit(
    item: _Said, hit: Hit, mention: Mention | None, strict: bool, context: _Context
) -> Iterator[Signal]:
    binding: Binding = "unknown"
    affirms = hit.rule.effect == "affirms"
    if affirms and hit.rule.question == "clause" and hit.rule.id not in _SAYS_NOT_HOW:
        text = item.sentence.text
        binding = "mandatory" if strict else binding_of(text, *hit.focus, item.lots, mention)
    yield from context.signals(
        item.sentence,
        (hit.start, hit.end),
        mention,
        rule=hit.rule.id,
        question=hit.rule.question,
        says="yes" if affirms else "no",
        kind=context.kind(hit),
        binding=binding,
    )


def _inherited(item: _Said, before: _Said | None) -> Mention | None:
    """« Ce lot est réservé », or hours stated right after a lot was named: the lot before."""
    if item.lots or before is None or not before.lots:
        return None
    text = item.sentence.text
    return before.lots[-1] if _SAME_LOT.search(text) or hours_in(text, ()) else None


def _scope(followers: Sequence[_Said]) -> Mention | None:
    """« Cette clause est applicable au lot 1 » in a following sentence."""
    for follower in followers:
        if follower.lots and _SCOPE.search(follower.sentence.text):
            return follower.lots[0]
    return None


def _binding(item: _Said) -> Binding:
    """What a sentence that names no lot says of every lot that the next ones name."""
    if item.lots:
        return "unknown"
    spans = (hit.focus for hit in item.hits if hit.rule.question == "clause")
    found = {binding_of(item.sentence.text, *span, (), None) for span in spans} - {"unknown"}
    return found.pop() if len(found) == 1 else "unknown"


def _hours(
    told: _Said, inherited: Mention | None, default: Binding, context: _Context
) -> Iterator[Signal]:
    text = told.sentence.text
    for hours in hours_in(text, told.lots):
        mention = hours.mention or inherited
        said = binding_of(text, hours.start, hours.end, told.lots, mention)
        shared = mention is not None and len(mention.numbers) > 1 and not is_for_each(text)
        yield from context.signals(
            told.sentence,
            (hours.start, hours.end),
            None if shared else mention,
            rule="clause.hours",
            question="clause",
            says="yes",
            binding=default if said == "unknown" else said,
            hours=hours.count,
            part=hours.part,
        )
    for span in rates_in(text)[:_RATES_KEPT]:
        yield from context.signals(
            told.sentence, span, None, rule="clause.rate", question="clause", says="note"
        )
