"""The domain tables as staff see them: what each is for, and its columns in plain words."""

from typing import Any

from veille.core.french import typography
from veille.core.reference.sectors import SECTORS
from veille.core.reference.thresholds import ANY
from veille.core.refusals import Refusal
from veille.core.table_fields import Choices, Field
from veille.core.table_info import TableInfo

_STATUS: Choices = (("seen", "confirmé"), ("to_confirm", "à confirmer"))
_ASSUMED: Choices = (("seen", "confirmé"), ("assumed", "supposé"), ("to_confirm", "à confirmer"))
_REGIMES: Choices = (
    (ANY, "tous"),
    ("classic", "pouvoirs adjudicateurs"),
    ("utilities", "entités adjudicatrices"),
    ("concession", "concessions"),
    ("defence", "défense et sécurité"),
    ("social", "services sociaux et spécifiques"),
)
_BUYERS: Choices = (
    (ANY, "tous"),
    ("state", "État"),
    ("local", "collectivités et autres"),
    ("utility", "entité adjudicatrice"),
)
_NATURES: Choices = (
    (ANY, "toutes"),
    ("works", "travaux"),
    ("services", "services"),
    ("supplies", "fournitures"),
)


class UnknownTableError(Refusal):
    """No table is called so."""


def _sectors() -> Choices:
    return tuple((code, typography(label)) for code, label in SECTORS.items())


def _source(status: Choices = _STATUS) -> tuple[Field, ...]:
    return (
        Field(
            column="source",
            label="Source",
            hint="D’où vient cette valeur : texte, page, réunion… avec sa date.",
        ),
        Field(
            column="status",
            label="Statut",
            kind="choice",
            choices=status,
            hint="« Confirmé » si la source a été lue ; sinon c’est montré « à confirmer ».",
        ),
    )


def _range(kind: Any, hint: str) -> tuple[Field, ...]:
    return (
        Field(column="low", label="Bas", kind=kind, hint=hint),
        Field(column="high", label="Haut", kind=kind, hint=hint),
    )


