"""Editions of every kind at their time: missed ones made up, drafts renewed, by the one clock."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from classifiers import rules_version
from tests.app.mailing_world import NEXT, NOW, QUOTE, World, corrected, settings_of
from tests.newsletters.invented import notice, reserved
from tests.store.templates import store_at
from veille.app.steps.editions import compose_immediate, compose_missed, refresh_drafts
from veille.core.clock import PARIS
from veille.core.filters import Filter
from veille.core.tables import reference_tables
from veille.store import Store, edition_life, editions

RULES = rules_version(reference_tables())
RESERVED = Filter(what=("reserved",))
THREE_WEEKS_LATER = datetime(2026, 12, 8, 10, 0, tzinfo=PARIS)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "template.db"
    store = store_at(path)
    store.dispose()
    return path


@pytest.fixture
def world(template: Path, tmp_path: Path) -> Iterator[World]:
    shutil.copy(template, tmp_path / "veille.db")
    store = Store(f"sqlite:///{tmp_path / 'veille.db'}")
    yield World(store, settings_of(tmp_path))
    store.dispose()


def weekly(world: World, now: datetime) -> list[date]:
    world.read(now, RULES)
    return [one.period_start for one in compose_missed(world.store, world.settings, "weekly", now)]


def stored(world: World) -> list[editions.StoredEdition]:
    with world.store.read() as session:
        return list(reversed(editions.list_editions(session)))


def sections(world: World) -> list[str]:
    with world.store.read() as session:
        return [
            entry.section
            for edition in reversed(editions.list_editions(session))
            for entry in editions.entries(session, edition.id)
        ]


def test_nothing_is_composed_twice_and_nothing_before_its_time(world: World) -> None:
    assert weekly(world, NOW) == [date(2026, 11, 9)]
    assert weekly(world, NOW) == []
    assert weekly(world, NOW + timedelta(days=6)) == []
    assert weekly(world, NOW + timedelta(days=7)) == [date(2026, 11, 16)]


def test_off_for_three_weeks_every_week_has_its_edition_and_each_person_one_mail(
    world: World,
) -> None:
    weekly(world, NOW)
    world.address(NOW)
    person = world.subscribe("camille")
    call = notice(1, published_on=NEXT.monday)
    later = corrected(call, 9, NEXT.next().monday, deadline=call.deadline + timedelta(days=7))
    home = world.publish(call, later, now=THREE_WEEKS_LATER)
    other = world.publish(notice(2, published_on=date(2026, 12, 2)), now=THREE_WEEKS_LATER)
    made = weekly(world, THREE_WEEKS_LATER)
    assert made == [date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 30)]
    assert sections(world) == ["opportunity", "correction", "opportunity"]
    world.address(THREE_WEEKS_LATER)
    (mail,) = world.mails()
    assert mail.subject.startswith("2 marchés")
    assert sorted(world.versions_told(person)) == [(home, 2), (other, 1)]
    assert world.address(THREE_WEEKS_LATER).messages == 0


def test_the_days_that_were_missed_make_one_daily_edition(world: World) -> None:
    def daily(now: datetime) -> list[tuple[date, date]]:
        world.read(now, RULES)
        made = compose_missed(world.store, world.settings, "daily", now)
        return [(one.period_start, one.period_end) for one in made]

    assert daily(NOW) == [(date(2026, 11, 14), date(2026, 11, 16))]
    assert daily(THREE_WEEKS_LATER) == [(date(2026, 11, 16), date(2026, 12, 8))]


def test_a_monthly_edition_of_december_is_of_december(world: World) -> None:
    now = datetime(2027, 1, 1, 5, 0, tzinfo=PARIS)
    world.publish(notice(1, published_on=date(2026, 12, 31)), now=now)
    world.read(now, RULES)
    (made,) = compose_missed(world.store, world.settings, "monthly", now)
    assert (made.period_start, made.period_end) == (date(2026, 12, 1), date(2027, 1, 1))
    (kept,) = stored(world)
    assert kept.due_at == datetime(2027, 1, 2, 7, 30, tzinfo=PARIS)


def test_a_notice_of_the_last_minute_is_of_its_week_in_the_night_the_clocks_change(
    world: World,
) -> None:
    sunday, monday = date(2026, 10, 25), date(2026, 10, 26)
    now = datetime(2026, 10, 26, 5, 0, tzinfo=PARIS)
    inside, outside = notice(1, published_on=sunday), notice(2, published_on=monday)
    first = world.publish(inside, now=now)
    world.publish(outside, now=now)
    world.read(now, RULES)
    compose_missed(world.store, world.settings, "weekly", now)
    with world.store.read() as session:
        (edition,) = editions.list_editions(session)
        told = [entry.procedure_id for entry in editions.entries(session, edition.id)]
    assert told == [first]


class TestImmediate:
    def test_each_has_what_is_new_since_the_last_and_an_empty_one_is_not_kept(
        self, world: World
    ) -> None:
        def alert(now: datetime) -> int:
            world.read(now, RULES)
            return len(compose_immediate(world.store, world.settings, now))

        assert alert(NOW) == 0
        world.publish(notice(1))
        assert [alert(NOW), alert(NOW)] == [1, 0]
        world.publish(notice(2))
        assert alert(NOW + timedelta(minutes=15)) == 1
        assert sorted(one.part for one in stored(world)) == [1, 2]
        assert sections(world) == ["opportunity", "opportunity"]

    def test_alerts_of_a_sunday_make_one_mail_on_monday(self, world: World) -> None:
        person = world.subscribe("camille", rhythm="immediate")
        for number, hour in enumerate((9, 15), 1):
            now = datetime(2026, 11, 15, hour, 0, tzinfo=PARIS)
            world.publish(notice(number), now=now)
            world.read(now, RULES)
            compose_immediate(world.store, world.settings, now)
            assert world.address(now).messages == 0
        assert world.address(datetime(2026, 11, 16, 15, 0, tzinfo=PARIS)).messages == 1
        assert len(world.told(person)) == 2


class TestDrafts:
    def test_what_staff_and_sources_brought_since_is_in_a_draft_made_anew(
        self, world: World
    ) -> None:
        early = NOW.replace(hour=5)
        weekly(world, early)
        call = notice(1, title=f"Jardins inventés, {QUOTE}")
        world.publish(call, now=early)
        world.judge(call, reserved(QUOTE), RULES)
        world.read(NOW, RULES)
        assert refresh_drafts(world.store, world.settings, NOW) == 1
        assert sections(world) == ["reserved"]
        (draft,) = stored(world)
        assert (draft.state, draft.due_at) == ("draft", NOW)

    def test_what_is_approved_or_held_stays_as_it_is(self, world: World) -> None:
        weekly(world, NOW)
        (draft,) = stored(world)
        with world.store.transaction() as session:
            edition_life.hold(session, draft.id)
        world.publish(notice(1))
        world.read(NOW, RULES)
        assert refresh_drafts(world.store, world.settings, NOW) == 0
        with world.store.transaction() as session:
            edition_life.approve(session, draft.id, "Camille", NOW)
        assert refresh_drafts(world.store, world.settings, NOW) == 0
        assert sections(world) == []
