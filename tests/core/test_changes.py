"""Changes: told facts only, in French; a second source or a reparse tells nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from veille.core.changes import changes
from veille.core.notices import Award, Lot, Place, Value, Winner
from veille.core.procedures import Change, Facts
from veille.core.verdicts import Clause, HoursEstimate, Obligation, Reserved

DEADLINE = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
BEFORE = Facts(
    state="open",
    stage="competition",
    title="Entretien des espaces verts",
    deadline=DEADLINE,
    lots=(Lot(id="LOT-0001", title="Tonte"), Lot(id="LOT-0002", title="Taille")),
    places=(Place(postcode="34500", city="Béziers"),),
    value=Value(amount=200000.0),
    publications=1,
    judged_by=("r1",),
)


def plain(text: str | None) -> str:
    """Without the spaces that must not break."""
    return (text or "").replace("\u00a0", " ")


def told(**known: object) -> tuple[Change, ...]:
    return changes(BEFORE, replace(BEFORE, publications=2, **known))  # type: ignore[arg-type]


def test_a_new_deadline_is_told_in_paris_time() -> None:
    (change,) = told(deadline=datetime(2026, 10, 12, 12, 0, tzinfo=UTC))
    assert change.fact == "deadline"
    assert plain(change.before) == "lundi 5 octobre 2026 à 14 h"
    assert plain(change.after) == "lundi 12 octobre 2026 à 14 h"


def test_a_deadline_first_given_is_told_from_unknown() -> None:
    (change,) = changes(replace(BEFORE, deadline_approximate=True), replace(BEFORE, publications=2))
    assert (change.fact, change.before) == ("deadline", None)


def test_what_only_looks_different_is_no_change() -> None:
    assert told(deadline=DEADLINE.astimezone(timezone(timedelta(hours=2)))) == ()
    assert told(deadline=DEADLINE + timedelta(seconds=59)) == ()
    assert told(lots=tuple(reversed(BEFORE.lots))) == ()
    assert told(title="ENTRETIEN DES ESPACES-VERTS") == ()
    assert told(title="Entretien des espaces…") == ()
    assert told(places=(Place(postcode="34500", city="BEZIERS"),)) == ()


@pytest.mark.parametrize("publications", [1, 2])
@pytest.mark.parametrize(
    "known",
    [
        {"obligation": Obligation(answer="expected", why="Clause attendue.")},
        {"hours_estimate": HoursEstimate(low=140, high=350, basis="essai")},
        {"potential": 0.4, "likely": 0.9},
    ],
)
def test_what_is_estimated_is_shown_but_never_told(
    known: dict[str, object], publications: int
) -> None:
    after = replace(BEFORE, publications=publications, **known)  # type: ignore[arg-type]
    assert after != BEFORE
    assert changes(BEFORE, after) == ()
    assert changes(after, replace(BEFORE, publications=publications)) == ()


def test_a_deadline_that_passes_is_no_change() -> None:
    assert told(state="closed") == ()
    closed = replace(BEFORE, state="closed")
    (change,) = changes(closed, replace(closed, state="cancelled", publications=2))
    assert (change.before, change.after) == ("ouverte", "annulée")


def test_a_lot_added_or_renamed_is_told_alone() -> None:
    lots = (BEFORE.lots[0], Lot(id="LOT-0002", title="Élagage"), Lot(id="LOT-0003"))
    (change,) = told(lots=lots)
    assert plain(change.before) == "lot 2 : Taille"
    assert plain(change.after) == "lot 2 : Élagage ; lot 3"


def test_a_lot_without_title_that_disappears_is_told() -> None:
    before = replace(BEFORE, lots=(*BEFORE.lots, Lot(id="LOT-0003")))
    (change,) = changes(before, replace(BEFORE, publications=2))
    assert (plain(change.before), change.after) == ("lot 3", None)


def test_amount_place_title_and_winner_are_told() -> None:
    found = told(
        value=Value(amount=250000.0),
        places=(Place(nuts="FRJ13"), Place(postcode="34500", city="Béziers")),
        title="Entretien des stades",
        awards=(Award(winner=Winner(name="Les Jardins inventés")),),
        state="awarded",
    )
    assert [change.fact for change in found] == ["state", "title", "value", "places", "winner"]
    assert plain(found[2].after) == "250 000 € HT"
    assert plain(found[3].after) == "34500 Béziers et FRJ13"
    assert found[4] == Change(fact="winner", before=None, after="Les Jardins inventés")


def test_a_reservation_and_a_clause_are_told_with_kind_lots_and_hours() -> None:
    found = told(
        reserved=Reserved(answer="yes", kinds=("handicap",), lots=("LOT-0002",)),
        clause=Clause(answer="yes", kinds=("insertion",), binding="mandatory", hours=140),
    )
    assert plain(found[0].before) == "non réservé"
    assert plain(found[0].after) == "réservé, entreprises adaptées et ESAT, lot 2"
    assert plain(found[1].after) == "insertion, obligatoire, 140 heures"


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Un tout autre titre", "value": Value(amount=1.0), "sources": ("boamp", "ted")},
        {"deadline": DEADLINE + timedelta(hours=2)},
    ],
)
def test_another_source_or_a_reparse_tells_nothing(other: dict[str, object]) -> None:
    assert changes(BEFORE, replace(BEFORE, **other)) == ()  # type: ignore[arg-type]


def test_new_rules_tell_nothing_staff_do() -> None:
    reserved = Reserved(answer="yes")
    by_rules = replace(BEFORE, reserved=reserved, judged_by=("r2",))
    assert changes(BEFORE, by_rules) == ()
    by_staff = replace(BEFORE, reserved=reserved)
    assert [change.fact for change in changes(BEFORE, by_staff)] == ["reserved"]
