"""Which model serves: every change is kept, a rollback goes one step further back each time."""

import threading
from datetime import timedelta

from tests.store.invented import NOW
from veille.store import Store, serving
from veille.store.serving import Cause, Change, Serving, Trial


def change(model: str | None, cause: Cause = "gate", later: int = 0) -> Change:
    return Change(
        model=model,
        cause=cause,
        since=NOW + timedelta(hours=later),
        by="veille",
        why="le nouveau modèle fait mieux",
    )


def served(store: Store, model: str) -> Serving:
    with store.transaction() as session:
        stored = serving.record(session, change(model), over=serving.current(session))
    assert stored is not None
    return stored


def back(store: Store) -> Serving | None:
    with store.transaction() as session:
        return serving.roll_back(session, since=NOW, by="camille", why="trop de fausses pistes")


def current(store: Store) -> Serving | None:
    with store.read() as session:
        return serving.current(session)


def test_before_any_change_the_shipped_model_serves(store: Store) -> None:
    assert current(store) is None
    assert back(store) is None


def test_the_newest_change_holds_and_all_are_kept(store: Store) -> None:
    first, second = served(store, "m1"), served(store, "m2")
    assert current(store) == second
    assert (second.model, second.by, second.since, second.below) == ("m2", "veille", NOW, first.id)
    with store.read() as session:
        assert serving.history(session) == [second, first]


def test_rolling_back_goes_one_step_further_back_each_time(store: Store) -> None:
    for model in ("m1", "m2", "m3"):
        served(store, model)
    found = [back(store) for _ in range(4)]
    assert [one.model if one else "nothing" for one in found] == ["m2", "m1", None, "nothing"]
    assert [one.cause for one in found if one] == ["rollback"] * 3
    with store.read() as session:
        assert len(serving.history(session)) == 6


def test_what_serves_after_a_rollback_can_be_rolled_back_to(store: Store) -> None:
    served(store, "m1")
    served(store, "m2")
    back(store)
    served(store, "m3")
    assert [one.model for one in (back(store), back(store)) if one] == ["m1", None]


def test_a_change_decided_on_what_no_longer_holds_is_not_stored(store: Store) -> None:
    first = served(store, "m1")
    second = served(store, "m2")
    with store.transaction() as session:
        assert serving.record(session, change("m3"), over=first) is None
        assert serving.record(session, change("m3"), over=None) is None
    assert current(store) == second


def test_of_many_that_change_it_at_once_one_does(store: Store) -> None:
    over = served(store, "m0")
    won: list[Serving | None] = []

    def promote(number: int) -> None:
        with store.transaction() as session:
            won.append(serving.record(session, change(f"m{number}"), over=over))

    threads = [threading.Thread(target=promote, args=(number,)) for number in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 5
    [winner] = [one for one in won if one]
    assert current(store) == winner


def test_what_the_gate_said_of_a_model_is_kept_newest_first(store: Store) -> None:
    said = [
        Trial(
            challenger=challenger,
            champion="m0",
            tried_at=NOW,
            answer=answer,
            decision=f'{{"answer": "{answer}"}}',
        )
        for challenger, answer in (("m1", "undecided"), ("m2", "keep"), ("m1", "promote"))
    ]
    with store.transaction() as session:
        for trial in said:
            serving.keep_trial(session, trial)
    with store.read() as session:
        assert serving.trials(session, "m1") == [said[2], said[0]]
        assert serving.trials(session, "m3") == []
