"""What the events of a hand-over come to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from veille.core.handover import ENDING, OUTCOME_NAMES, OUTCOMES, Event, Move, Standing, standing

AT = datetime(2026, 11, 16, 8, tzinfo=UTC)


def event(what: Move, hours: int = 0, **known: Any) -> Event:
    facts: dict[str, Any] = {"by": 1, "who": "Camille", **known}
    if what in ("claim", "pass"):
        facts.setdefault("holder", 1)
        facts.setdefault("holder_name", "Camille")
    return Event(at=AT + timedelta(hours=hours), what=what, **facts)


def test_nothing_done_is_nobody_s() -> None:
    assert standing(()) == Standing()


def test_whoever_took_it_up_last_has_it() -> None:
    given = event("pass", 1, holder=2, holder_name="Sacha", comment="tu connais l’acheteur")
    found = standing([event("claim"), given])
    assert (found.holder, found.holder_name, found.since) == (2, "Sacha", given.at)
    assert found.passed == given
    assert found.is_fresh
    assert not standing([event("claim"), given, event("note", 2, outcome="called")]).is_fresh


def test_what_was_released_is_nobody_s_and_what_was_done_stays() -> None:
    note = event("note", 1, outcome="called")
    found = standing([event("claim"), note, event("release", 2)])
    assert found == Standing(last=note)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_ends_the_matter(outcome: Any) -> None:
    found = standing([event("claim"), event("note", 1, outcome=outcome)])
    assert found.is_over == (outcome in ENDING)
    assert found.holder == 1


def test_it_goes_on_when_something_else_is_done_or_somebody_takes_it_up() -> None:
    over = [event("claim"), event("note", 1, outcome="refused")]
    assert standing([*over, event("release", 2)]).is_over
    assert not standing([*over, event("claim", 2)]).is_over
    assert not standing([*over, event("note", 2, outcome="called")]).is_over


def test_every_outcome_has_a_name_of_its_own() -> None:
    assert set(OUTCOME_NAMES) == set(OUTCOMES)
    assert len(set(OUTCOME_NAMES.values())) == len(OUTCOMES)
