"""Two sources of one publication are one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from veille.core.notices import Buyer, Notice
from veille.core.publications import TWIN_WITHIN, publications

UUID = "7b0c5a8e-1f2d-4c3b-9a4e-5d6f7a8b9c0d"
DEADLINE = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
BOAMP = Notice(
    id="boamp:26-100",
    source="boamp",
    stage="competition",
    kind="competition",
    published_on=date(2026, 9, 1),
    deadline=DEADLINE,
    title="Entretien des voiries",
    departments=("34",),
)
TED = replace(
    BOAMP,
    id="ted:500-2026",
    source="ted",
    departments=(),
    title="ENTRETIEN DES VOIRIES",
    published_on=date(2026, 9, 3),
    buyer=Buyer(name="Ville d’Exemple", city="Exemple"),
    cpv=("45233141",),
)


def test_the_richer_twin_speaks_completed_by_the_other() -> None:
    (read,) = publications([BOAMP, TED])
    assert read.merged.id == TED.id
    assert read.merged.departments == ("34",)
    assert read.published_on == BOAMP.published_on
    assert [notice.id for notice in read.notices] == [TED.id, BOAMP.id]


def test_without_identifiers_twins_agree_on_kind_deadline_title_and_time() -> None:
    other_deadline = replace(TED, deadline=DEADLINE + timedelta(days=1))
    correction = replace(TED, kind="change")
    other_title = replace(TED, title="Entretien des réseaux")
    much_later = replace(TED, published_on=date(2026, 9, 1) + TWIN_WITHIN + timedelta(days=1))
    for other in (other_deadline, correction, other_title, much_later):
        assert len(publications([BOAMP, other])) == 2


def test_identifiers_decide_where_both_have_one() -> None:
    boamp = replace(BOAMP, uuid=UUID)
    assert len(publications([boamp, replace(TED, uuid=f"{UUID}-01", title="Autre")])) == 1
    other = "1c2d3e4f-5a6b-4788-99aa-bbccddeeff00"
    assert len(publications([boamp, replace(TED, uuid=other)])) == 2


def test_one_source_never_has_two_notices_in_one_publication() -> None:
    assert len(publications([BOAMP, replace(BOAMP, id="boamp:26-101")])) == 2


def test_an_exact_deadline_completes_an_approximate_one() -> None:
    shown = replace(TED, uuid=UUID, deadline_approximate=True)
    exact = replace(BOAMP, uuid=UUID, deadline=DEADLINE - timedelta(hours=3))
    (read,) = publications([shown, exact])
    assert read.merged.id == TED.id
    assert (read.merged.deadline, read.merged.deadline_approximate) == (exact.deadline, False)


def test_on_one_day_the_call_comes_before_its_correction_and_its_cancellation() -> None:
    cancelled = replace(BOAMP, id="boamp:26-098", kind="cancellation")
    corrected = replace(BOAMP, id="boamp:26-099", kind="change")
    read = publications([cancelled, corrected, BOAMP])
    assert [item.merged.kind for item in read] == ["competition", "change", "cancellation"]


@given(st.permutations([BOAMP, TED, replace(BOAMP, id="boamp:26-120", kind="change")]))
def test_the_order_given_does_not_matter(notices: list[Notice]) -> None:
    assert publications(notices) == publications(sorted(notices, key=lambda notice: notice.id))
