"""Comparisons of models: asked for once, made, kept; the oldest go."""

from datetime import timedelta

from tests.store.invented import NOW
from veille.store import Store, model_reports


def test_one_at_a_time_is_asked_for_each_model(store: Store) -> None:
    with store.transaction() as session:
        assert not model_reports.is_waiting(session)
        assert model_reports.ask(session, "a", "Camille", NOW)
        assert not model_reports.ask(session, "a", "Alix", NOW)
        assert model_reports.ask(session, "b", "Alix", NOW)
        assert [one.challenger for one in model_reports.waiting(session)] == ["a", "b"]


def test_what_was_made_is_kept_and_the_oldest_go(store: Store) -> None:
    with store.transaction() as session:
        for day in range(model_reports.KEPT + 2):
            now = NOW + timedelta(days=day)
            model_reports.ask(session, "a", "Camille", now)
            (asked,) = model_reports.waiting(session)
            model_reports.done(session, asked.id, "c", f'{{"day": {day}}}', now)
        found = model_reports.last_done(session, "a")
        assert found is not None
        assert (found.champion, found.found) == ("c", '{"day": 6}')
        assert model_reports.last_done(session, "b") is None
        model_reports.ask(session, "b", "Camille", NOW)


def test_a_failure_says_why_and_leaves_the_one_before(store: Store) -> None:
    with store.transaction() as session:
        model_reports.ask(session, "a", "Camille", NOW)
        (first,) = model_reports.waiting(session)
        model_reports.done(session, first.id, "c", "{}", NOW)
        model_reports.ask(session, "a", "Camille", NOW)
        (second,) = model_reports.waiting(session)
        model_reports.failed(session, second.id, "introuvable", NOW)
        last, made = model_reports.last(session, "a"), model_reports.last_done(session, "a")
        assert last is not None
        assert made is not None
        assert (last.state, last.reason, made.id) == ("failed", "introuvable", first.id)
        assert not model_reports.is_waiting(session)
