"""``donnees`` as before 2024: the JSON of schema Boamp_v230, upper-case keys, no dialect key.

No buyer publishes in it any more; two notices of the week keep it alive, because archives do.
"""

from .boilerplate import Boilerplate
from .buyers import BUYERS
from .identifiers import pick, telephone
from .model import Case, Lot
from .reference import TOWNS
from .ubl import Node, filled

_BOXES = {"shops": "ATELIERS_PROTEGES", "jobs": "EMPLOIS_PROTEGES"}


def donnees(case: Case, words: Boilerplate) -> Node:
    """The decoded ``donnees`` of a tender in the old shape."""
    return filled(
        {
            "IDENTITE": _identity(case),
            "OBJET": _object(case),
            "CONDITION_RELATIVE_MARCHE": filled({"AUTRES_CONDITIONS_PART_OUI": case.conditions}),
            "CONDITION_PARTICIPATION": _participation(case, words),
            "PROCEDURE": {
                "TYPE_PROCEDURE": {"OUVERT": ""},
                "CRITERES_ATTRIBUTION": {"CRITERES_PONDERES": {"CRITERE": _criteria(case)}},
            },
            "CONDITION_DELAI": {"RECEPT_OFFRES": f"{case.deadline}:00"} if case.deadline else "",
            "RENSEIGNEMENTS_COMPLEMENTAIRES": {"RENS_COMPLEMENT": case.note} if case.note else "",
        }
    )


def _identity(case: Case) -> Node:
    buyer = BUYERS[case.buyer]
    return {
        "DENOMINATION": buyer.name,
        "CODE_IDENT_NATIONAL": buyer.siret,
        "CORRESPONDANT": "Service des marchés",
        "ADRESSE": f"{1 + pick(buyer.key, 90)} rue de l'Exemple",
        "CP": buyer.postcode,
        "VILLE": buyer.town,
        "TEL": telephone(buyer.key),
        "MEL": "contact@acheteur.example",
        "URL_DOCUMENT": f"{buyer.profile}/dce",
        "URL_PROFIL_ACHETEUR": buyer.profile,
    }


def _object(case: Case) -> Node:
    town = case.places[0] if case.places else BUYERS[case.buyer].town
    postcode, nuts = TOWNS[town]
    return filled(
        {
            "TITRE_MARCHE": case.title,
            "OBJET_COMPLET": case.text,
            "CPV": {"PRINCIPAL": case.cpv[0]},
            "LIEU_EXEC_LIVR": {"VILLE": town, "CP": postcode, "CODE_NUTS": nuts},
            "DUREE_DELAI": {"DUREE_MOIS": str(case.months)} if case.months else "",
            "ESTIMATION_INITIALE": {"VALEUR": str(case.amount)} if case.amount else "",
            "LOTS": {"LOT": [_lot(rank, lot) for rank, lot in enumerate(case.lots, start=1)]}
            if case.lots
            else "",
        }
    )


def _lot(rank: int, lot: Lot) -> Node:
    return filled(
        {
            "NUM": str(rank),
            "INTITULE": lot.title,
            "DESCRIPTION": " ".join(part for part in (lot.text, lot.conditions) if part),
            "CPV": {"PRINCIPAL": lot.cpv[0]} if lot.cpv else "",
            "VALEUR": str(lot.amount) if lot.amount else "",
        }
    )


def _participation(case: Case, words: Boilerplate) -> Node:
    reserved: Node = {"MARCHE_RESERVE_NON": ""}
    if case.reserved_box:
        reserved = {"MARCHE_RESERVE_OUI": {_BOXES[case.reserved_box]: ""}}
    profession: Node = {"PRESTATION_RESERVEE_NON": ""}
    if case.profession_box:
        profession = {"PRESTATION_RESERVEE_OUI": case.profession_box}
    selection = case.selection or words.selection(case)
    return reserved | profession | ({"CAP_TECHNIQUE": selection} if selection else {})


def _criteria(case: Case) -> list[Node] | Node:
    found: list[Node] = [
        {"CRITERE_NOM": item.text, "CRITERE_POIDS": str(item.weight)} for item in case.criteria
    ]
    return found[0] if len(found) == 1 else found
