"""The week's cards, the sample that is drawn once, and the recall it gives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.app.mailing_world import settings_of
from tests.store.invented import NOW
from tests.store.tagged_notices import (
    CLAUSE,
    MISSED,
    RULES,
    false,
    judged,
    keep_judged,
    missed,
    spoken,
)
from tests.store.templates import store_at
from veille.app.clock import job_steps
from veille.app.clock.job_work import Work
from veille.app.review import reviewing
from veille.app.review.reviewing import Judges, recall_now, week_queue
from veille.core.clock import Week
from veille.core.estimates import NOT_ENOUGH, Interval, sentence
from veille.core.interchange import notice_hash
from veille.core.notices import Buyer, Notice, Place
from veille.core.schedule import Slot
from veille.core.tags import NewTag
from veille.settings import Settings
from veille.store import Store, review_queue, samples, tags, verdicts

BY = Judges(RULES, None)
SETTINGS = Settings(territories=("34",), _env_file=None)
HERE = (Place(nuts="FRJ13", city="Montpellier"),)
ELSEWHERE = (Place(nuts="FRB01", city="Bourges"),)
WEEK = Week.of(NOW.date() - timedelta(days=7))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = store_at(tmp_path / "veille.db")
    yield made
    made.dispose()


def call(number: int, text: str | None = None, *, where: tuple[Place, ...] = HERE) -> Notice:
    buyer = Buyer(name="Commune de Valrouge")
    given = spoken(number, places=where, buyer=buyer)
    return given if text is None else replace(given, texts=(replace(given.texts[0], text=text),))


def right(given: Notice) -> NewTag:
    """That nothing was missed in it."""
    return NewTag(notice_id=given.id, question="clause", answer="right")


def say(store: Store, *new: NewTag) -> None:
    with store.transaction() as session:
        for one in new:
            tags.add(session, [one], author="Camille", now=NOW)


def test_the_queue_holds_the_calls_of_our_territory(store: Store) -> None:
    given = [call(1), call(2, where=ELSEWHERE), call(3, "Rien.")]
    with store.transaction() as session:
        homes = keep_judged(session, *given)
    found = week_queue(store, SETTINGS, BY, NOW)
    # Few enough to be drawn whole: the flagged one and the silent one are both in a sample.
    assert {(one.card.procedure_id, one.why) for one in found} == {
        (homes[0], "sample"),
        (homes[2], "sample"),
    }


def test_the_sample_is_drawn_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "SAMPLED", 2)
    given = [call(number, "Rien.") for number in range(1, 8)]
    with store.transaction() as session:
        homes = keep_judged(session, *given)
    first = week_queue(store, SETTINGS, BY, NOW)
    with store.transaction() as session:
        keep_judged(session, call(8, "Rien."))
    assert week_queue(store, SETTINGS, BY, NOW) == first
    with store.read() as session:
        drawn = samples.between(session, WEEK.monday, WEEK.next().monday)
    assert [(one.stratum, one.size, len(one.procedures)) for one in drawn] == [
        ("flagged", 0, 0),
        ("unflagged", 7, 2),
    ]
    assert {one.card.procedure_id for one in first} <= set(homes)


def test_what_is_left_of_a_sample_is_shown_the_weeks_after(store: Store) -> None:
    with store.transaction() as session:
        one, two = keep_judged(session, call(1, "Rien."), call(2, "Rien."))
    week_queue(store, SETTINGS, BY, NOW)
    say(store, right(call(1)))
    later = NOW + timedelta(weeks=3)
    assert [shown.card.procedure_id for shown in week_queue(store, SETTINGS, BY, later)] == [two]
    assert week_queue(store, SETTINGS, BY, NOW + timedelta(weeks=13)) == ()
    assert one != two


def test_a_reviewed_card_leaves_the_queue_and_counts(store: Store) -> None:
    flagged = [call(number) for number in range(1, 21)]
    silent = [call(number, f"Rien. {MISSED}") for number in range(21, 141)]
    with store.transaction() as session:
        keep_judged(session, *flagged, *silent)
    reviewing_all = pytest.MonkeyPatch()
    reviewing_all.setattr(reviewing, "SAMPLED", 120)
    assert len(week_queue(store, SETTINGS, BY, NOW)) == 140
    reviewing_all.undo()
    assert recall_now(store, BY, NOW) is None
    confirmed = [false(one, answer="right", reason=None) for one in flagged[2:]]
    say(store, *confirmed, *map(false, flagged[:2]))
    say(store, *(right(one) for one in silent[6:]), *map(missed, silent[:6]))
    found = recall_now(store, BY, NOW)
    assert found is not None
    assert found.value == found.low == pytest.approx(18 / 24)
    assert week_queue(store, SETTINGS, BY, NOW) == ()


def test_only_the_beginning_of_a_sample_counts(store: Store) -> None:
    given = [call(number, "Rien.") for number in range(1, 5)]
    with store.transaction() as session:
        keep_judged(session, *given)
    shown = week_queue(store, SETTINGS, BY, NOW)
    by_home = {one.card.procedure_id: one.card.notices[0] for one in shown}
    with store.read() as session:
        [_, drawn] = samples.between(session, WEEK.monday, WEEK.next().monday)
    order = [by_home[member] for member in drawn.procedures]
    say(store, *(NewTag(notice_id=one, question="clause", answer="right") for one in order[1:]))
    with store.read() as session:
        cards = list(reviewing.cards(session, drawn.procedures, BY, NOW))
    found = {card.procedure_id: card for card in cards}
    assert reviewing._read(drawn, found).read == 0
    say(store, NewTag(notice_id=order[0], question="clause", answer="right"))
    with store.read() as session:
        found = {card.procedure_id: card for card in reviewing.cards(session, found, BY, NOW)}
    assert reviewing._read(drawn, found).read == 4


def test_the_last_week_is_the_one_that_is_over() -> None:
    sunday = datetime(2026, 11, 15, 22, 30, tzinfo=UTC)  # 23:30 in Paris
    assert str(reviewing.last_week(sunday)) == "2026-W45"
    assert str(reviewing.last_week(sunday + timedelta(hours=1))) == "2026-W46"


def test_the_sentence_that_people_read() -> None:
    assert sentence(Interval(0.957, 0.888, 0.992), 12) == (
        "Sur 12 semaines, la veille retrouve 96\u00a0% des clauses écrites"
        " (entre 89\u00a0% et 99\u00a0%)."
    )
    assert sentence(None, 12) == NOT_ENOUGH


def test_the_clock_establishes_the_queue_each_morning(store: Store, tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    by = reviewing.judges(store, settings)
    given = call(1)
    with store.transaction() as session:
        (home,) = keep_judged(session, given)
        verdicts.save(
            session,
            {notice_hash(given): replace(judged(given), rules=by.rules, model=by.model)},
            NOW,
        )
    job_steps.compose("daily")(Work(store, settings, NOW, Slot(NOW, "2026-11-16")))
    with store.read() as session:
        (waiting,) = review_queue.waiting(session, most=9)
        week = review_queue.last_week(session)
        assert samples.between(session, WEEK.monday, WEEK.next().monday)
    assert (waiting.procedure_id, waiting.quote) == (home, CLAUSE)
    assert week is not None
    assert week.started_by is None
