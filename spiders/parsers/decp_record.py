"""What the formats of award data share: a contract from a record, once its lists are read."""

from collections.abc import Iterable
from dataclasses import dataclass

from spiders.parsers import decp_values as values
from spiders.parsers.decp_values import Record
from spiders.parsers.result import UnreadablePayload
from veille.core.contracts import Contract, ContractFormat, Holder, Modification

_CONCESSION = "Contrat de concession"
_SEQUENCE = 2  # digits of the number of modifications at the end of an identifier of 2019


@dataclass(frozen=True, slots=True)
class ParsedContract:
    """One record, read; ``unread`` names the keys, and the listed words, that no parser knows."""

    contract: Contract
    unread: tuple[str, ...] = ()

    @property
    def dialect(self) -> str:
        """What the record was written in."""
        return f"decp-{self.contract.format}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The parts of a record that each format writes its own way."""

    holders: tuple[Holder, ...]
    modifications: tuple[Modification, ...]
    social: tuple[str, ...] = ()
    price_forms: tuple[str, ...] = ()


def is_concession(record: Record) -> bool:
    """Whether the record is a concession, not a contract (marché)."""
    return record.get("_type") == _CONCESSION or bool(
        record.get("autoriteConcedante") or record.get("concessionnaires")
    )


def contract_of(
    record: Record, kind: ContractFormat, lists: Lists, known: Iterable[str]
) -> ParsedContract:
    """The contract of a record whose ``lists`` were read; ``known`` are the keys of its format.

    Raises:
        UnreadablePayload: no number, or no buyer.
    """
    buyer = _part(record, "acheteur") or _part(record, "autoriteConcedante")
    siret = values.digits(
        values.text(buyer, "id") or values.text(record, "acheteur.id", "acheteur_id"), 14
    )
    if siret is None:
        raise UnreadablePayload("contrat sans SIRET d’acheteur lisible")
    number = values.text(record, "id") or values.text(record, "uid")
    if number is None:
        raise UnreadablePayload("contrat sans numéro")
    number = _root(number, record, kind)[:100]
    place = _part(record, "lieuExecution")
    declared, odd = values.social(lists.social)
    contract = Contract(
        uid=number if number.startswith(siret) else f"{siret}{number}",
        number=number,
        format=kind,
        kind="concession" if is_concession(record) else "contract",
        buyer_siret=siret,
        buyer_name=values.text(buyer, "nom") or values.text(record, "acheteur.nom", "acheteur_nom"),
        object=values.text(record, "objet"),
        cpv=values.cpv(record, "codeCPV"),
        nature=values.text(record, "nature"),
        procedure=values.text(record, "procedure"),
        place_code=values.text(place, "code"),
        place_kind=values.text(place, "typeCode"),
        duration_months=values.months(record, "dureeMois"),
        starts_on=values.date_of(record, "dateDebutExecution"),
        notified_on=values.date_of(record, "dateNotification", "dateSignature"),
        published_on=values.date_of(record, "datePublicationDonnees"),
        amount=values.amount(record, "montant", "valeurGlobale"),
        price_forms=_price_forms(record, lists),
        offers=values.offers(record, "offresRecues"),
        framework=values.text(record, "idAccordCadre"),
        holders=lists.holders,
        social=declared,
        modifications=lists.modifications,
    )
    return ParsedContract(contract, _unread(record, known, odd))


def modification(record: Record, found: tuple[Holder, ...]) -> Modification:
    """A modification whose holders were read."""
    return Modification(
        notified_on=values.date_of(
            record, "dateNotificationModification", "dateSignatureModification"
        ),
        published_on=values.date_of(record, "datePublicationDonneesModification"),
        amount=values.amount(record, "montant", "valeurGlobale"),
        duration_months=values.months(record, "dureeMois"),
        holders=found,
    )


def _part(record: Record, key: str) -> Record:
    found = record.get(key)
    return found if isinstance(found, dict) else {}


def _price_forms(record: Record, lists: Lists) -> tuple[str, ...]:
    form = values.text(record, "formePrix")
    return tuple(dict.fromkeys((*((form,) if form else ()), *lists.price_forms)))


def _root(number: str, record: Record, kind: ContractFormat) -> str:
    """The number of the contract itself: that of 2019 ends with how often it was modified."""
    if kind != "2019":
        return number
    count = sum(1 for _ in values.objects(record.get("modifications"), "modification"))
    ending = f"{count:0{_SEQUENCE}d}"
    is_longer = len(number) > _SEQUENCE + len("2019")
    return number[:-_SEQUENCE] if is_longer and number.endswith(ending) else number


def _unread(record: Record, known: Iterable[str], odd: tuple[str, ...]) -> tuple[str, ...]:
    keys = sorted(set(record) - set(known))[:50]
    return (*(key[:100] for key in keys), *(f"considerationsSociales={word}" for word in odd))
