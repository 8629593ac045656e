"""Invented notices whose verdicts can be tagged, kept with a procedure each."""

from typing import Any

from sqlalchemy.orm import Session

from tests.store.invented import NOW, keep_apart, notice
from veille.core.interchange import notice_hash
from veille.core.notices import Notice, Text
from veille.core.tags import NewTag
from veille.core.verdicts import Clause, Evidence, Verdict
from veille.store import verdicts

RULES = "r1"
CLAUSE = "140 heures d’insertion."
MISSED = "Le titulaire accueille des apprentis."


def spoken(number: int = 1, text: str = CLAUSE, **changed: Any) -> Notice:
    """A call whose conditions say ``text``."""
    facts: dict[str, Any] = {"texts": (Text(field="conditions", text=text),), "lots": ()}
    return notice(number, **(facts | changed))


def judged(given: Notice) -> Verdict:
    """A verdict that sees the clause where the notice says it."""
    text = given.texts[0].text
    if CLAUSE not in text:
        return Verdict(id=given.id, rules=RULES)
    line = Evidence(
        signal="stated",
        for_="clause",
        at="/texts/0/text",
        quote=CLAUSE,
        start=text.index(CLAUSE),
        end=text.index(CLAUSE) + len(CLAUSE),
        rule="clause.insertion.hours",
        weight=1.0,
    )
    clause = Clause(answer="yes", kinds=("insertion",))
    return Verdict(id=given.id, rules=RULES, clause=clause, evidence=(line,))


def keep_judged(session: Session, *given: Notice) -> list[int]:
    """Store notices, each in a procedure of its own, with their verdicts; the procedures' ids."""
    ids = keep_apart(session, *given)
    save_judged(session, *given)
    return ids


def save_judged(session: Session, *given: Notice) -> None:
    """Store the verdicts of notices."""
    verdicts.save(session, {notice_hash(one): judged(one) for one in given}, NOW)


def false(given: Notice, **changed: Any) -> NewTag:
    """That its clause is none."""
    facts: dict[str, Any] = {"answer": "false_positive", "reason": "other", "quote": CLAUSE}
    return NewTag(notice_id=given.id, question="clause", **(facts | changed))


def missed(given: Notice, **changed: Any) -> NewTag:
    """That it has a clause which nobody saw."""
    facts: dict[str, Any] = {"answer": "missed", "kinds": ("training",), "quote": MISSED}
    return NewTag(notice_id=given.id, question="clause", **(facts | changed))
