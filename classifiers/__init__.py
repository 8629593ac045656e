"""Judges: what a notice declares and states, what the law expects, what hours it could give, how

well a clause suits what is bought.

``judge`` reads the boxes the buyer ticked and the words the buyer wrote, lot by lot, and shows
the piece of the notice that proves each answer. A model adds the two learned scores.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from classifiers.declared import declared_signals
from classifiers.ess import ess_notes
from classifiers.evidence import ordered_evidence
from classifiers.hours_estimate import hours_estimates
from classifiers.law import obligation
from classifiers.rules import RULES
from classifiers.stated import stated_signals
from classifiers.verdict import sum_up
from veille.core.notices import Notice, passages
from veille.core.tables import Tables, reference_tables
from veille.core.verdicts import Verdict

if TYPE_CHECKING:
    from classifiers.habits import Habits
    from classifiers.potential import LearnedModel, Scores

MOST_NOTICES, MOST_CHARACTERS = 200, 4_000_000
"""Where a batch that a model scores together ends: what is held in memory at once."""

_READ_SINCE = "2026-12-01"  # raised when the way the rules are read changes


def _version() -> str:
    """The date of the reader and a hash of the table: it changes whenever a rule does."""
    table = [
        (rule.id, rule.effect, rule.question, rule.kind, rule.pattern, sorted(rule.fields))
        for rule in RULES
    ]
    return f"{_READ_SINCE}-{hashlib.sha256(repr(table).encode()).hexdigest()[:8]}"


RULES_VERSION = _version()


def rules_version(tables: Tables) -> str:
    """What a verdict was made by: the rules and the domain tables, so that an edit judges anew."""
    return f"{RULES_VERSION}+{tables.fingerprint}"


def judge(
    notice: Notice,
    tables: Tables | None = None,
    model: "LearnedModel | None" = None,
    habits: "Habits | None" = None,
) -> Verdict:
    """The verdict of one notice; many are judged faster by ``judge_many``.

    ``tables`` are those that ship by default; without a ``model`` the learned scores are null;
    ``habits`` replace the buyers' habits that the model was trained with. Deterministic; any text
    is accepted, of any length, in time linear in its length.
    """
    return next(judge_many([notice], tables, model, habits))


def judge_many(
    notices: Iterable[Notice],
    tables: Tables | None = None,
    model: "LearnedModel | None" = None,
    habits: "Habits | None" = None,
) -> Iterator[Verdict]:
    """The verdict of each notice, in order, read batch by batch; otherwise as ``judge``."""
    known = tables or reference_tables()
    if model is None:
        yield from (_by_rules(notice, known) for notice in notices)
        return
    for batch in _batches(notices):
        for notice, scores in zip(batch, model.score_many(batch, habits), strict=True):
            yield _scored(_by_rules(notice, known), scores, model.name)


def _batches(notices: Iterable[Notice]) -> Iterator[list[Notice]]:
    batch: list[Notice] = []
    characters = 0
    for notice in notices:
        batch.append(notice)
        characters += sum(len(passage.text) for passage in passages(notice))
        if len(batch) == MOST_NOTICES or characters >= MOST_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _by_rules(notice: Notice, tables: Tables) -> Verdict:
    """Everything but the learned scores."""
    signals = [*declared_signals(notice), *stated_signals(notice)]
    reserved, clause, by_lot = sum_up(notice, signals)
    expected, law_lines = obligation(notice, clause, tables)
    hours = hours_estimates(notice, clause, by_lot, tables)
    return Verdict(
        id=notice.id,
        rules=rules_version(tables),
        reserved=reserved,
        clause=clause,
        obligation=expected,
        hours_estimate=hours.notice,
        by_lot=tuple(replace(lot, hours_estimate=hours.by_lot.get(lot.lot)) for lot in by_lot),
        evidence=(
            *ordered_evidence(signals),
            *law_lines,
            *ess_notes(notice, reserved, by_lot, tables),
        ),
    )


def _scored(verdict: Verdict, scores: "Scores", model: str) -> Verdict:
    """The verdict with the learned scores; a lot that is only named in words takes the notice's."""
    return replace(
        verdict,
        model=model,
        potential=scores.potential,
        likely=scores.likely,
        by_lot=tuple(
            replace(lot, potential=scores.by_lot.get(lot.lot, scores.potential))
            for lot in verdict.by_lot
        ),
        evidence=(*verdict.evidence, *scores.evidence),
    )
