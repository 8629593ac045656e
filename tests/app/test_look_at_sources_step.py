"""Observing sums up what changed, and changes nothing when nothing did."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.mailing_world import settings_of
from tests.store.invented import MONDAY, NOW, keep, notice
from tests.store.templates import store_at
from tests.web.visiting import dump
from veille.app.sources.days import day_lines, in_words
from veille.app.sources.filling import filling
from veille.app.steps.look_at_sources import look_at_sources
from veille.core.rhythm import learn
from veille.settings import Settings
from veille.store import Store, source_days
from veille.store.crawl_units import DayTotal

TODAY = MONDAY + timedelta(days=7)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = store_at(tmp_path / "veille.db")
    yield made
    made.dispose()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path)


def test_a_second_run_changes_nothing(store: Store, settings: Settings) -> None:
    with store.transaction() as session:
        keep(session, *(notice(number) for number in range(30)))
        keep(session, notice(99, published_on=MONDAY - timedelta(days=4000)))
    assert look_at_sources(store, settings, NOW) == 1
    before = dump(store)
    assert look_at_sources(store, settings, NOW + timedelta(hours=1)) == 0
    assert dump(store) == before


def test_a_notice_that_is_read_anew_is_counted_anew(store: Store, settings: Settings) -> None:
    with store.transaction() as session:
        keep(session, notice(1, cpv=("45000000",)), notice(2))
    look_at_sources(store, settings, NOW)
    with store.transaction() as session:
        keep(session, notice(1), now=NOW + timedelta(hours=1))
    assert look_at_sources(store, settings, NOW) == 1
    with store.read() as session:
        (day,) = source_days.of_source(session, "boamp", MONDAY)
    assert day.filled["cpv"] == (0, 2)
    assert day.filled["title"] == (2, 2)


def test_a_field_that_falls_is_shown_with_its_weeks(store: Store, settings: Settings) -> None:
    number = 0
    with store.transaction() as session:
        for back in range(6):
            cpv = ("45000000",) if back else ()
            for _ in range(30):
                number += 1
                day = MONDAY - timedelta(days=7 * back)
                keep(session, notice(number, cpv=cpv, published_on=day))
    look_at_sources(store, settings, NOW)
    with store.read() as session:
        days = source_days.of_source(session, "boamp", MONDAY - timedelta(days=90))
    table = filling(days, MONDAY + timedelta(days=2))
    (cpv,) = [line for line in table.lines if line.label == "Code CPV"]
    assert (cpv.now, cpv.before, cpv.fell) == ("0\u00a0%", "100\u00a0%", True)
    assert cpv.change == "\u2212100\u00a0points"
    assert cpv.weeks[-2:] == ("100\u00a0%", "0\u00a0%")
    (title,) = [line for line in table.lines if line.label == "Objet"]
    assert (title.change, title.fell, title.of) == ("stable", False, 30)


def test_what_the_source_announced_and_did_not_give_is_said() -> None:
    counts = {MONDAY: 10, MONDAY + timedelta(days=1): 12}
    totals = {
        MONDAY: DayTotal(day=MONDAY, announced=14, received=10),
        TODAY: DayTotal(day=TODAY, announced=3, received=3),
    }
    lines = day_lines(TODAY, counts, totals, {MONDAY}, learn(counts, TODAY))
    assert len(lines) == 35
    assert [one.day for one in lines if one.short] == [MONDAY]
    assert [one.notices for one in lines if one.notices] == [10, 12]
    assert "Il manque des relevés annoncés le 9\u00a0novembre." in in_words(lines)
    silent = day_lines(TODAY, {}, {}, set(), learn({}, TODAY))
    assert "n’annonce pas de total par jour" in in_words(silent)
    whole = day_lines(TODAY, counts, {TODAY: totals[TODAY]}, set(), learn({}, TODAY))
    assert "Tout ce que la source a annoncé a été reçu" in in_words(whole)
