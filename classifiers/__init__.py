"""Judges: what a notice declares and states about reserved contracts and social clauses.

``judge`` reads the boxes the buyer ticked and the words the buyer wrote, lot by lot, and shows
the piece of the notice that proves each answer.
"""

import hashlib

from classifiers.declared import declared_signals
from classifiers.evidence import ordered_evidence
from classifiers.rules import RULES
from classifiers.stated import stated_signals
from classifiers.verdict import sum_up
from veille.core.notices import Notice
from veille.core.verdicts import Obligation, Verdict

_READ_SINCE = "2026-11-22"  # raised when the way the rules are read changes


def _version() -> str:
    """The date of the reader and a hash of the table: it changes whenever a rule does."""
    table = [
        (rule.id, rule.effect, rule.question, rule.kind, rule.pattern, sorted(rule.fields))
        for rule in RULES
    ]
    return f"{_READ_SINCE}-{hashlib.sha256(repr(table).encode()).hexdigest()[:8]}"


RULES_VERSION = _version()


def judge(notice: Notice) -> Verdict:
    """The verdict of one notice, from its declared fields and its words alone.

    Deterministic; any text is accepted, of any length, in time linear in its length.
    """
    signals = [*declared_signals(notice), *stated_signals(notice)]
    reserved, clause, by_lot = sum_up(notice, signals)
    return Verdict(
        id=notice.id,
        rules=RULES_VERSION,
        reserved=reserved,
        clause=clause,
        obligation=Obligation(answer="unknown", why=None),
        by_lot=by_lot,
        evidence=ordered_evidence(signals),
    )
