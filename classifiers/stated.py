"""Stated signals: what the notice says in words, passage by passage, sentence by sentence."""

import re
from collections.abc import Iterator, Sequence

from classifiers.lots import LotNames, Mention
from classifiers.matching import Hit, may_speak
from classifiers.modifiers import (
    binding_of,
    hours_in,
    is_for_each,
    is_strict,
    lots_with_own_binding,
    rates_in,
)
from classifiers.rules import modifiers as words
from classifiers.rules.table import CRITERIA, OBJECT, Asked, RuleKind
from classifiers.said import Said, followers, said_in
from classifiers.sentences import Reading, Sentence, read
from classifiers.signals import WEIGHTS, Says, Signal
from veille.core.notices import Notice, Passage, passages
from veille.core.verdicts import Binding, Evidence

_SCOPE = re.compile(words.SCOPE)
_SAME_LOT = re.compile(words.SAME_LOT)
_SAYS_NOT_HOW = frozenset({"clause.insertion.facilitator"})  # whom to turn to, not what is due
_RATES_KEPT = 2


def stated_signals(notice: Notice) -> list[Signal]:
    """Every signal stated in the notice's texts, in reading order."""
    names = LotNames(notice.lots)
    return [signal for passage in passages(notice) for signal in _read_passage(passage, names)]


def _read_passage(passage: Passage, names: LotNames) -> list[Signal]:
    reading = read(passage.text)
    if not may_speak(reading.folded.text, passage.field):
        return []
    writer = _Writer(passage, reading, names)
    said = said_in(reading, names, passage.field)
    found: list[Signal] = []
    for index, item in enumerate(said):
        if item.hits:
            before = said[index - 1] if index else None
            found.extend(_signals_of(item, before, followers(said, index), writer))
    return found


class _Writer:
    """Turns what is found in one passage into signals with their quotation."""

    def __init__(self, passage: Passage, reading: Reading, names: LotNames) -> None:
        self._passage = passage
        self._reading = reading
        self._names = names

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
        for lot in self._lots(mention):
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

    def _lots(self, mention: Mention | None) -> tuple[str | None, ...]:
        """The lots a signal is for; (None,) = the whole notice. A title speaks for its own."""
        if self._passage.field in OBJECT or mention is None:
            return (self._passage.lot,)
        if mention.every:
            return (None,)
        return self._names.ids(mention) or (self._passage.lot,)


def _signals_of(
    item: Said, before: Said | None, after: Sequence[Said], writer: _Writer
) -> Iterator[Signal]:
    inherited = _inherited(item, before)
    scope = _scope(after)
    strict = any(is_strict(follower.text) for follower in after)
    for hit in item.hits:
        mention = item.lots_of(hit) or inherited
        if hit.rule.question == "clause" and hit.rule.effect == "affirms":
            yield from _clause(item, hit, mention or scope, strict, writer)
        else:
            yield from _write(item, hit, mention, writer)
    if item.states("clause"):
        default: Binding = "mandatory" if strict else _common_binding(item)
        for told in (item, *after):
            yield from _hours(told, inherited, default, writer)


def _clause(
    item: Said, hit: Hit, mention: Mention | None, strict: bool, writer: _Writer
) -> Iterator[Signal]:
    """A clause, for the lots it names and for those whose own binding it tells besides."""
    others = [lot for lot in lots_with_own_binding(item.text, item.lots) if lot is not mention]
    for own in (mention, *others):
        binding: Binding = "mandatory" if strict else "unknown"
        if not strict and hit.rule.id not in _SAYS_NOT_HOW:
            binding = binding_of(item.text, *hit.focus, item.lots, own)
            binding = _firm(binding) if rates_in(item.text) else binding
        yield from _write(item, hit, own, writer, binding)


def _write(
    item: Said,
    hit: Hit,
    mention: Mention | None,
    writer: _Writer,
    binding: Binding = "unknown",
) -> Iterator[Signal]:
    yield from writer.signals(
        item.sentence,
        (hit.start, hit.end),
        mention,
        rule=hit.rule.id,
        question=hit.rule.question,
        says="yes" if hit.rule.effect == "affirms" else "no",
        kind=writer.kind(hit),
        binding=binding,
    )


def _hours(
    told: Said, inherited: Mention | None, default: Binding, writer: _Writer
) -> Iterator[Signal]:
    for hours in hours_in(told.text, told.lots):
        mention = hours.mention or inherited
        binding = binding_of(told.text, hours.start, hours.end, told.lots, mention)
        shared = mention is not None and len(mention.numbers) > 1 and not is_for_each(told.text)
        yield from writer.signals(
            told.sentence,
            (hours.start, hours.end),
            None if shared else mention,
            rule="clause.hours",
            question="clause",
            says="yes",
            binding=_firm(default if binding == "unknown" else binding),
            hours=hours.count,
            part=hours.part,
        )
    for span in rates_in(told.text)[:_RATES_KEPT]:
        yield from writer.signals(
            told.sentence, span, None, rule="clause.rate", question="clause", says="note"
        )


def _firm(binding: Binding) -> Binding:
    """A clause that fixes its volume is due, unless it says otherwise."""
    return "mandatory" if binding == "unknown" else binding


def _inherited(item: Said, before: Said | None) -> Mention | None:
    """« Ce lot est réservé », or hours stated right after a lot was named: the lot before."""
    if item.lots or before is None:
        return None
    if not (_SAME_LOT.search(item.text) or hours_in(item.text, ())):
        return None
    return before.lots[-1] if before.lots else None


def _scope(after: Sequence[Said]) -> Mention | None:
    """« Cette clause est applicable au lot 1 » in a following sentence."""
    for follower in after:
        if follower.lots and _SCOPE.search(follower.text):
            return follower.lots[0]
    return None


def _common_binding(item: Said) -> Binding:
    """What a sentence that names no lot says of every lot that the next ones name."""
    if item.lots:
        return "unknown"
    spans = (hit.focus for hit in item.hits if hit.rule.question == "clause")
    found = {binding_of(item.text, *span, (), None) for span in spans} - {"unknown"}
    return found.pop() if len(found) == 1 else "unknown"
