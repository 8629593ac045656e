"""Judges: what a notice declares and states, what the law expects, what hours it could give.

``judge`` reads the boxes the buyer ticked and the words the buyer wrote, lot by lot, and shows
the piece of the notice that proves each answer.
"""

import hashlib
from dataclasses import replace

from classifiers.declared import declared_signals
from classifiers.ess import ess_notes
from classifiers.evidence import ordered_evidence
from classifiers.hours_estimate import hours_estimates
from classifiers.law import obligation
from classifiers.rules import RULES
from classifiers.stated import stated_signals
from classifiers.verdict import sum_up
from veille.core.notices import Notice
from veille.core.tables import Tables, reference_tables
from veille.core.verdicts import Verdict

_READ_SINCE = "2026-11-22"  # raised when the way the rules are read changes


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


def judge(notice: Notice, tables: Tables | None = None) -> Verdict:
    """The verdict of one notice by the domain ``tables`` (those that ship by default).

    Deterministic; any text is accepted, of any length, in time linear in its length.
    """
    known = tables or reference_tables()
    signals = [*declared_signals(notice), *stated_signals(notice)]
    reserved, clause, by_lot = sum_up(notice, signals)
    expected, law_lines = obligation(notice, clause, known)
    hours = hours_estimates(notice, clause, by_lot, known)
    return Verdict(
        id=notice.id,
        rules=rules_version(known),
        reserved=reserved,
        clause=clause,
        obligation=expected,
        hours_estimate=hours.notice,
        by_lot=tuple(replace(lot, hours_estimate=hours.by_lot.get(lot.lot)) for lot in by_lot),
        evidence=(
            *ordered_evidence(signals),
            *law_lines,
            *ess_notes(notice, reserved, by_lot, known),
        ),
    )
