"""Award data of the format of 2019 (order of 22 March 2019): bare holders, nothing of clauses."""

from spiders.parsers import decp_values as values
from spiders.parsers.decp_record import Lists, ParsedContract, contract_of, modification
from spiders.parsers.decp_values import Record
from veille.core.contracts import Holder, Modification

_KNOWN_WORDS = """
_type id uid uuid source updated_at created_at datePublicationDonnees dateNotification nature
objet codeCPV procedure lieuExecution dureeMois montant formePrix titulaires modifications
acheteur acheteur.id acheteur.nom autoriteConcedante concessionnaires dateSignature
dateDebutExecution valeurGlobale montantSubventionPublique donneesExecution sourceOpenData
booleanModification idAccordCadre rowid
"""
KNOWN = frozenset(_KNOWN_WORDS.split())


def parse(record: Record) -> ParsedContract:
    """The contract of one record.

    Raises:
        UnreadablePayload: no number, or no buyer.
    """
    lists = Lists(holders=holders(record), modifications=modifications(record))
    return contract_of(record, "2019", lists, KNOWN)


def holders(record: Record) -> tuple[Holder, ...]:
    """The holders, without wrappers."""
    return values.holders(
        values.objects(record.get("titulaires") or record.get("concessionnaires"))
    )


def modifications(record: Record) -> tuple[Modification, ...]:
    """The modifications, whose holders some publishers nest in lists of lists."""
    return tuple(
        modification(one, values.holders(values.objects(one.get("titulaires"))))
        for one in values.objects(record.get("modifications"), "modification")
    )
