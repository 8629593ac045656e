"""What a row of a domain table must be besides well written: consistent with the other rows."""

from collections.abc import Callable, Iterable, Mapping
from typing import cast

from veille.core.reference.facilitators import Facilitator
from veille.core.reference.figures import LabourShare
from veille.core.reference.thresholds import ANY, Threshold
from veille.core.refusals import Refusal
from veille.core.tables import Row, TableName, Tables


class RowConflict(Refusal):
    """A row that the other rows do not allow."""


def check_row(tables: Tables, name: TableName, row: Row) -> None:
    """Whether ``row`` can take its place in a table.

    Raises:
        RowConflict: another row forbids it, and which.
    """
    check = _CHECKS.get(name)
    if check:
        others = [other for other in tables.rows(name) if other.key != row.key]
        check(tables, row, others)


def check_withdrawal(tables: Tables, name: TableName, key: str) -> None:
    """Whether the row of this key can go.

    Raises:
        RowConflict: something rests on it.
    """
    if name in ("insertion_rates", "hourly_costs") and key == ANY:
        raise RowConflict("cette ligne sert à tous les secteurs qui n’ont pas la leur : la changer")
    if name == "bodies":
        held = [row for row in tables.facilitators if row.name == key]
        if held:
            raise RowConflict(
                "ce gestionnaire suit encore un territoire : le confier d’abord à un autre"
            )


def _check_share(_: Tables, row: Row, others: Iterable[Row]) -> None:
    own = cast("LabourShare", row)
    for other in cast("Iterable[LabourShare]", others):
        shared = sorted(set(own.cpv) & set(other.cpv))
        if shared:
            raise RowConflict(f"le code {shared[0]} est déjà celui du métier « {other.label} »")


def _check_threshold(_: Tables, row: Row, others: Iterable[Row]) -> None:
    own = cast("Threshold", row)
    for other in cast("Iterable[Threshold]", others):
        is_same = (own.regime, own.buyer_kind, own.nature) == (
            other.regime,
            other.buyer_kind,
            other.nature,
        )
        if is_same and own.since <= other.until and other.since <= own.until:
            raise RowConflict(
                f"un autre seuil vaut déjà du {other.since:%d/%m/%Y} au {other.until:%d/%m/%Y}"
            )


def _check_facilitator(tables: Tables, row: Row, _: Iterable[Row]) -> None:
    name = cast("Facilitator", row).name
    if tables.directory.body(name) is None:
        raise RowConflict(
            f"gestionnaire inconnu, « {name[:60]} » : l’ajouter d’abord à la table des gestionnaires"
        )


_CHECKS: Mapping[TableName, Callable[[Tables, Row, Iterable[Row]], None]] = {
    "labour_shares": _check_share,
    "thresholds": _check_threshold,
    "facilitators": _check_facilitator,
}
