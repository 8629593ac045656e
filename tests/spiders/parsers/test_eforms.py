"""How eForms elements are read where the recorded examples do not show it."""

from pathlib import Path

import pytest

from spiders.parsers import eforms
from spiders.parsers.eforms_lots import total_value
from spiders.parsers.safe_xml import parse_xml
from veille.core.notices import Lot, Notice, Value

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "ted" / "eforms"


def read(name: str, *changes: tuple[str, str]) -> Notice:
    text = (FIXTURES / f"{name}.xml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return eforms.read(parse_xml(text.encode()), id="x:1", source="x")


def test_the_source_gives_id_and_source_and_overlays_the_rest() -> None:
    notice = read("competition_16")
    assert (notice.id, notice.source) == ("x:1", "x")
    assert notice.family is None
    assert notice.links is not None
    assert notice.links.notice is None


def test_what_is_no_eforms_notice_is_refused() -> None:
    with pytest.raises(ValueError, match="<Invoice> n’est pas un avis eForms"):
        eforms.read(parse_xml(b"<Invoice/>"), id="x:1", source="x")


def test_an_unknown_subtype_leaves_it_to_the_notice_type() -> None:
    subtype = '<cbc:SubTypeCode listName="notice-subtype">16</cbc:SubTypeCode>'
    assert read("competition_16", (subtype, subtype.replace("16", "99"))).stage == "competition"
    unknown = (">cn-standard<", ">cn-new<")
    form = ('listName="competition"', 'listName="planning"')
    notice = read("competition_16", (subtype, ""), unknown, form)
    assert (notice.stage, notice.kind, notice.regime) == ("planning", "planning", "classic")


def test_the_buyer_is_the_party_pointed_to_never_a_court_or_the_sender() -> None:
    court = read("competition_16", (_party("ORG-0001"), _party("ORG-0003"))).buyer
    assert court is not None
    assert court.name == "Tribunal administratif d’Exemple"
    assert read("competition_16", (_party("ORG-0001"), _party("ORG-0099"))).buyer is None


def _party(identifier: str) -> str:
    return f"""    <cac:Party>
      <cac:PartyIdentification>
        <cbc:ID schemeName="organization">{identifier}</cbc:ID>
      </cac:PartyIdentification>
      <cac:ServiceProviderParty>"""


@pytest.mark.parametrize(
    ("legal_type", "kind"),
    [
        ("cga", "state"),
        ("body-pl-cga", "state"),
        ("la", "local"),
        ("ra", "local"),
        ("body-pl", "local"),
        ("body-pl-ra", "local"),
        ("pub-undert", "utility"),
        ("spec-rights-entity", "utility"),
        ("int-org", "unknown"),
        ("nouveau", "unknown"),
    ],
)
def test_the_kind_of_buyer(legal_type: str, kind: str) -> None:
    before = '<cbc:PartyTypeCode listName="buyer-legal-type">la</cbc:PartyTypeCode>'
    buyer = read("competition_16", (before, before.replace(">la<", f">{legal_type}<"))).buyer
    assert buyer is not None
    assert buyer.kind == kind


def test_who_buys_under_the_utilities_directive_is_a_utility() -> None:
    subtype = '<cbc:SubTypeCode listName="notice-subtype">16</cbc:SubTypeCode>'
    notice = read("competition_16", (subtype, subtype.replace("16", "17")))
    assert notice.buyer is not None
    assert (notice.regime, notice.buyer.kind) == ("utilities", "utility")


def test_without_contracts_the_best_ranked_tender_wins() -> None:
    lost, won = ('currencyID="EUR">118000<', 'currencyID="EUR">99000<')
    total = "</cac:LegalMonetaryTotal>"
    text = (FIXTURES / "result_29.xml").read_text(encoding="utf-8")
    text = text.replace("SettledContract", "OtherContract")
    for amount, rank in ((lost, 2), (won, 1)):
        before, _, after = text.partition(amount)
        text = (
            before + amount + after.replace(total, f"{total}<cbc:RankCode>{rank}</cbc:RankCode>", 1)
        )
    notice = eforms.read(parse_xml(text.encode()), id="x:1", source="x")
    first = notice.awards[0]
    assert first.winner is not None
    assert (first.winner.name, first.amount, first.on) == ("Perdant Exemple", 99000.0, None)


def test_a_reservation_without_a_list_name_is_not_lost() -> None:
    code = 'listName="reserved-procurement"'
    notice = read("competition_16", (f"{code}>res-ws", ">res-ws"), (f"{code}>none", ">none"))
    values = [(item.value, item.lot) for item in notice.declared if item.field == "BT-71"]
    assert values == [("res-pub-ser", "LOT-0002"), ("res-ws", "LOT-0002")]


def test_a_lot_without_an_identifier_gets_a_number() -> None:
    notice = read("concession_19", ('<cbc:ID schemeName="Lot">LOT-0001</cbc:ID>', ""))
    assert [lot.id for lot in notice.lots] == ["LOT-0001"]


def test_the_whole_is_the_sum_of_its_lots_only_when_each_states_a_like_value() -> None:
    def lots(*values: Value | None) -> list[Lot]:
        return [Lot(id=f"LOT-{number:04d}", value=value) for number, value in enumerate(values)]

    one, two = Value(amount=0.1), Value(amount=0.2)
    assert total_value(lots(one, two)) == Value(amount=0.3)
    assert total_value(lots(one, None)) is None
    assert total_value(lots(one, Value(amount=1, currency="CHF"))) is None
    assert total_value(lots(one, Value(amount=1, basis="framework_maximum"))) is None
    assert total_value([]) is None


def test_a_framework_is_worth_its_maximum_even_where_an_estimate_is_stated() -> None:
    estimate = '<cbc:EstimatedOverallContractAmount currencyID="EUR">310000'
    maximum = (
        "<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>"
        '<efbc:FrameworkMaximumAmount currencyID="EUR">900000</efbc:FrameworkMaximumAmount>'
        "</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>"
    )
    notice = read("social_20", (estimate, maximum + estimate))
    assert notice.value == Value(amount=900_000.0, currency="EUR", basis="framework_maximum")
