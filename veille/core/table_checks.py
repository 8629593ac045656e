"""What a row of a domain table must be besides well written: consistent with the other rows."""

from collections.abc import Iterable

from veille.core.reference.facilitators import Facilitator
from veille.core.reference.figures import LabourShare
from veille.core.reference.thresholds import ANY, Threshold
from veille.core.refusals import Refusal
from veille.core.tables import Row, TableName, Tables


class RowConflict(Refusal):
    """A row that the other rows do not allow."""


def check_row(tables: Tables, row: Row) -> None:
    """Whether ``row`` can take its place among the others.

    Raises:
        RowConflict: another row forbids it, and which.
    """
    if isinstance(row, LabourShare):
        _check_share(row, (other for other in tables.labour_shares if other.key != row.key))
    elif isinstance(row, Threshold):
        _check_threshold(row, (other for other in tables.thresholds if other.key != row.key))
    elif isinstance(row, Facilitator) and tables.directory.body(row.name) is None:
        raise RowConflict(
            f"gestionnaire inconnu, « {row.name[:60]} » : l’ajouter d’abord à la table des "
            "gestionnaires"
        )


def check_withdrawal(tables: Tables, name: TableName, key: str) -> None:
    """Whether the row of this key can go.

    Raises:
        RowConflict: something rests on it.
    """
    if name in ("insertion_rates", "hourly_costs") and key == ANY:
        raise RowConflict("cette ligne sert à tous les secteurs qui n’ont pas la leur : la changer")
    if name == "bodies" and any(row.name == key for row in tables.facilitators):
        raise RowConflict(
            "ce gestionnaire suit encore un territoire : le confier d’abord à un autre"
        )


def _check_share(row: LabourShare, others: Iterable[LabourShare]) -> None:
    for other in others:
        shared = sorted(set(row.cpv) & set(other.cpv))
        if shared:
            raise RowConflict(f"le code {shared[0]} est déjà celui du métier « {other.label} »")


def _check_threshold(row: Threshold, others: Iterable[Threshold]) -> None:
    asked = (row.regime, row.buyer_kind, row.nature)
    for other in others:
        is_same = asked == (other.regime, other.buyer_kind, other.nature)
        if is_same and row.since <= other.until and other.since <= row.until:
            raise RowConflict(
                f"un autre seuil vaut déjà du {other.since:%d/%m/%Y} au {other.until:%d/%m/%Y}"
            )
