"""What is known to go wrong when TED documents are read, one test a trap.

Numbering: 01 to 04 are the facts about the eForms codes (reserved participation and execution,
social objective, what the codes cover, labels); 05 to 09 the five rules by which BOAMP and TED
match, as far as reading provides for them; 10 to 18 the shapes of the data (absent fields, dates,
deadlines, places, CPV, titles, lots, values, addresses); 19 to 21 what a notice says of others
(changes, numbers of tenders, cancellations); 22 to 28 the format before 2024.
"""

from datetime import date
from pathlib import Path

import pytest

from spiders.parsers import eforms, ubl_json
from spiders.parsers.result import UnreadablePayload
from spiders.parsers.safe_xml import parse_xml
from spiders.parsers.ted import parse_document
from tests.spiders.parsers.boamp_json import as_boamp_json
from veille.core.notices import Declared, Notice, Place
from veille.core.reference.eforms import label

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "ted"
NOTE = '<cbc:Note languageID="FRA">Une visite des lieux est obligatoire.</cbc:Note>'


def content(name: str) -> str:
    return (FIXTURES / f"{name}.xml").read_text(encoding="utf-8")


def read(name: str, *changes: tuple[str, str]) -> Notice:
    """The notice of a fixture after replacing texts in it, each of which must be there."""
    text = content(name)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return parse_document(text.encode()).notice


def declared(notice: Notice, field: str) -> list[tuple[str, str | None]]:
    return [(item.value, item.lot) for item in notice.declared if item.field == field]


def test_ted_trap_01_a_missing_code_is_unknown_and_an_award_never_carries_the_flag() -> None:
    tender = read("eforms/competition_16")
    assert declared(tender, "BT-736") == [("no", "LOT-0001"), ("yes", "LOT-0002")]
    without = read("eforms/competition_16", ('listName="reserved-procurement"', 'listName="x"'))
    assert declared(without, "BT-71") == []
    award = read("eforms/result_29")
    assert award.declared == ()
    assert award.procedure_id == tender.procedure_id


def test_ted_trap_02_a_social_objective_counts_by_itself() -> None:
    tender = read("eforms/competition_16")
    assert declared(tender, "BT-06") == [("soc-obj", "LOT-0001")]
    assert declared(tender, "BT-775") == [
        ("opp", "LOT-0001"),
        ("opp", "LOT-0002"),
        ("acc-all", "LOT-0002"),
    ]


def test_ted_trap_03_a_lot_may_bear_two_reservations_and_codes_stay_as_published() -> None:
    assert declared(read("eforms/competition_16"), "BT-71") == [
        ("none", "LOT-0001"),
        ("res-ws", "LOT-0002"),
        ("res-pub-ser", "LOT-0002"),
    ]


def test_ted_trap_04_the_labels_are_the_official_french_ones() -> None:
    for item in read("eforms/competition_16").declared:
        lists = {
            "BT-71": "reserved-procurement",
            "BT-736": "reserved-execution",
            "BT-06": "strategic-procurement",
            "BT-775": "social-objective",
        }
        assert label(lists[item.field], item.value)
    assert "chômeurs de longue durée" in (label("social-objective", "opp") or "")


def test_ted_trap_05_the_same_notice_has_the_same_uuid_in_both_sources() -> None:
    root = parse_xml(content("eforms/competition_16").encode())
    tree = ubl_json.tree("ContractNotice", as_boamp_json(root))
    boamp = eforms.read(tree, id="boamp:26-1", source="boamp")
    ted = read("eforms/competition_16")
    assert boamp.uuid == ted.uuid == "00000001-1111-4222-8333-444455556666"


def test_ted_trap_06_the_other_notices_of_a_procedure_share_its_identifier() -> None:
    names = ("competition_16", "change_16", "cancellation_16", "result_29")
    notices = [read(f"eforms/{name}") for name in names]
    assert len({notice.procedure_id for notice in notices}) == 1
    assert len({notice.uuid for notice in notices}) == 4
    assert read("eforms/planning_4").procedure_id is None


def test_ted_trap_07_numbers_are_compared_without_leading_zeros() -> None:
    padded = read("eforms/competition_16", ("00600001-2026", "00047522-2024"))
    assert padded.id == "ted:47522-2024"
    assert read("ted-export/f02_two_languages").id == "ted:64376-2021"
    assert read("ted-export/f03_award").supersedes == ("ted:64376-2021",)
    assert read("eforms/planning_4").supersedes == ("ted:500123-2026",)


def test_ted_trap_08_what_the_last_resort_compares_is_read() -> None:
    notice = read("eforms/competition_16")
    assert notice.buyer is not None
    assert notice.deadline is not None
    assert notice.buyer.siret == "21340000100011"
    assert notice.deadline.isoformat() == "2026-12-11T16:30:00+01:00"
    assert notice.title == "Entretien des espaces verts"


