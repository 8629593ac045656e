"""What a question comes to, for each lot and for the notice, from the evidence that tags left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from veille.core.answers import affirms, answer, denies, is_stated
from veille.core.evidence_kinds import (
    TAG_RULE,
    VAGUE,
    KindName,
    clause_kinds,
    merged_kinds,
    own_kinds,
    possible_kinds,
    reserved_kinds,
    unmerged_kinds,
)
from veille.core.tags import Asked, Tag, TagKey, quote_hash
from veille.core.verdicts import Answer, Binding, Clause, Evidence, LotVerdict, Reserved, Verdict

Told = Reserved | Clause
_Judged = TypeVar("_Judged", Verdict, LotVerdict)

_HOURS_RULE = "clause.hours"


@dataclass(frozen=True)
class Rulings:
    """What the tags of one question, newest of each key, say of a line; a lot's own tag first."""

    question: Asked
    tags: Mapping[TagKey, Tag]

    def of(self, line: Evidence, lot: str | None) -> Tag | None:
        """The tag that rules on ``line`` as far as ``lot`` goes."""
        if line.quote is None or line.for_ != self.question:
            return None
        digest = quote_hash(line.quote)
        own = self.tags.get((lot, self.question, digest))
        return own or self.tags.get((None, self.question, digest))

    def concerns(self, line: Evidence, scopes: Iterable[str | None]) -> bool:
        """Whether a tag rules on the line, for its lot or for any of ``scopes``."""
        lots = scopes if line.lot is None else (line.lot,)
        return any(self.of(line, lot) is not None for lot in lots)

    def is_false(self, line: Evidence, lot: str | None) -> bool:
        """Whether staff say that the line means nothing of the kind for ``lot``."""
        tag = self.of(line, lot)
        return tag is not None and tag.answer == "false_positive"

    def confirms(self, line: Evidence, lot: str | None) -> bool:
        """Whether staff say that the line is right for ``lot``, or wrote it."""
        tag = self.of(line, lot)
        return (
            tag is not None
            and (tag.answer == "right" or affirms(line))
            and not self.is_false(line, lot)
        )

    def extends(self, line: Evidence, lot: str | None) -> bool:
        """Whether staff take the line, about the whole notice, to ``lot``: they wrote it, or

        ruled on it there.
        """
        said_of_it = (lot, self.question, quote_hash(line.quote)) in self.tags
        return said_of_it or (line.rule or "").startswith(TAG_RULE)

    def kinds(self, line: Evidence, lot: str | None) -> frozenset[KindName] | None:
        """The kinds that staff gave the line; null where they gave none."""
        tag = self.of(line, lot)
        return frozenset(tag.kinds) if tag is not None and tag.kinds else None


def settle(verdict: Verdict, rulings: Rulings, removed: Sequence[Evidence]) -> Verdict:
    """``verdict`` with the answers to one question that its evidence gives under ``rulings``.

    ``removed`` are the lines that staff found false. A lot that no tag concerns stays as it is.
    """
    question = rulings.question
    lines = [line for line in verdict.evidence if line.for_ == question]
    if not verdict.by_lot:
        told = _told(_of(verdict, question), None, lines, rulings, removed)
        return _with(verdict, told)
    by_lot = tuple(_lot(item, question, lines, rulings, removed) for item in verdict.by_lot)
    after = replace(verdict, by_lot=by_lot)
    if by_lot == verdict.by_lot:
        return after
    return _with(after, _sum(after, question, lines))


def _lot(
    item: LotVerdict,
    question: Asked,
    lines: Sequence[Evidence],
    rulings: Rulings,
    removed: Sequence[Evidence],
) -> LotVerdict:
    told = _told(_of(item, question), item.lot, lines, rulings, removed)
    return _with(item, told)


def _told(
    old: Told,
    lot: str | None,
    lines: Sequence[Evidence],
    rulings: Rulings,
    removed: Sequence[Evidence],
) -> Told:
    """The answer for one lot (null: the notice without lots), from the lines that speak for it."""
    gone = [line for line in removed if line.lot in (None, lot) and rulings.is_false(line, lot)]
    speaking = _speaking(old, lot, lines, rulings)
    if not gone and not any(rulings.of(line, lot) for line in speaking):
        return old
    new = _answer(rulings.question, lot, speaking, rulings)
    if new == "no":
        return type(old)()
    if not gone and new == old.answer and not any(rulings.kinds(line, lot) for line in speaking):
        return old
    kinds = _kinds(old, lot, [line for line in speaking if affirms(line)], rulings, new)
    if isinstance(old, Reserved):
        return replace(old, answer=new, kinds=reserved_kinds(kinds))
    hours = None if any(line.rule == _HOURS_RULE for line in gone) else old.hours
    return replace(old, answer=new, kinds=clause_kinds(kinds), hours=hours)


