"""An invented replay folder: two weeks of a made-up Hérault, in the true wire formats."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from veille.portal.messages import Request, Response
from veille.portal.replay import Replay
from veille.portal.site import DATASET, SEARCH, Site

BASE = "http://portal.example"

EFORMS = """<?xml version="1.0" encoding="UTF-8"?>
<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
 xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1"
 xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1"
 xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1"
 xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">
<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>
{changes}
<efac:NoticeSubType><cbc:SubTypeCode listName="notice-subtype">16</cbc:SubTypeCode>
</efac:NoticeSubType>
<efac:Organizations><efac:Organization><efac:Company>
<cac:PartyIdentification><cbc:ID schemeName="organization">ORG-0001</cbc:ID>
</cac:PartyIdentification>
<cac:PartyName><cbc:Name languageID="FRA">Syndicat fictif des Garrigues</cbc:Name></cac:PartyName>
<cac:PostalAddress><cbc:CityName>Montpellier</cbc:CityName><cbc:PostalZone>34000</cbc:PostalZone>
<cbc:CountrySubentityCode listName="nuts">FRJ13</cbc:CountrySubentityCode>
<cac:Country><cbc:IdentificationCode listName="country">FRA</cbc:IdentificationCode></cac:Country>
</cac:PostalAddress>
</efac:Company></efac:Organization></efac:Organizations>
<efac:Publication>
<efbc:NoticePublicationID schemeName="ojs-notice-id">{number:08d}-2026</efbc:NoticePublicationID>
{gazette}<efbc:PublicationDate>{day}Z</efbc:PublicationDate></efac:Publication>
</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
<cbc:ID schemeName="notice-id">{uuid}</cbc:ID>
<cbc:ContractFolderID>{procedure}</cbc:ContractFolderID>
<cbc:VersionID>01</cbc:VersionID>
<cbc:NoticeTypeCode listName="competition">{kind}</cbc:NoticeTypeCode>
<cbc:NoticeLanguageCode>FRA</cbc:NoticeLanguageCode>
<cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID>
</cac:PartyIdentification></cac:Party></cac:ContractingParty>
<cac:ProcurementProject><cbc:Name languageID="FRA">{title}</cbc:Name>
<cbc:Description languageID="FRA">Un objet inventé</cbc:Description>
<cbc:ProcurementTypeCode listName="contract-nature">services</cbc:ProcurementTypeCode>
<cac:MainCommodityClassification>
<cbc:ItemClassificationCode listName="cpv">{cpv}</cbc:ItemClassificationCode>
</cac:MainCommodityClassification>
<cac:RealizedLocation><cac:Address>
<cbc:CountrySubentityCode listName="nuts">{nuts}</cbc:CountrySubentityCode>
<cac:Country><cbc:IdentificationCode listName="country">FRA</cbc:IdentificationCode></cac:Country>
</cac:Address></cac:RealizedLocation>
</cac:ProcurementProject>
<cac:ProcurementProjectLot><cbc:ID schemeName="Lot">LOT-0001</cbc:ID>
<cac:TenderingTerms><cac:TendererQualificationRequest><cac:SpecificTendererRequirement>
<cbc:TendererRequirementTypeCode listName="reserved-procurement">{reserved}
</cbc:TendererRequirementTypeCode>
</cac:SpecificTendererRequirement></cac:TendererQualificationRequest></cac:TenderingTerms>
<cac:TenderingProcess><cac:TenderSubmissionDeadlinePeriod><cbc:EndDate>2026-12-11+01:00</cbc:EndDate>
<cbc:EndTime>12:00:00+01:00</cbc:EndTime></cac:TenderSubmissionDeadlinePeriod></cac:TenderingProcess>
</cac:ProcurementProjectLot>
</ContractNotice>
"""

LEGACY = """<?xml version="1.0" encoding="UTF-8"?>
<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"
 xmlns:n="http://publications.europa.eu/resource/schema/ted/2016/nuts" DOC_ID="000321-2020">
<CODED_DATA_SECTION><REF_OJS><COLL_OJ>S</COLL_OJ><NO_OJ>7</NO_OJ><DATE_PUB>20200110</DATE_PUB></REF_OJS>
<NOTICE_DATA><NO_DOC_OJS>2020/S 007-000321</NO_DOC_OJS><LG_ORIG>FR</LG_ORIG>
<ISO_COUNTRY VALUE="FR"/><ORIGINAL_CPV CODE="45000000">Travaux</ORIGINAL_CPV>
<n:PERFORMANCE_NUTS CODE="FRJ13">Hérault</n:PERFORMANCE_NUTS></NOTICE_DATA>
<CODIF_DATA><TD_DOCUMENT_TYPE CODE="3">Contract notice</TD_DOCUMENT_TYPE>
<NC_CONTRACT_NATURE CODE="1">Works</NC_CONTRACT_NATURE></CODIF_DATA></CODED_DATA_SECTION>
<FORM_SECTION><F02_2014 CATEGORY="TRANSLATION" FORM="F02">
<OBJECT_CONTRACT><TITLE><P>Other</P></TITLE>
</OBJECT_CONTRACT></F02_2014>
<F02_2014 CATEGORY="ORIGINAL" FORM="F02"><LEFTI><RESTRICTED_SHELTERED_WORKSHOP/></LEFTI>
<OBJECT_CONTRACT><TITLE><P>Réfection inventée</P></TITLE></OBJECT_CONTRACT>
</F02_2014></FORM_SECTION>
</TED_EXPORT>
"""

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Fil inventé</title>
<lastBuildDate>Mon, 09 Nov 2026 06:00:00 GMT</lastBuildDate></channel></rss>"""