def test_ted_trap_09_a_boamp_number_in_prose_stays_prose() -> None:
    notice = read("ted-export/f02_two_languages")
    assert "Avis n° 21-1 au BOAMP." in [text.text for text in notice.texts]
    assert notice.supersedes == ("ted:1234-2021",)


def test_ted_trap_10_an_absent_field_is_null() -> None:
    notice = read("eforms/concession_19")
    assert notice.procedure_type is None
    assert notice.awards == ()
    assert notice.links is not None
    assert notice.links.documents is None
    assert notice.lots[0].value is None


def test_ted_trap_11_a_day_comes_with_an_offset() -> None:
    assert read("eforms/competition_16").published_on == date(2026, 11, 10)
    assert read("eforms/social_20").published_on == date(2026, 11, 11)
    absurd = read("eforms/competition_16", ("2026-11-10+01:00", "0001-01-01+01:00"))
    assert absurd.published_on is None


@pytest.mark.parametrize("other", ["AdditionalInformationRequestPeriod", "TenderValidityPeriod"])
def test_ted_trap_12_the_deadline_is_never_another_deadline(other: str) -> None:
    receipt = "TenderSubmissionDeadlinePeriod"
    assert read("eforms/competition_16", (receipt, other)).deadline is None
    requests = read("eforms/social_20").deadline
    interest = read("eforms/call_by_prior_information_12").deadline
    assert requests is not None
    assert interest is not None
    assert requests.isoformat() == "2026-12-01T10:00:00+00:00"
    assert interest.isoformat() == "2026-12-08T12:00:00+01:00"


def test_ted_trap_13_places_are_nuts_codes_once_and_a_country_is_no_place() -> None:
    location = content("eforms/planning_4").split("<cac:RealizedLocation>")[1]
    location = "<cac:RealizedLocation>" + location.split("</cac:RealizedLocation>")[0]
    location += "</cac:RealizedLocation>"
    country = location.replace(
        '<cbc:CountrySubentityCode listName="nuts-lvl3">FRJ13</cbc:CountrySubentityCode>', ""
    )
    assert country != location
    notice = read("eforms/planning_4", (location, location + country + location))
    assert notice.places == (Place(nuts="FRJ13"),)


def test_ted_trap_14_cpv_codes_repeat() -> None:
    assert content("eforms/competition_16").count("77310000") > 3
    notice = read("eforms/competition_16")
    assert notice.cpv == ("77310000", "77340000")
    assert notice.all_cpv() == ("77310000", "77340000", "77314000")


def test_ted_trap_15_the_title_is_the_buyers_own() -> None:
    assert read("eforms/result_29").title == "Entretien des espaces verts"
    own = '<cbc:Name languageID="FRA">Entretien des espaces verts</cbc:Name>'
    two = own + '<cbc:Name languageID="NLD">Onderhoud van groen</cbc:Name>'
    assert read("eforms/result_29", (own, two)).title == "Entretien des espaces verts"
    other = own.replace("FRA", "NLD").replace("Entretien des espaces verts", "Onderhoud")
    assert read("eforms/result_29", (own, other)).title == "Onderhoud"


def test_ted_trap_16_which_lot_is_reserved_is_read_from_the_document() -> None:
    notice = read("eforms/competition_16")
    reserved = {item.lot for item in notice.declared if item.value == "res-ws"}
    assert [lot.id for lot in notice.lots] == ["LOT-0001", "LOT-0002"]
    assert reserved == {"LOT-0002"}
    assert (
        Declared(field="BT-71", value="res-ws", lot="PAR-0002")
        in read("eforms/planning_4").declared
    )


def test_ted_trap_17_a_value_is_a_number_with_its_currency_and_zero_is_unknown() -> None:
    notice = read("eforms/competition_16", ('currencyID="EUR">120000.50', 'currencyID="CHF">9.5'))
    assert notice.value is None
    values = [lot.value for lot in notice.lots]
    assert [(v.amount, v.currency, v.basis) for v in values if v] == [
        (9.5, "CHF", "estimated"),
        (80000.0, "EUR", "framework_maximum"),
    ]


def test_ted_trap_18_only_web_addresses_become_links() -> None:
    links = read("eforms/competition_16").links
    assert links is not None
    assert links.notice == "https://ted.europa.eu/fr/notice/-/detail/600001-2026"
    assert links.documents == "https://marches.example/consultation?id=12&acronyme=ex"
    social = read("eforms/social_20").links
    assert social is not None
    assert social.submission is None


def test_ted_trap_19_a_change_is_a_whole_new_notice_to_judge_again() -> None:
    tender, change = read("eforms/competition_16"), read("eforms/change_16")
    assert change.kind == "change"
    assert change.stage == "competition"
    assert change.supersedes == (f"{tender.uuid}-01",)
    assert change.lots == tender.lots
    assert change.declared == tender.declared
    assert change.deadline != tender.deadline
    corrections = [(item.text, item.lot) for item in change.texts if item.field == "correction"]
    assert corrections == [
        ("Annule et remplace l’avis précédent.", None),
        ("La date limite du lot 2 est repoussée d’une semaine.", "LOT-0002"),
    ]


