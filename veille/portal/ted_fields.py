"""The field names that the TED search knows: new names, old two-letter aliases, raw identifiers."""

import re
from collections.abc import Mapping

from veille.portal import ted_eforms

FULL_TEXT = "FT"

ALIASES: Mapping[str, str] = {
    "PD": "publication-date",
    "ND": "publication-number",
    "TI": "notice-title",
    "CY": "buyer-country",
    "OJ": "ojs-number",
    "DS": "dispatch-date",
    "RC": "place-of-performance",
    "PC": "classification-cpv",
    "BT-06-Lot": "strategic-procurement-lot",
    "BT-71-Lot": "reserved-procurement-lot",
    "BT-775-Lot": "social-objective-lot",
    "BT-777-Lot": "strategic-procurement-description-lot",
    "BT-5071-Lot": "place-of-performance-subdiv-lot",
    "BT-5071-Procedure": "place-of-performance-subdiv-proc",
    "BT-04-notice": "procedure-identifier",
    "BT-701-notice": "notice-identifier",
}

# Names the service accepts and for which the portal reads no value: their key is missing.
_UNREAD = """
    award-criterion-number-lot award-criterion-number-weight-lot contract-duration-period-lot
    contract-duration-start-date-lot deadline-receipt-expressions-date-lot
    deadline-receipt-expressions-time-lot deadline deadline-date-lot description-glo dps-usage-lot
    estimated-value-cur-part estimated-value-part framework-agreement-lot
    main-classification-lot main-classification-type-proc additional-classification-lot
    organisation-country-buyer organisation-name-buyer previous-notice-id-proc
    renewal-maximum-lot result-value-lot selection-criterion-description-lot
    selection-criterion-lot submission-language tender-value winner-country winner-identifier
    winner-name
"""
NAMES = frozenset({*ted_eforms.NAMES, *_UNREAD.split(), *ALIASES, "links"})

_RAW = re.compile(r"(BT|OPP|OPT)-\d{1,5}(\([a-z]\))?-[A-Za-z]{1,40}")
_DATE = re.compile(r".*-date(-lot)?|deadline-receipt-request")


def known(name: str) -> bool:
    """Whether a request may ask for this field; any well-formed raw identifier is accepted."""
    return name in NAMES or _RAW.fullmatch(name) is not None


def canonical(name: str) -> str:
    """The name under which the field is indexed."""
    return ALIASES.get(name, name)


def is_date(name: str) -> bool:
    """Whether a canonical name is a field of dates."""
    return _DATE.fullmatch(name) is not None