def table_list() -> tuple[TableInfo, ...]:
    """Every table, those that change the estimates first."""
    any_sector: Choices = ((ANY, "tous les autres secteurs"), *_sectors())
    return (
        TableInfo(
            name="labour_shares",
            slug="parts-de-main-d-oeuvre",
            title="Parts de main-d’œuvre",
            purpose="Quelle part du prix paie du travail, métier par métier. Le métier d’un marché "
            "se lit dans ses codes CPV (le plus long début de code gagne), sinon dans les "
            "descripteurs du BOAMP.",
            used="Estimation des heures : montant × part × taux d’insertion ÷ coût de l’heure.",
            fields=(
                Field(
                    column="trade",
                    label="Code",
                    kind="code",
                    key=True,
                    hint="Un mot qui ne changera plus, par exemple : peinture.",
                ),
                Field(column="label", label="Métier"),
                Field(column="sector", label="Secteur", kind="choice", choices=any_sector),
                Field(
                    column="cpv",
                    label="Codes CPV",
                    kind="prefixes",
                    required=False,
                    hint="Débuts de codes, séparés par des virgules.",
                ),
                Field(
                    column="descriptors",
                    label="Descripteurs BOAMP",
                    kind="descriptors",
                    required=False,
                    hint="Numéros, séparés par des virgules.",
                ),
                *_range("share", "Par exemple 35 % ou 0,35."),
                Field(column="note", label="À savoir", required=False),
                *_source(),
            ),
        ),
        TableInfo(
            name="insertion_rates",
            slug="taux-d-insertion",
            title="Taux d’insertion",
            purpose="Quelle part du travail on réserve d’ordinaire à l’insertion, secteur par "
            "secteur.",
            used="Estimation des heures.",
            fields=(
                Field(
                    column="sector", label="Secteur", kind="choice", choices=any_sector, key=True
                ),
                *_range("share", "Par exemple 5 % ou 0,05."),
                *_source(),
            ),
        ),
        TableInfo(
            name="hourly_costs",
            slug="couts-horaires",
            title="Coûts horaires",
            purpose="Ce que coûte une heure de travail, charges comprises, secteur par secteur.",
            used="Estimation des heures : un coût plus haut donne moins d’heures.",
            fields=(
                Field(
                    column="sector", label="Secteur", kind="choice", choices=any_sector, key=True
                ),
                *_range("cost", "En euros, par exemple 38,50."),
                *_source(),
            ),
        ),
        TableInfo(
            name="thresholds",
            slug="seuils",
            title="Seuils européens",
            purpose="À partir de quel montant hors taxes la loi attend une clause sociale, selon "
            "la date, l’acheteur et ce qui est acheté.",
            used="« Clause attendue » (articles L2112-2-1 et L3114-2-1).",
            by_admins=True,
            fields=(
                Field(column="since", label="Du", kind="day", key=True, hint="Premier jour."),
                Field(column="until", label="Au", kind="day", hint="Dernier jour compris."),
                Field(column="regime", label="Régime", kind="choice", choices=_REGIMES, key=True),
                Field(
                    column="buyer_kind", label="Acheteur", kind="choice", choices=_BUYERS, key=True
                ),
                Field(column="nature", label="Nature", kind="choice", choices=_NATURES, key=True),
                Field(
                    column="amount", label="Montant HT", kind="amount", hint="Par exemple 216 000."
                ),
                *_source(),
            ),
        ),
        TableInfo(
            name="ess_cpv",
            slug="codes-ess",
            title="Services réservables à l’ESS",
            purpose="Les codes CPV des services sociaux et spécifiques, que la loi permet de "
            "réserver à l’économie sociale et solidaire (article L2113-15).",
            used="Seuil des services sociaux, et remarque sur une réservation hors de la liste.",
            by_admins=True,
            fields=(
                Field(column="code", label="Code CPV", kind="cpv", key=True, hint="Huit chiffres."),
                *_source(),
            ),
        ),
        TableInfo(
            name="facilitators",
            slug="territoires",
            title="Gestionnaires par territoire",
            purpose="Quel gestionnaire suit les clauses de chaque intercommunalité. Une commune "
            "peut avoir le sien : il l’emporte.",
            used="Annuaire public, page de chaque consultation, lignes des éditions.",
            fields=(
                Field(
                    column="area",
                    label="Territoire",
                    kind="area",
                    key=True,
                    hint="Nom ou code d’une intercommunalité ou d’une commune de l’Hérault.",
                ),
                Field(
                    column="name",
                    label="Gestionnaire",
                    hint="Son nom, tel qu’il est dans la table des gestionnaires.",
                ),
                *_source(_ASSUMED),
            ),
        ),
        TableInfo(
            name="bodies",
            slug="gestionnaires",
            title="Gestionnaires : coordonnées",
            purpose="Comment joindre chaque gestionnaire : les coordonnées de l’organisme, jamais "
            "celles d’une personne.",
            used="Annuaire public.",
            fields=(
                Field(column="name", label="Nom", kind="contact", key=True),
                Field(
                    column="email",
                    label="Adresse électronique",
                    kind="plain",
                    required=False,
                    hint="Celle d’un service, par exemple clauses@exemple.fr.",
                ),
                Field(column="phone", label="Téléphone", kind="phone", required=False),
                Field(column="site", label="Site", kind="plain", required=False),
                Field(column="address", label="Adresse postale", kind="contact", required=False),
                *_source(),
            ),
        ),
        TableInfo(
            name="sector_prefixes",
            slug="secteurs",
            title="Secteurs des codes CPV",
            purpose="Dans quel secteur d’abonnement se range chaque début de code CPV ; le plus "
            "long gagne.",
            used="Abonnements par secteur, recherche, étiquette des éditions.",
            fields=(
                Field(column="prefix", label="Début de code CPV", kind="prefix", key=True),
                Field(column="sector", label="Secteur", kind="choice", choices=_sectors()),
                *_source(),
            ),
        ),
    )


def table_info(slug: str) -> TableInfo:
    """The table of that name in addresses.

    Raises:
        UnknownTableError: there is none.
    """
    found = next((info for info in table_list() if info.slug == slug), None)
    if found is None:
        raise UnknownTableError(f"table inconnue : {slug[:40]}")
    return found