def test_ted_trap_20_bt_759_counts_the_tenders_received() -> None:
    awards = read("eforms/result_29").awards
    assert [(award.lot, award.tenders) for award in awards] == [
        ("LOT-0001", 5),
        ("LOT-0001", 5),
        ("LOT-0002", 1),
        ("LOT-0003", None),
    ]
    assert "Perdant Exemple" not in [award.winner.name for award in awards if award.winner]
    assert awards[0].on == date(2026, 11, 2)
    assert awards[3].on is None


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        ("cancel", "Motif.", "cancellation"),
        ("cor-buy", "La procédure est déclarée sans suite.", "cancellation"),
        ("cor-buy", "Annulation de la présente consultation.", "cancellation"),
        ("cor-buy", "Le lot 2 est déclaré sans suite.", "change"),
        ("cor-buy", "Cet avis annule et remplace le précédent.", "change"),
        ("cor-buy", "Annulation de la visite du site.", "change"),
        ("cancel-intent", "Motif.", "change"),
    ],
)
def test_ted_trap_21_a_cancellation_is_said_by_the_reason_of_the_change(
    code: str, reason: str, kind: str
) -> None:
    sentence = "La consultation est déclarée sans suite pour un motif d’intérêt général."
    notice = read(
        "eforms/cancellation_16",
        (">cancel<", f">{code}<"),
        (sentence, reason),
        # The same words outside the reason say nothing.
        (NOTE, NOTE.replace("Une visite", "Si la procédure est déclarée sans suite, une visite")),
    )
    assert (notice.stage, notice.kind) == ("competition", kind)


def test_ted_trap_22_the_root_element_names_the_generation() -> None:
    assert parse_document(content("eforms/result_29").encode()).dialect == "eforms"
    assert parse_document(content("ted-export/f03_award").encode()).dialect == "ted-export"
    with pytest.raises(UnreadablePayload, match="<ann> n’est pas un avis TED"):
        parse_document(b"<ann/>")


def test_ted_trap_23_the_namespace_changes_with_the_schema_version() -> None:
    current = "http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"
    nuts = "http://publications.europa.eu/resource/schema/ted/2016/nuts"
    expected = read("ted-export/f02_two_languages")
    for namespace, codes in (
        ("http://formex.publications.europa.eu/ted/schema/export/R2.0.9.S01.E01", current),
        ("ted/R2.0.9.S02/publication", "ted/2016/nuts"),
        (current, nuts.replace("2016", "2021")),
    ):
        changes = ((f'xmlns="{current}"', f'xmlns="{namespace}"'), (f'"{nuts}"', f'"{codes}"'))
        assert read("ted-export/f02_two_languages", *changes) == expected


def test_ted_trap_24_of_several_language_forms_the_french_original_is_kept() -> None:
    assert read("ted-export/f02_two_languages").title == "Nettoyage de bâtiments"
    translated = read(
        "ted-export/f02_two_languages",
        ('CATEGORY="ORIGINAL" FORM="F02" LG="FR"', 'CATEGORY="TRANSLATION" FORM="F02" LG="FR"'),
    )
    assert translated.title == "Cleaning of buildings"


def test_ted_trap_25_the_old_boxes_become_the_codes_they_turned_into() -> None:
    both = [("BT-71", "res-ws"), ("BT-736", "yes")]
    for name, expected in (
        ("f02_two_languages", both),
        ("r208_contract_reserved", both),
        ("f21_social_reserved", [("BT-71", "res-pub-ser")]),
        ("f03_award", []),
    ):
        notice = read(f"ted-export/{name}")
        assert [(item.field, item.value) for item in notice.declared] == expected


def test_ted_trap_26_the_place_is_where_it_is_performed_not_where_buyer_or_winner_are() -> None:
    assert read("ted-export/f03_award").places == (Place(nuts="FRJ13"),)
    assert "TENDERER_NUTS" in content("ted-export/f03_award")
    assert "FR101" in content("ted-export/f02_two_languages")
    assert Place(nuts="FR101") not in read("ted-export/f02_two_languages").all_places()


def test_ted_trap_27_nuts_codes_of_before_2016_are_kept_as_published() -> None:
    notice = read("ted-export/f02_two_languages")
    assert notice.all_places() == (Place(nuts="FR813"),)


def test_ted_trap_28_a_corrigendum_brings_the_new_deadline_and_names_its_notice() -> None:
    notice = read("ted-export/f14_new_deadline")
    assert (notice.stage, notice.kind) == ("competition", "change")
    assert notice.deadline is not None
    assert notice.deadline.isoformat() == "2021-03-29T16:00:00+02:00"
    assert notice.supersedes == ("ted:64376-2021",)
    assert [text.field for text in notice.texts] == ["correction", "correction"]
