"""Traps 3, 6 and 7 of the BOAMP: where it is done, corrections, duplicates."""

from dataclasses import replace
from datetime import UTC, date, datetime

from veille.core.changes import changes
from veille.core.facts import facts
from veille.core.link_keys import linkable
from veille.core.linking import resolve
from veille.core.notices import Buyer, Notice, Place
from veille.core.procedures import Facts, Procedure
from veille.core.territory import relation, territory

NOW = datetime(2026, 9, 20, tzinfo=UTC)
FOLDER = "0f9e8d7c-6b5a-4c3d-8e2f-1a0b9c8d7e6f"
UUID = "7b0c5a8e-1f2d-4c3b-9a4e-5d6f7a8b9c0d"

TENDER = Notice(
    id="boamp:26-100",
    source="boamp",
    stage="competition",
    kind="competition",
    published_on=date(2026, 9, 1),
    deadline=datetime(2026, 10, 5, 12, 0, tzinfo=UTC),
    title="Nettoyage des locaux de la régie d’Exemple",
    buyer=Buyer(name="Régie d’Exemple", siret="21340000100017", postcode="34000"),
    departments=("34",),
)


def joined(*notices: Notice) -> bool:
    return len(resolve([linkable(notice) for notice in notices]).groups) == 1


def read(*notices: Notice) -> Facts:
    return facts(Procedure(id=1, notices=notices), NOW)


def test_boamp_trap_03_the_departement_of_publication_is_not_the_place_of_execution() -> None:
    herault, elsewhere = territory("34"), Buyer(name="Rectorat d’Exemple", postcode="31000")
    published = ("31", "34", "66")
    assert relation((), elsewhere, published, herault) == "published"
    assert relation((Place(nuts="FRJ23"),), elsewhere, published, herault) == "published"
    assert relation((Place(nuts="FRJ13"),), elsewhere, (), herault) == "executed"
    assert relation((Place(nuts="FRJ1"),), TENDER.buyer, published, herault) == "bought"
    assert relation((), elsewhere, ("6",), herault) is None


def test_boamp_trap_06_a_correction_is_the_same_procedure_with_a_new_deadline() -> None:
    correction = Notice(
        id="boamp:26-140",
        source="boamp",
        stage="competition",
        kind="change",
        published_on=date(2026, 9, 10),
        title=TENDER.title,
        supersedes=("boamp:26-100",),
        deadline=datetime(2026, 10, 12, 12, 0, tzinfo=UTC),
    )
    assert joined(TENDER, correction)
    before, after = read(TENDER), read(TENDER, correction)
    assert [change.fact for change in changes(before, after)] == ["deadline"]
    assert after.buyer == TENDER.buyer


def test_boamp_trap_06_a_cancellation_that_says_it_is_a_tender_cancels() -> None:
    cancellation = replace(
        TENDER,
        id="boamp:26-150",
        kind="cancellation",
        published_on=date(2026, 9, 15),
        supersedes=("boamp:26-100",),
    )
    assert joined(TENDER, cancellation)
    after = read(TENDER, cancellation)
    assert after.state == "cancelled"
    assert [change.fact for change in changes(read(TENDER), after)] == ["state"]


def test_boamp_trap_07_the_twin_on_ted_is_the_same_publication() -> None:
    boamp = replace(TENDER, procedure_id=FOLDER, uuid=UUID)
    ted = replace(
        boamp,
        id="ted:512345-2026",
        source="ted",
        uuid=f"{UUID}-01",
        title="NETTOYAGE DES LOCAUX",
        published_on=date(2026, 9, 2),
        buyer=Buyer(name="REGIE D'EXEMPLE", siret="21340000100017"),
    )
    assert joined(boamp, ted)
    both = read(boamp, ted)
    assert both.publications == 1
    assert changes(read(boamp), both) == ()


def test_boamp_trap_07_the_same_title_of_the_same_buyer_is_only_a_doubt() -> None:
    relaunch = replace(
        TENDER,
        id="boamp:26-300",
        published_on=date(2026, 11, 1),
        deadline=datetime(2026, 12, 1, 12, 0, tzinfo=UTC),
    )
    resolution = resolve([linkable(TENDER), linkable(relaunch)])
    assert len(resolution.groups) == 2
    assert {(doubt.notice_id, doubt.other_id) for doubt in resolution.doubts} == {
        (TENDER.id, relaunch.id)
    }