def boamp_record(idweb: str, day: str, **fields: Any) -> dict[str, Any]:
    """A record with the fields that queries use, in the order of the service."""
    return {
        "idweb": idweb,
        "objet": "Entretien d’espaces verts",
        "famille": "FNS",
        "code_departement": ["34"],
        "dateparution": day,
        "datelimitereponse": None,
        "nature": "APPEL_OFFRE",
        "nature_categorise_libelle": "Avis de marché/",
        "criteres": None,
        "type_marche": ["SERVICES"],
        "gestion": json.dumps({"REFERENCE": {"IDWEB": idweb}}),
        "donnees": json.dumps(
            {"FNSimple": {"initial": {"texte": "œuvre inventée"}}}, ensure_ascii=False
        ),
        **fields,
    }


def eforms_notice(number: int, day: str, **changes: str) -> str:
    """A published contract notice; ``gazette`` and ``changes`` are empty unless given."""
    values = {
        "uuid": f"00000000-0000-4000-8000-{number:012d}",
        "procedure": f"10000000-0000-4000-8000-{number:012d}",
        "kind": "cn-standard",
        "title": f"Marché inventé {number}",
        "cpv": "77310000",
        "nuts": "FRJ13",
        "reserved": "none",
        "gazette": "",
        "changes": "",
    }
    return EFORMS.format(number=number, day=day, **{**values, **changes})


def _fill(folder: Path) -> None:
    for part in ("boamp/semaine", "ted/eforms", "ted/samples_made_up", "feeds"):
        (folder / part).mkdir(parents=True)
    single = boamp_record(
        "26-900001", "2026-11-09", criteres=["sociaux"], datelimitereponse="2026-12-01T12:00:00Z"
    )
    (folder / "boamp/seul.json").write_text(json.dumps(single, indent=1, ensure_ascii=False))
    listed = [
        boamp_record("26-900002", "2026-11-09", code_departement=["30", "34"], objet="Écoles"),
        boamp_record("26-900003", "2026-11-10", code_departement=["11"], type_marche=None),
    ]
    (folder / "boamp/liste.json").write_text(json.dumps(listed, indent=2))
    answer = {"total_count": 1, "results": [boamp_record("26-900004", "2026-11-10")]}
    (folder / "boamp/reponse.json").write_text(json.dumps(answer))
    many = [boamp_record(f"26-91{n:04d}", "2026-11-12") for n in range(250)]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in many)
    (folder / "boamp/semaine/jour.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    gazette = '<efbc:GazetteID schemeName="ojs-id">217/2026</efbc:GazetteID>'
    change = (
        "<efac:Changes><efbc:ChangedNoticeIdentifier>00000000-0000-4000-8000-000000700001-01"
        "</efbc:ChangedNoticeIdentifier></efac:Changes>"
    )
    notices = {
        700001: eforms_notice(700001, "2026-11-09", gazette=gazette, reserved="res-ws"),
        700002: eforms_notice(700002, "2026-11-09", cpv="45210000", nuts="FRJ12"),
        700003: eforms_notice(700003, "2026-11-10", changes=change, title="Marché corrigé"),
        700004: eforms_notice(700004, "2026-11-12", kind="cn-social", nuts="FRA"),
    }
    for number, text in notices.items():
        (folder / f"ted/eforms/{number}-2026.xml").write_text(text)
    (folder / "ted/000321-2020.xml").write_text(LEGACY)
    (folder / "ted/samples_made_up/800000-2026.xml").write_text(eforms_notice(800000, "2026-11-09"))
    (folder / "feeds/fil.rss").write_text(RSS)


@pytest.fixture(scope="session")
def replay_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """254 BOAMP records of four days, five TED notices (one of 2020), one feed."""
    folder = tmp_path_factory.mktemp("rejeu")
    _fill(folder)
    return folder


@pytest.fixture(scope="session")
def site(replay_folder: Path) -> Site:
    return Site(Replay.load(replay_folder), base_url=BASE)


Ask = Callable[..., Response]


@pytest.fixture
def boamp(site: Site) -> Ask:
    """``boamp(where=…, limit=…)``: the answer of ``records``."""

    def ask(route: str = "records", **parameters: Any) -> Response:
        return site.answer(Request.of("GET", f"{DATASET}/{route}?{urlencode(parameters, True)}"))

    return ask


@pytest.fixture
def ted(site: Site) -> Ask:
    """``ted(query=…)``: the answer of the search, with two usual fields unless told."""

    def ask(**body: Any) -> Response:
        asked = {"fields": ["publication-number", "publication-date"], **body}
        return site.answer(Request(method="POST", path=SEARCH, body=json.dumps(asked).encode()))

    return ask
