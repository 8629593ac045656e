"""Award data (DECP): which format a record is written in, and its contract."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from spiders.parsers import decp_2019, decp_2022, decp_2024, decp_table
from spiders.parsers.decp_record import ParsedContract
from spiders.parsers.result import UnreadablePayload
from veille.core.contracts import ContractFormat
from veille.core.refusals import json_refusal

LARGEST_RECORD = 4 * 1024 * 1024

_PARSERS: Mapping[ContractFormat, Callable[[Mapping[str, Any]], ParsedContract]] = {
    "2019": decp_2019.parse,
    "2022": decp_2022.parse,
    "2024": decp_2024.parse,
    "table": decp_table.parse,
}
_MARKS = frozenset(
    ("acheteur", "acheteur.id", "autoriteConcedante", "titulaires", "concessionnaires", "objet")
)


def format_of(record: Mapping[str, Any]) -> ContractFormat | None:
    """The format of a record, by its shape; null for what is none.

    Consolidated files mix them: each record is looked at.
    """
    if decp_table.ROWS in record or decp_table.MARKS & {key.lower() for key in record}:
        return "table"
    if not _MARKS & record.keys():
        return None
    if _is_wrapped(record):
        return "2022"
    return "2024" if decp_2022.ADDED & record.keys() else "2019"


def load_contract(content: bytes) -> Mapping[str, Any]:
    """The stored record.

    Raises:
        UnreadablePayload: not a JSON object, or too large.
    """
    if len(content) > LARGEST_RECORD:
        raise UnreadablePayload("contrat démesuré")
    try:
        record = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadablePayload(json_refusal(error)) from None
    if not isinstance(record, dict):
        raise UnreadablePayload("contrat qui n’est pas un objet JSON")
    return record


def parse_contract(record: Mapping[str, Any]) -> ParsedContract:
    """The contract of one record of any format.

    Raises:
        UnreadablePayload: neither a contract nor a concession, or one without number or buyer.
    """
    found = format_of(record)
    if found is None:
        raise UnreadablePayload("ni marché ni concession")
    return _PARSERS[found](record)


def _is_wrapped(record: Mapping[str, Any]) -> bool:
    if any(isinstance(record.get(key), Mapping) for key in decp_2022.WRAPPED):
        return True
    lists = (record.get("titulaires"), record.get("concessionnaires"))
    return any(
        isinstance(one, Mapping) and ("titulaire" in one or "concessionnaire" in one)
        for found in lists
        if isinstance(found, list)
        for one in found[:1]
    )
