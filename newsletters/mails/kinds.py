"""The kinds of mail that an edition becomes, and what each says around its entries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from newsletters.subjects import correction_subject, personal_subject, retraction_subject
from veille.core.editions import Edition, Section
from veille.core.french import NBSP
from veille.core.people import SubscriberKind

MailKind = Literal[
    "digest", "alert_buyer", "alert_structure", "correction", "retraction", "welcome"
]

_LAW = (
    "Depuis le 22 août 2026, un marché d’une valeur estimée au moins égale aux seuils européens "
    "doit prendre en compte, dans ses conditions d’exécution, des considérations sociales ou "
    "relatives à l’emploi (code de la commande publique, art. L2112-2-1 ; L3114-2-1 pour les "
    "concessions). Les exceptions, comme une solution immédiatement disponible ou des travaux de "
    "moins de six mois, sont énumérées par ces articles."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """What stands around the entries; ``introductions`` replace those of sections.

    ``examples``: whether wordings of clauses are quoted first, as examples; ``explained``: whether
    the notes at the end explain how entries are classed and what was read.
    """

    heading: str | None
    introduction: tuple[str, ...]
    introductions: Mapping[Section, str] = field(default_factory=dict)
    law: str | None = None
    examples: bool = False
    explained: bool = True


FRAMINGS: Mapping[MailKind, Framing] = {
    "digest": Framing(heading=None, introduction=()),
    "alert_buyer": Framing(
        heading="Clauses sociales : ce que publient d’autres acheteurs",
        introduction=("Voici les avis qui correspondent à vos alertes.",),
        introductions={
            "reserved": "Marchés que d’autres acheteurs ont réservés à des structures.",
            "clause": "Marchés d’autres acheteurs qui portent une clause sociale.",
            "opportunity": "Marchés ouverts sans clause vue dans l’avis.",
            "planning": "Achats annoncés, pas encore en consultation.",
            "renewal": "Contrats qui se terminent dans les neuf mois.",
        },
        law=_LAW,
        examples=True,
    ),
    "alert_structure": Framing(
        heading="Marchés auxquels votre structure pourrait répondre",
        introduction=(
            "Vérifiez au dossier de consultation que votre structure est visée, et la date limite.",
        ),
        introductions={
            "reserved": "Seules les structures visées peuvent répondre.",
            "clause": "Une clause sociale y est écrite ou déclarée : vous pouvez répondre, seul "
            "ou en groupement, ou vous proposer aux candidats.",
            "opportunity": "Marchés ouverts à tous, sans clause vue dans l’avis.",
            "planning": "Achats annoncés : faites-vous connaître de l’acheteur.",
            "renewal": "Contrats qui se terminent dans les neuf mois : faites-vous connaître.",
        },
    ),
    "correction": Framing(
        heading="Ce qui a changé dans des avis déjà reçus",
        introduction=("Vous recevez ce message parce que nous vous avions signalé ces avis.",),
        explained=False,
    ),
    "retraction": Framing(
        heading="Un classement que nous avons corrigé",
        introduction=(
            "Nous vous avions signalé ces marchés comme réservés ou porteurs d’une clause "
            "sociale. Après relecture, l’équipe a retiré ce classement. Veuillez nous en excuser.",
        ),
        introductions={"correction": "Le classement que vous avez reçu, et ce qu’il devient."},
        explained=False,
    ),
    "welcome": Framing(
        heading="Bienvenue : voici la dernière édition",
        introduction=(
            "Votre abonnement est confirmé. Voici ce que la dernière édition avait pour vous ; la "
            "suivante vous parviendra à son heure.",
        ),
    ),
}

_BY_READER: Mapping[SubscriberKind, MailKind] = {
    "buyer_agent": "alert_buyer",
    "structure": "alert_structure",
}


def kind_of(reader: SubscriberKind, edition: Edition) -> MailKind:
    """The kind of the mail of an edition: what only follows up is a kind of its own."""
    entries = () if edition.endings else edition.entries
    if entries and all(entry.withdrawn for entry in entries):
        return "retraction"
    if entries and all(entry.section == "correction" for entry in entries):
        return "correction"
    return _BY_READER.get(reader, "digest")


def subject_of(kind: MailKind, edition: Edition) -> str:
    """The subject of a mail: all that it tells, shown or behind its link."""
    if kind == "retraction":
        return retraction_subject(edition)
    if kind == "welcome":
        return f"Bienvenue{NBSP}: {personal_subject(edition)}"
    if kind == "correction":
        return correction_subject(edition)
    return personal_subject(edition)
