"""What staff choose for an edition: kept by procedure, told or withheld, put back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.store.invented import MONDAY, NOW, keep_apart, notice
from veille.store import (
    AlreadyToldError,
    Store,
    edition_choices,
    edition_life,
    editions,
    ledger,
    procedures,
)
from veille.store.edition_choices import Choice
from veille.store.editions import NewEdition, StoredEntry
from veille.store.ledger import Told

EDITION = NewEdition(
    organisation="mission/34",
    kind="weekly",
    period_start=MONDAY,
    period_end=MONDAY + timedelta(days=7),
    composed_at=NOW,
    coverage="{}",
)
NEXT = replace(EDITION, period_start=EDITION.period_end)


def entry(procedure: int, position: int = 0, version: int = 1) -> StoredEntry:
    return StoredEntry(
        position=position,
        section="clause",
        procedure_id=procedure,
        version=version,
        content="{}",
    )


def told(procedure: int, version: int = 1, topic: str = "facts") -> Told:
    return Told(procedure_id=procedure, topic=topic, version=version, facts="{}")


def made(session: Session, *ids: int, edition: NewEdition = EDITION) -> int:
    lines = [entry(one, position) for position, one in enumerate(ids)]
    found = editions.create(session, edition, lines, [told(one) for one in ids])
    assert found is not None
    return found


def chosen(procedure: int, **values: object) -> Choice:
    return Choice(procedure_id=procedure, by="Camille", at=NOW, **values)  # type: ignore[arg-type]


def test_a_choice_takes_the_place_of_the_one_before_and_can_be_taken_back(store: Store) -> None:
    with store.transaction() as session:
        (a,) = keep_apart(session, notice(1))
        edition = made(session, a)
        edition_choices.put(session, edition, chosen(a, note="un mot"))
        edition_choices.put(session, edition, chosen(a, added=True, note="un autre"))
        assert edition_choices.of(session, edition) == {a: chosen(a, added=True, note="un autre")}
        edition_choices.put(session, edition, chosen(a))
        assert edition_choices.of(session, edition) == {}


def test_what_is_removed_stays_out_up_to_its_version(store: Store) -> None:
    with store.transaction() as session:
        a, b = keep_apart(session, notice(1), notice(2))
        edition = made(session, a, b)
        edition_choices.put(session, edition, chosen(a, removed_version=1, reason="doublon"))
        assert editions.entries(session, edition) == [entry(b, 1)]
        assert editions.removed_entries(session, edition) == [entry(a)]
        editions.empty(session, edition)
        editions.refill(session, edition, EDITION, [entry(a, version=2)], [], {})
        assert editions.entries(session, edition) == [entry(a, version=2)]
        assert editions.removed_entries(session, edition) == []


def test_what_is_withheld_is_not_told_and_gives_way_to_who_tells_it(store: Store) -> None:
    with store.transaction() as session:
        (a,) = keep_apart(session, notice(1))
        edition = made(session, a)
        assert ledger.told_by(session, "mission/34", "weekly", a) == (1, edition)
        ledger.withhold(session, edition, a, withheld=True)
        assert ledger.last(session, "mission/34", "weekly", [a]) == {}
        assert ledger.withheld(session, "mission/34", "weekly", [a]) == {a: {"facts": 1}}
        assert ledger.told_by(session, "mission/34", "weekly", a) is None
        later = made(session, a, edition=NEXT)
        assert ledger.told_by(session, "mission/34", "weekly", a) == (1, later)
        assert ledger.withheld(session, "mission/34", "weekly", [a]) == {}


def test_what_was_put_back_is_told_by_no_other(store: Store) -> None:
    with store.transaction() as session:
        (a,) = keep_apart(session, notice(1))
        edition = made(session, a)
        ledger.withhold(session, edition, a, withheld=True)
        ledger.withhold(session, edition, a, withheld=False)
    with pytest.raises(AlreadyToldError), store.transaction() as session:
        made(session, a, edition=NEXT)


def test_a_choice_follows_its_procedure_into_the_one_it_was_merged_into(store: Store) -> None:
    with store.transaction() as session:
        a, b = keep_apart(session, notice(1), notice(2))
        edition = made(session, b)
        edition_choices.put(session, edition, chosen(b, note="un mot"))
        procedures.merge(session, a, b)
        edition_choices.follow_merges(session, edition)
        assert edition_choices.of(session, edition) == {a: chosen(a, note="un mot")}


def test_only_a_draft_is_changed_and_its_introduction_outlives_a_composition(store: Store) -> None:
    with store.transaction() as session:
        edition = made(session)
        assert edition_life.edit(session, edition)
        edition_life.introduce(session, edition, "Bonjour à toutes et tous.")
        editions.empty(session, edition)
        editions.refill(session, edition, EDITION, [], [], {})
        found = editions.get(session, edition)
        assert found is not None
        assert (found.introduction, found.revision) == ("Bonjour à toutes et tous.", 2)
        assert edition_life.approve(session, edition, "Camille", NOW)
        assert not edition_life.edit(session, edition)


def test_the_editions_of_one_mail_are_found_together(store: Store) -> None:
    with store.transaction() as session:
        first = made(session)
        other = made(session, edition=replace(EDITION, organisation="mission/243400017"))
        made(session, edition=replace(EDITION, organisation="autre/34"))
        made(session, edition=NEXT)
        found = editions.get(session, first)
        assert found is not None
        assert [one.id for one in editions.together(session, found)] == [first, other]
