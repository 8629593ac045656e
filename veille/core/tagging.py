"""The verdict with what staff said of it: tags win, sentence by sentence and lot by lot.

Pure. Applying the same tags again changes nothing, their order does not matter, and every « yes »
that is left keeps a quotation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from veille.core import lot_answers
from veille.core.answers import affirms, denies
from veille.core.evidence_kinds import TAG_RULE
from veille.core.lot_answers import Rulings
from veille.core.tags import ASKED, Asked, Tag, TagKey, latest, quote_hash
from veille.core.verdicts import Answer, Clause, Evidence, HoursEstimate, LotVerdict, Verdict

_AFFIRMED = 1.0


def apply_tags(verdict: Verdict, tags: Iterable[Tag]) -> Verdict:
    """``verdict`` as staff corrected it; the same object where no tag concerns it.

    ``tags`` are those of the procedure. A missed passage counts in the notice that it names: see
    ``veille.core.tags.placed``. A false positive takes away the lines with that quotation, and the
    answer is what the others say; what is right, missed or of another kind is a yes.
    """
    known = latest(tags)
    missed = [tag for tag in known.values() if tag.answer == "missed"]
    added = _added(tag for tag in missed if tag.notice_id == verdict.id)
    judged = (line for line in verdict.evidence if not (line.rule or "").startswith(TAG_RULE))
    tagged = _with_named_lots(replace(verdict, evidence=(*added, *judged)), added)
    rulings = [_rulings(question, known) for question in ASKED]
    concerned = [ruling for ruling in rulings if _concerns(ruling, tagged)]
    for ruling in concerned:
        tagged = _ruled(tagged, ruling)
    return _with_what_follows(verdict, tagged) if concerned else verdict


def concerning(verdict: Verdict, tags: Iterable[Tag]) -> tuple[Tag, ...]:
    """The tags that speak of the notice of a raw ``verdict``, the newest of each key.

    They are about one of its sentences, about a passage missed in it, or about its whole card.
    """
    told = {(line.for_, quote_hash(line.quote)) for line in verdict.evidence}
    return tuple(
        tag
        for tag in latest(tags).values()
        if tag.quote is None
        or (tag.notice_id == verdict.id and tag.answer == "missed")
        or (tag.question, quote_hash(tag.quote)) in told
    )


def _rulings(question: Asked, known: Mapping[TagKey, Tag]) -> Rulings:
    return Rulings(question, {key: tag for key, tag in known.items() if tag.question == question})


def _concerns(rulings: Rulings, verdict: Verdict) -> bool:
    scopes = _scopes(verdict)
    return any(rulings.concerns(line, scopes) for line in verdict.evidence)


def _ruled(verdict: Verdict, rulings: Rulings) -> Verdict:
    """The verdict without what is false, and what is left summed up."""
    evidence = tuple(kept for line in verdict.evidence for kept in _kept(line, verdict, rulings))
    removed = [line for line in verdict.evidence if line not in evidence]
    return lot_answers.settle(replace(verdict, evidence=evidence), rulings, removed)


def _added(missed: Iterable[Tag]) -> list[Evidence]:
    """One line for each kind of each passage, in the order of the notice."""
    lines = {
        Evidence(
            signal="stated",
            for_=tag.question,
            lot=tag.lot,
            at=tag.at,
            quote=tag.quote,
            start=tag.start,
            end=tag.end,
            rule=f"{TAG_RULE}{kind}",
            weight=_AFFIRMED,
        )
        for tag in missed
        for kind in tag.kinds
    }
    return sorted(
        lines,
        key=lambda line: (
            line.at or "",
            line.start or 0,
            line.end or 0,
            line.quote or "",
            line.lot or "",
            line.for_,
            line.rule or "",
        ),
    )


def _with_named_lots(verdict: Verdict, added: Iterable[Evidence]) -> Verdict:
    """A lot that only staff name takes the notice's answers where the notice lists no lot."""
    known = {item.lot for item in verdict.by_lot}
    named = dict.fromkeys(line.lot for line in added if line.lot and line.lot not in known)
    if not named:
        return verdict
    first = LotVerdict(lot="", potential=verdict.potential)
    if not known:
        first = replace(first, reserved=verdict.reserved, clause=verdict.clause)
    new = tuple(replace(first, lot=lot) for lot in named)
    return replace(verdict, by_lot=(*verdict.by_lot, *new))


def _scopes(verdict: Verdict) -> tuple[str | None, ...]:
    return tuple(item.lot for item in verdict.by_lot) or (None,)


def _kept(line: Evidence, verdict: Verdict, rulings: Rulings) -> list[Evidence]:
    """The line, unless it is false; one that is false of some lots only is told of the others."""
    if line.for_ != rulings.question:
        return [line]
    if line.lot is not None or not verdict.by_lot:
        return [] if rulings.is_false(line, line.lot) else [line]
    true_of = [scope for scope in _scopes(verdict) if not rulings.is_false(line, scope)]
    if len(true_of) == len(verdict.by_lot):
        return [line]
    if affirms(line) and not denies(line):
        answers = {item.lot: _answer(item, rulings.question) for item in verdict.by_lot}
        true_of = [
            lot
            for lot in true_of
            if lot is not None and (answers[lot] != "no" or rulings.extends(line, lot))
        ]
    return [replace(line, lot=lot) for lot in true_of]


def _answer(item: LotVerdict, question: Asked) -> Answer:
    return item.reserved.answer if question == "reserved" else item.clause.answer


def _with_what_follows(before: Verdict, after: Verdict) -> Verdict:
    """``after`` with the estimate of hours and the words on the law that go with its clause."""
    lots_before = {item.lot: item.clause for item in before.by_lot}
    return replace(
        after,
        hours_estimate=_estimate(after.hours_estimate, before.clause, after.clause),
        by_lot=tuple(
            replace(
                item,
                hours_estimate=_estimate(
                    item.hours_estimate, lots_before.get(item.lot, Clause()), item.clause
                ),
            )
            for item in after.by_lot
        ),
        obligation=replace(
            after.obligation,
            why=_reworded(after.obligation.why, before.clause, after.clause),
        ),
    )


def _estimate(
    estimate: HoursEstimate | None, before: Clause, after: Clause
) -> HoursEstimate | None:
    """Hours that were stated in words found false estimate nothing."""
    if estimate is None or before.hours is None or before.hours == after.hours:
        return estimate
    return None if estimate.low == estimate.high == before.hours else estimate


_SEEN: Mapping[Answer, str] = {
    "yes": "vue dans l’avis",
    "no": "non vue dans l’avis",
    "unclear": "l’avis se contredit",
}


def _reworded(why: str | None, before: Clause, after: Clause) -> str | None:
    """« Clause attendue, non vue dans l’avis (article…) » with what is now seen."""
    if why is None or before.answer == after.answer or not why.startswith("Clause attendue"):
        return why
    expected, comma, rest = why.partition(", ")
    _, parenthesis, article = rest.partition(" (")
    return f"{expected}{comma}{_SEEN[after.answer]}{parenthesis}{article}"
