"""The shape of before 2024: JSON of the XML schema ``Boamp_v230``, upper-case names.

No real record was at hand: names come from the published schema and from other readers of it.
"""

from datetime import datetime

from spiders.parsers.boamp_legacy_awards import read_awards
from spiders.parsers.boamp_legacy_object import read_object
from spiders.parsers.boamp_legacy_texts import boxes, conditions, criteria, read_corrections
from spiders.parsers.cleaning import link, one_line
from spiders.parsers.identifiers import kind_of_siret
from spiders.parsers.jsontree import Tree, child, children, keys_of, take
from spiders.parsers.procedure_types import procedure_type
from spiders.parsers.reading import Reading
from spiders.parsers.siret import clean_siret
from spiders.parsers.values import moment, nuts, postcode
from veille.core.notices import Buyer, BuyerKind, Links

SECTIONS = frozenset(
    {"IDENTITE", "OBJET", "PROCEDURE", "CONDITION_DELAI", "ATTRIBUTION", "RECTIF", "ANNULATION"}
)

_NATURES = {
    "RECTIF": "RECTIFICATIF",
    "ANNULATION": "ANNULATION",
    "ATTRIBUTION": "ATTRIBUTION",
    "OBJET": "APPEL_OFFRE",
}
_BUYER_KINDS: tuple[tuple[str, BuyerKind], ...] = (
    ("MINISTERE", "state"),
    ("ETAT", "state"),
    ("AGENCE_NATIONALE", "state"),
    ("COLLECTIVITE", "local"),
    ("COMMUNE", "local"),
    ("DEPARTEMENT", "local"),
    ("REGION", "local"),
    ("ENTITE_ADJUDICATRICE", "utility"),
)


def read(form: Tree, summary: str | None = None) -> Reading:
    """What the old form tells; ``summary`` is the record's own title, cut by BOAMP."""
    procedure = child(form, "PROCEDURE")
    nature = next((name for key, name in _NATURES.items() if key in form), None)
    corrections = read_corrections(form)
    bought = read_object(children(form, "OBJET"), summary)
    awards, awarded_lots = read_awards(child(form, "ATTRIBUTION"))
    own_deadline = _deadline(child(form, "CONDITION_DELAI"))
    declared, box_texts = boxes(
        child(form, "CONDITION_PARTICIPATION"), *children(form, "OBJET"), lot=None
    )
    return Reading(
        nature=nature,
        title=bought.title,
        description=bought.description,
        buyer=_buyer(form),
        deadline=corrections.deadline or own_deadline,
        deadline_overrides=corrections.deadline is not None,
        earlier=corrections.earlier,
        procedure_type=procedure_type(keys_of(procedure, "TYPE_PROCEDURE")),
        regime="concession" if bought.delegation else "unknown",
        places=bought.places,
        cpv=bought.cpv,
        contract_nature=bought.contract_nature,
        value=bought.value,
        duration_months=bought.period.months,
        starts_on=bought.period.starts_on,
        ends_on=bought.period.ends_on,
        renewals=bought.renewals,
        lots=bought.lots or awarded_lots,
        texts=(
            *criteria(procedure),
            *box_texts,
            *conditions(form),
            *corrections.texts,
            *bought.texts,
        ),
        declared=(*declared, *bought.declared),
        awards=awards,
        links=_links(child(form, "IDENTITE")),
    )


def _buyer(form: Tree) -> Buyer | None:
    body = child(form, "IDENTITE")
    number = clean_siret(take(body, "CODE_IDENT_NATIONAL"))
    shown = [
        *keys_of(form, "TYPE_ORGANISME"),
        *keys_of(form, "TYPE_POUVOIR_ADJUDICATEUR"),
    ]
    kinds = (kind for name in shown for start, kind in _BUYER_KINDS if name.startswith(start))
    found = Buyer(
        name=one_line(take(body, "DENOMINATION")),
        siret=number,
        kind=next(kinds, kind_of_siret(number)),
        postcode=postcode(take(body, "CP")),
        city=one_line(take(body, "VILLE")),
        nuts=nuts(take(body, "CODE_NUTS")),
    )
    return None if found == Buyer() else found


def _deadline(delays: Tree) -> datetime | None:
    tenders, applications = take(delays, "RECEPT_OFFRES"), take(delays, "RECEPT_CANDIDAT")
    return moment(tenders) or moment(applications)


def _links(body: Tree) -> Links:
    return Links(
        documents=link(take(body, "URL_DOCUMENT")),
        submission=link(take(body, "URL_PARTICIPATION", "URL_OUTIL")),
        profile=link(take(body, "URL_PROFIL_ACHETEUR")),
    )
