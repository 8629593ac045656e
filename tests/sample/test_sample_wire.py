"""The wire formats: what a parser of the real sources would meet."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
from lxml import etree

MONDAY, SUNDAY = date(2026, 11, 9), date(2026, 11, 15)
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
NS = {
    "cac": UBL + "CommonAggregateComponents-2",
    "cbc": UBL + "CommonBasicComponents-2",
    "ext": UBL + "CommonExtensionComponents-2",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
}
FIELDS = 41
DIALECTS = {"EFORMS", "FNSimple", "MAPA", "DSP", "DIVERS", "IDENTITE"}


def _eforms(documents: dict[str, bytes]) -> dict[str, etree._Element]:
    roots = {name: etree.fromstring(content) for name, content in documents.items()}
    return {name: root for name, root in roots.items() if "ted/R2" not in str(root.tag)}


def _text(root: etree._Element, path: str) -> str:
    return str(root.findtext(path, namespaces=NS))


def test_records_have_the_fields_of_the_api(records: list[dict[str, Any]]) -> None:
    names = list(records[0])
    assert len(names) == FIELDS
    assert all(list(record) == names for record in records)


def test_gestion_and_donnees_are_strings_that_decode(records: list[dict[str, Any]]) -> None:
    for record in records:
        assert isinstance(record["gestion"], str)
        assert isinstance(record["donnees"], str)
        gestion, donnees = json.loads(record["gestion"]), json.loads(record["donnees"])
        assert gestion["REFERENCE"]["IDWEB"] == record["idweb"]
        assert DIALECTS & set(donnees)


def test_idweb_is_unique_and_beyond_what_a_year_reaches(records: list[dict[str, Any]]) -> None:
    ids = [record["idweb"] for record in records]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"26-99(09|1[0-5])\d\d", idweb) for idweb in ids)


def test_publication_days_are_in_the_week(records: list[dict[str, Any]]) -> None:
    for record in records:
        assert MONDAY <= date.fromisoformat(record["dateparution"]) <= SUNDAY
        if record["datelimitereponse"]:
            assert record["datelimitereponse"][:10] > record["dateparution"]


def test_object_is_cut_at_two_hundred_characters(records: list[dict[str, Any]]) -> None:
    lengths = [len(record["objet"]) for record in records]
    assert max(lengths) == 200


def test_national_deadlines_are_wall_time_called_utc(records: list[dict[str, Any]]) -> None:
    seen = 0
    for record in records:
        initial = json.loads(record["donnees"]).get("FNSimple", {}).get("initial")
        if initial:
            wall = initial["procedure"]["dateReceptionOffres"][:16]
            assert record["datelimitereponse"] == f"{wall}:00+00:00"
            seen += 1
    assert seen > 50


def test_european_deadlines_are_true_utc(records: list[dict[str, Any]]) -> None:
    for record in records:
        if record["famille"] == "JOUE" and record["datelimitereponse"]:
            found = re.findall(r'"cbc:EndTime":"(\d\d):(\d\d)', record["donnees"])
            hour = int(record["datelimitereponse"][11:13])
            assert {(hour + 1, int(record["datelimitereponse"][14:16]))} == {
                (int(h), int(m)) for h, m in found
            }


def test_links_to_earlier_notices_lead_somewhere(records: list[dict[str, Any]]) -> None:
    ids = {record["idweb"] for record in records}
    inside = [
        linked for record in records for linked in record["annonce_lie"] or () if linked in ids
    ]
    assert len(inside) >= 12
    outside = {
        linked for record in records for linked in record["annonce_lie"] or () if linked not in ids
    }
    assert all(re.fullmatch(r"2\d-98\d{4}", linked) for linked in outside)


def test_corrections_of_the_week_keep_the_procedure(records: list[dict[str, Any]]) -> None:
    by_id = {record["idweb"]: record for record in records}
    for record in records:
        for linked in record["annonce_lie"] or ():
            if linked in by_id and record["famille"] == "JOUE":
                assert record["contractfolderid"] == by_id[linked]["contractfolderid"]


def test_eforms_roots_are_in_their_namespaces(documents: dict[str, bytes]) -> None:
    for root in _eforms(documents).values():
        name = etree.QName(root)
        assert name.namespace == f"{UBL}{name.localname}-2"
        assert re.fullmatch(r"eforms-sdk-1\.1[0-3]", _text(root, "cbc:CustomizationID"))


def test_publication_fields_are_there(documents: dict[str, bytes]) -> None:
    for name, root in _eforms(documents).items():
        assert _text(root, ".//efac:Publication/efbc:NoticePublicationID") == name[:-4]
        day = date.fromisoformat(_text(root, ".//efac:Publication/efbc:PublicationDate")[:10])
        assert MONDAY <= day <= SUNDAY
        assert day.isoweekday() <= 5
        gazette = _text(root, ".//efac:Publication/efbc:GazetteID")
        assert gazette == f"{216 + (day - MONDAY).days}/2026"


def test_planning_notices_have_no_procedure_identifier(documents: dict[str, bytes]) -> None:
    for root in _eforms(documents).values():
        subtype = _text(root, ".//efac:NoticeSubType/cbc:SubTypeCode")
        has_folder = root.find("cbc:ContractFolderID", NS) is not None
        assert has_folder == (subtype not in ("4", "7"))


def test_every_party_is_an_organisation_of_the_notice(documents: dict[str, bytes]) -> None:
    for root in _eforms(documents).values():
        known = {
            str(found.text)
            for found in root.iterfind(".//efac:Company/cac:PartyIdentification/cbc:ID", NS)
        }
        parties = root.iterfind("cac:ContractingParty//cac:PartyIdentification/cbc:ID", NS)
        winners = root.iterfind(".//efac:Tenderer/cbc:ID", NS)
        assert {str(found.text) for found in [*parties, *winners]} <= known


def test_twins_are_the_same_notice(
    records: list[dict[str, Any]], documents: dict[str, bytes]
) -> None:
    in_ted = {_text(root, "cbc:ID"): root for root in _eforms(documents).values()}
    twins = 0
    for record in records:
        forms = json.loads(record["donnees"]).get("EFORMS", {})
        for tree in forms.values():
            root = in_ted.get(tree["cbc:ID"]["#text"])
            if root is not None:
                twins += 1
                title = tree["cac:ProcurementProject"]["cbc:Name"]["#text"]
                assert title == _text(root, "cac:ProcurementProject/cbc:Name")
    assert twins >= 30


def test_old_ted_documents_are_r209(documents: dict[str, bytes]) -> None:
    old = [etree.fromstring(content) for content in documents.values() if b"TED_EXPORT" in content]
    assert len(old) == 2
    assert all(root.get("VERSION") == "R2.0.9.S05.E01" for root in old)
    assert all(root.find(".//{*}F02_2014[@CATEGORY='ORIGINAL']") is not None for root in old)


def test_feeds_are_well_formed(sample_dir: Path) -> None:
    feeds = [feedparser.parse(path.read_bytes()) for path in sorted(sample_dir.glob("feeds/*"))]
    assert [feed.version for feed in feeds] == ["atom10", "rss20"]
    assert all(not feed.bozo and len(feed.entries) >= 3 for feed in feeds)
