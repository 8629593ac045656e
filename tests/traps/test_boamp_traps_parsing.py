"""The traps of the BOAMP source that concern parsing, one test each, by their number.

Traps 8 (words of rules), 10 (publication days) and 12 (API shapes asked for) are tested with the
rules and the spider.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from spiders.parsers.boamp import parse_record
from tests.spiders.parsers.boamp_records import fixture, record
from veille.core.clock import PARIS
from veille.core.notices import Notice, Place


def notice_of(source: dict[str, Any]) -> Notice:
    return parse_record(source).notice


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-07-25T12:00:00", "2026-07-25T12:00:00+02:00"),
        ("2026-07-25T12:00:00.000", "2026-07-25T12:00:00+02:00"),
        ("2026-09-25T12:00:00+01:00", "2026-09-25T12:00:00+01:00"),
        ("2026-07-25T12:00:00.000+02:00", "2026-07-25T12:00:00+02:00"),
        ("2026-07-25T10:00:00Z", "2026-07-25T12:00:00+02:00"),
        ("2026-07-25T10:00:00.000Z", "2026-07-25T12:00:00+02:00"),
    ],
)
def test_boamp_trap_01_deadline_is_read_from_gestion_in_its_six_shapes(
    written: str, expected: str
) -> None:
    lying = record(
        indexation={"DATE_LIMITE_REPONSE": written}, datelimitereponse="2026-07-25T12:00:00+00:00"
    )
    deadline = notice_of(lying).deadline
    assert deadline is not None
    assert deadline.isoformat() == expected


@pytest.mark.parametrize(
    ("family", "expected"),
    [
        ("JOUE", datetime(2026, 7, 25, 12, tzinfo=UTC)),
        ("FNS", datetime(2026, 7, 25, 12, tzinfo=PARIS)),
        ("MAPA", datetime(2026, 7, 25, 12, tzinfo=PARIS)),
        ("DSP", datetime(2026, 7, 25, 12, tzinfo=PARIS)),
    ],
)
def test_boamp_trap_01_flat_deadline_is_utc_for_european_notices_only(
    family: str, expected: datetime
) -> None:
    flat = record(famille=family, datelimitereponse="2026-07-25T12:00:00+00:00")
    assert notice_of(flat).deadline == expected


def test_boamp_trap_02_criteres_is_declared_as_published_and_no_more() -> None:
    ticked = notice_of(record(criteres=["sociaux", "environnementaux"]))
    assert [(box.field, box.value) for box in ticked.declared] == [
        ("criteres", "sociaux"),
        ("criteres", "environnementaux"),
    ]
    unticked = notice_of(fixture("mapa/initial"))
    assert unticked.declared == ()
    assert "chantier d'insertion" in unticked.texts[-1].text


def test_boamp_trap_03_departments_of_publication_are_not_places_of_performance() -> None:
    published_only = notice_of(record(code_departement=["34", "6", "20A", "974"]))
    assert published_only.departments == ("34", "06", "2A", "974")
    assert published_only.places == ()
    done = notice_of(fixture("fnsimple/initial_lots"))
    assert Place(postcode="34400", city="Lunel") in done.places
    assert done.departments == ("34", "06")


def test_boamp_trap_04_buyer_is_the_contracting_party_never_a_court_or_a_sender() -> None:
    source = fixture("eforms/contract_notice")
    source["nomacheteur"] = "Tribunal administratif de Valsonne"
    buyer = notice_of(source).buyer
    assert buyer is not None
    assert (buyer.name, buyer.city) == ("Métropole exemple du Littoral", "Valsonne-les-Pins")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Tribunal administratif de Valsonne", None),
        ("TRIBUNAL JUDICIAIRE DE VALSONNE", None),
        ("CCIRA de Valsonne", None),
        ("C.C.I.R.A. de Valsonne", None),
        ("Comité consultatif interrégional de règlement amiable", None),
        ("Médiateur des entreprises", None),
        ("Palais des juridictions administratives", None),
        ("Médiateur national de l'énergie", "Médiateur national de l'énergie"),
        ("Commune de Valsonne-les-Pins", "Commune de Valsonne-les-Pins"),
    ],
)
def test_boamp_trap_04_flat_name_of_a_body_of_appeal_is_unknown(
    name: str, kept: str | None
) -> None:
    buyer = notice_of(record(famille="JOUE", nomacheteur=name)).buyer
    assert (buyer.name if buyer else None) == kept


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("213 499 990 10016", "21349999010016"),
        ("21349999010016", "21349999010016"),
        ("21349999010017", None),
        ("1629", None),
        ("A736849F-0000-0000-0000000000000000", None),
    ],
)
def test_boamp_trap_04_siret_is_cleaned_and_checked(written: str, expected: str | None) -> None:
    form = {"FNSimple": {"organisme": {"nomOfficiel": "X", "codeIdentificationNational": written}}}
    buyer = notice_of(record(form)).buyer
    assert buyer is not None
    assert buyer.siret == expected


def test_boamp_trap_05_applications_phase_gives_the_deadline() -> None:
    applications = notice_of(fixture("eforms/candidatures"))
    assert applications.deadline == datetime(2026, 12, 14, 17, tzinfo=PARIS)
    assert not applications.deadline_approximate


def test_boamp_trap_05_end_of_display_is_an_approximate_deadline_of_live_tenders_only() -> None:
    live = notice_of(record(datefindiffusion="2026-12-10"))
    assert live.deadline == datetime(2026, 12, 10, 23, 59, tzinfo=PARIS)
    assert live.deadline_approximate
    for other in ({"nature": "ATTRIBUTION"}, {"etat": "ANNULATION"}, {"etat": "RECTIFICATIF"}):
        notice = notice_of(record(datefindiffusion="2026-12-10", **other))
        assert notice.deadline is None
        assert not notice.deadline_approximate


def test_boamp_trap_06_correction_has_its_own_id_its_chain_and_the_date_of_its_prose() -> None:
    correction = notice_of(fixture("fnsimple/rectificatif"))
    assert (correction.id, correction.kind) == ("boamp:26-900103", "change")
    assert correction.supersedes == ("boamp:26-900101",)
    assert correction.deadline == datetime(2026, 12, 11, 12, tzinfo=PARIS)
    assert correction.texts[-1].field == "correction"


def test_boamp_trap_06_cancellation_whose_nature_is_still_tender() -> None:
    cancelled = notice_of(fixture("eforms/cancellation"))
    assert (cancelled.stage, cancelled.kind) == ("competition", "cancellation")
    assert cancelled.supersedes[0] == "boamp:26-900801"


def test_boamp_trap_07_keys_shared_with_ted_are_read() -> None:
    european = notice_of(fixture("eforms/contract_notice"))
    assert european.procedure_id == "6f1c0a52-3d1e-4b7a-9c55-0d2f6a1b9e01"
    assert european.uuid == "1d0b6c1e-1111-4222-8333-444455556666"
    national = notice_of(fixture("fnsimple/initial_lots"))
    assert (national.procedure_id, national.uuid) == (None, None)


def test_boamp_trap_09_text_is_repaired_and_otherwise_verbatim() -> None:
    source = fixture("fnsimple/initial_lots")
    notice = notice_of(source)
    assert notice.description is not None
    assert "met en œuvre une démarche de progrès & rend compte" in notice.description
    assert "\t" not in notice.description
    assert notice.texts[0].text.split("\n")[0] == "Valeur technique 60 %"
    assert notice.links is not None
    assert notice.links.profile == "https://achats.valsonne.example/profil?a=1&b=2"
    twice = notice_of(record(objet="A &amp;amp; B, dinsertion par l&#039;activité"))
    assert twice.title == "A &amp; B, dinsertion par l'activité"


def test_boamp_trap_11_mapa_without_cpv_siret_or_boxes_is_still_a_notice() -> None:
    small = notice_of(fixture("mapa/initial"))
    assert small.cpv == ()
    assert small.buyer is not None
    assert small.buyer.siret is None
    assert [descriptor.code for descriptor in small.descriptors] == ["116", "358"]