def _speaking(
    old: Told, lot: str | None, lines: Sequence[Evidence], rulings: Rulings
) -> list[Evidence]:
    """The lot's own lines and those about the whole notice that reach it.

    What is affirmed of the whole does not reach a lot that the verdict left out, unless staff say
    so of this lot; what words deny of the whole leaves a lot that they affirm it of.
    """
    own = [line for line in lines if line.lot == lot]
    if lot is None:
        return own
    general = [line for line in lines if line.lot is None]
    own_words = any(affirms(line) and is_stated(line) for line in own)

    def reaches(line: Evidence) -> bool:
        if denies(line):
            return not (own_words and is_stated(line))
        return old.answer != "no" or rulings.extends(line, lot)

    return [*own, *filter(reaches, general)]


def _answer(
    question: Asked, lot: str | None, speaking: Sequence[Evidence], rulings: Rulings
) -> Answer:
    """What staff confirm wins; where they confirm both, it is unclear."""
    confirmed = [line for line in speaking if rulings.confirms(line, lot)]
    yes, no = any(map(affirms, confirmed)), any(map(denies, confirmed))
    if yes and no:
        return "unclear"
    if yes or no:
        return "yes" if yes else "no"
    return answer(question, speaking)


def _kinds(
    old: Told, lot: str | None, affirming: Sequence[Evidence], rulings: Rulings, new: Answer
) -> frozenset[KindName]:
    """The kinds that staff gave, and those of before that a line left can still mean."""
    given = [kinds for line in affirming if (kinds := rulings.kinds(line, lot)) is not None]
    others = [line for line in affirming if rulings.kinds(line, lot) is None]
    if old.answer == "no":
        left = _union(own_kinds(line) for line in others)
    else:
        possible = _union(possible_kinds(line) for line in others)
        left = unmerged_kinds(frozenset(old.kinds)) & possible
        left = left or (VAGUE & possible if not given else frozenset())
    kinds = merged_kinds(left | _union(given)) or frozenset({"unspecified"})
    return kinds - {"unspecified"} if new == "unclear" else kinds


def _union(sets: Iterable[frozenset[KindName]]) -> frozenset[KindName]:
    return frozenset(kind for kinds in sets for kind in kinds)


def _sum(verdict: Verdict, question: Asked, lines: Sequence[Evidence]) -> Told:
    """The notice: yes if any lot is; none named means all its lots."""
    answers = {item.lot: _of(item, question) for item in verdict.by_lot}
    said = {told.answer for told in answers.values()}
    new: Answer = "yes" if "yes" in said else "unclear" if "unclear" in said else "no"
    if new == "no":
        return Reserved() if question == "reserved" else Clause()
    telling = {lot: told for lot, told in answers.items() if told.answer == new}
    lots = () if len(telling) == len(answers) else tuple(telling)
    kinds = merged_kinds({kind for told in telling.values() for kind in told.kinds})
    if question == "reserved":
        return Reserved(answer=new, kinds=reserved_kinds(kinds), lots=lots)
    clauses = [told for told in telling.values() if isinstance(told, Clause)]
    return Clause(
        answer=new,
        kinds=clause_kinds(kinds),
        binding=_agreed({clause.binding for clause in clauses}),
        hours=_hours(clauses, lines),
        lots=lots,
    )


def _agreed(bindings: set[Binding]) -> Binding:
    return bindings.pop() if len(bindings) == 1 else "unknown"


def _hours(clauses: Sequence[Clause], lines: Sequence[Evidence]) -> int | None:
    """The sum when each lot states its own; else the one figure stated for the whole notice."""
    hours = [clause.hours for clause in clauses if clause.hours is not None]
    if len(hours) < len(clauses):
        return None
    stated = [line for line in lines if line.rule == _HOURS_RULE]
    if all(line.lot is None for line in stated):
        return hours[0] if len(set(hours)) == 1 else None
    return sum(hours)


def _of(item: Verdict | LotVerdict, question: Asked) -> Told:
    return item.reserved if question == "reserved" else item.clause


def _with(item: _Judged, told: Told) -> _Judged:
    if isinstance(told, Reserved):
        return replace(item, reserved=told)
    return replace(item, clause=told)
