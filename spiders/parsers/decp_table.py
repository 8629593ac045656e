"""Award data as tables (Parquet, and the flat JSON of open-data portals): the rows of one contract.

A contract has a row for each holder and each modification. Two tables are known: that of the
community's consolidation (``titulaire_id``, ``modification_id``), and that of the ministry's portal
(``titulaire_id_1`` to ``_3``, every name in lower case).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spiders.parsers import decp_2022
from spiders.parsers import decp_values as values
from spiders.parsers.decp_record import Lists, ParsedContract, contract_of, modification
from spiders.parsers.decp_values import Record
from spiders.parsers.result import UnreadablePayload
from veille.core.contracts import Modification

ROWS = "rows"
"""The key under which the rows of one contract are kept together as one payload."""
MARKS = frozenset(("titulaire_id", "titulaire_id_1", "acheteur_id"))
_MOST_ROWS = 2_000
_NAMES = (
    "codeCPV", "dureeMois", "datePublicationDonnees", "dateNotification", "formePrix", "typesPrix",
    "offresRecues", "considerationsSociales", "considerationsEnvironnementales", "idAccordCadre",
    "lieuExecution_code", "lieuExecution_typeCode", "titulaire_typeIdentifiant", "donneesActuelles",
    "marcheInnovant", "attributionAvance", "tauxAvance", "sousTraitanceDeclaree", "origineUE",
    "origineFrance", "typeGroupementOperateurs", "modalitesExecution", "typePrix",
    "titulaire_denominationSociale", "idModification", "montantModification",
    "dureeMoisModification",
    "dateNotificationModificationModification", "datePublicationDonneesModificationModification",
)  # fmt: skip
_CASED = {name.lower(): name for name in _NAMES}
_PLACES = (1, 2, 3)
_KNOWN = decp_2022.KNOWN | frozenset(("lieuExecution", "rows"))


def key_of(row: Record) -> str | None:
    """What the rows of one contract share: the buyer and its number; null where one is missing."""
    buyer = values.digits(values.text(row, "acheteur_id", "acheteur.id"), 14)
    number = values.text(row, "id")
    if buyer is None or number is None:
        return values.text(row, "uid")
    return f"{buyer}{number}"


def parse(record: Record) -> ParsedContract:
    """The contract of the rows of one record.

    Raises:
        UnreadablePayload: no row, no number, or no buyer.
    """
    found = record.get(ROWS, [record])
    rows = (
        [_cased(row) for row in found[:_MOST_ROWS] if isinstance(row, Mapping)]
        if isinstance(found, list)
        else []
    )
    if not rows:
        raise UnreadablePayload("contrat sans ligne")
    rows.sort(key=_order)
    first = [row for row in rows if _order(row) == _order(rows[0])]
    lists = Lists(
        holders=values.holders(one for row in first for one in _holders(row)),
        modifications=_modifications(rows[len(first) :]) or _named_modifications(rows),
        social=values.words(rows[0].get("considerationsSociales")),
        price_forms=values.words(rows[0].get("typesPrix")),
    )
    whole = rows[0] | {
        "lieuExecution": {
            "code": rows[0].get("lieuExecution_code"),
            "typeCode": rows[0].get("lieuExecution_typeCode"),
        }
    }
    return contract_of(whole, "table", lists, _KNOWN | set(whole))


def _cased(row: Record) -> dict[str, Any]:
    """The row under the names of the JSON formats."""
    cased: dict[str, Any] = {}
    for name, value in row.items():
        stem, _, place = name.rpartition("_")
        if place.isdigit() and stem.lower() in _CASED:
            cased[f"{_CASED[stem.lower()]}_{place}"] = value
        else:
            cased[_CASED.get(name.lower(), name)] = value
    return cased


def _order(row: Record) -> float:
    """The initial data first, then each modification."""
    return values.number(row, "modification_id") or 0.0


def _holders(row: Record) -> Iterator[Record]:
    yield _holder(row, "")
    for place in _PLACES:
        yield _holder(row, f"_{place}")


def _holder(row: Record, suffix: str) -> Record:
    return {
        "id": row.get(f"titulaire_id{suffix}"),
        "typeIdentifiant": row.get(f"titulaire_typeIdentifiant{suffix}"),
        "denominationSociale": row.get(f"titulaire_nom{suffix}")
        or row.get(f"titulaire_denominationSociale{suffix}"),
    }


def _modifications(rows: Sequence[Record]) -> tuple[Modification, ...]:
    """The rows of each later state of the contract."""
    found = []
    for number in dict.fromkeys(_order(row) for row in rows):
        own = [row for row in rows if _order(row) == number]
        told = {
            "dateNotificationModification": own[0].get("dateNotification"),
            "datePublicationDonneesModification": own[0].get("datePublicationDonnees"),
            "montant": own[0].get("montant"),
            "dureeMois": own[0].get("dureeMois"),
        }
        holders = values.holders(one for row in own for one in _holders(row))
        found.append(modification(told, holders))
    return tuple(found)


def _named_modifications(rows: Sequence[Record]) -> tuple[Modification, ...]:
    """The modifications that the ministry's table writes beside the initial data."""
    named = sorted(
        (row for row in rows if values.number(row, "idModification")),
        key=lambda row: values.number(row, "idModification") or 0,
    )
    return tuple(
        modification(
            {
                "dateNotificationModification": row.get("dateNotificationModificationModification"),
                "datePublicationDonneesModification": row.get(
                    "datePublicationDonneesModificationModification"
                ),
                "montant": row.get("montantModification"),
                "dureeMois": row.get("dureeMoisModification"),
            },
            (),
        )
        for row in named
    )
