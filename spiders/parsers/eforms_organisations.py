"""The organisations of an eForms notice, and who among them buys.

Contact persons are never read. The buyer is the one that ``cac:ContractingParty`` points to: the
list of organisations also holds courts, mediators and the service that sent the notice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from spiders.parsers.siret import clean_siret
from spiders.parsers.ubl import EXTENSION, codes, first, path, text
from veille.core.notices import Buyer, BuyerKind, Regime, Winner

_ORGANISATION = path(f"{EXTENSION}/efac:Organizations/efac:Organization")
_LEAD = path("efbc:GroupLeadIndicator")
_COMPANY = path("efac:Company")
_TOUCH_POINT = path("efac:TouchPoint")
_ID = path("cac:PartyIdentification/cbc:ID")
_NAME = path("cac:PartyName/cbc:Name")
_COMPANY_ID = path("cac:PartyLegalEntity/cbc:CompanyID")
_CITY = path("cac:PostalAddress/cbc:CityName")
_POSTCODE = path("cac:PostalAddress/cbc:PostalZone")
_NUTS = path("cac:PostalAddress/cbc:CountrySubentityCode")

_CONTRACTING_PARTY = path("cac:ContractingParty")
_BUYER_ID = path("cac:Party/cac:PartyIdentification/cbc:ID")
_LEGAL_TYPE = path("cac:ContractingPartyType/cbc:PartyTypeCode")

_STATE = frozenset({"cga", "body-pl-cga", "org-sub-cga"})
_LOCAL = frozenset({"la", "ra", "body-pl", "body-pl-la", "body-pl-ra", "org-sub-la", "org-sub-ra"})
_UTILITY = frozenset(
    {"pub-undert", "pub-undert-cga", "pub-undert-la", "pub-undert-ra", "spec-rights-entity"}
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A company or public body of the notice, without its contact."""

    name: str | None
    siret: str | None
    postcode: str | None
    city: str | None
    nuts: str | None
    leads: bool

    def as_winner(self) -> Winner:
        """The organisation as the holder of a contract."""
        return Winner(name=self.name, siret=self.siret, city=self.city)


def organisations(root: etree._Element, language: str | None) -> Mapping[str, Organisation]:
    """The organisations by technical identifier (``ORG-0001``); touch points give their company."""
    found: dict[str, Organisation] = {}
    for node in root.findall(_ORGANISATION):
        company = node.find(_COMPANY)
        if company is None:
            continue
        organisation = _organisation(company, language, leads=first(node, _LEAD) == "true")
        for part in (company, *node.findall(_TOUCH_POINT)):
            identifier = first(part, _ID)
            if identifier:
                found.setdefault(identifier, organisation)
    return found


def read_buyer(
    root: etree._Element,
    known: Mapping[str, Organisation],
    *,
    regime: Regime,
) -> Buyer | None:
    """The contracting party: of several, the one that leads the group, else the first."""
    parties = root.findall(_CONTRACTING_PARTY)
    pairs = [(party, known.get(first(party, _BUYER_ID) or "")) for party in parties]
    named = [(party, organisation) for party, organisation in pairs if organisation]
    if not named:
        return None
    party, chosen = next((pair for pair in named if pair[1].leads), named[0])
    return Buyer(
        name=chosen.name,
        siret=chosen.siret,
        kind=_kind(_legal_type(party), regime),
        postcode=chosen.postcode,
        city=chosen.city,
        nuts=chosen.nuts,
    )


def _organisation(company: etree._Element, language: str | None, *, leads: bool) -> Organisation:
    sirets = (clean_siret(element.text) for element in company.iterfind(_COMPANY_ID))
    return Organisation(
        name=text(company, _NAME, language),
        siret=next((siret for siret in sirets if siret), None),
        postcode=first(company, _POSTCODE),
        city=first(company, _CITY),
        nuts=first(company, _NUTS),
        leads=leads,
    )


def _legal_type(party: etree._Element) -> str | None:
    listed = codes(party, _LEGAL_TYPE, "buyer-legal-type")
    return next(iter(listed), None)


def _kind(legal_type: str | None, regime: Regime) -> BuyerKind:
    if regime == "utilities" or legal_type in _UTILITY:
        return "utility"
    if legal_type in _STATE:
        return "state"
    return "local" if legal_type in _LOCAL else "unknown"
