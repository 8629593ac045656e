"""``donnees.MAPA``: the short national form below 90 k€. No CPV, no SIRET, no box for clauses."""

from .boilerplate import Boilerplate
from .buyers import BUYERS, FIRMS
from .identifiers import pick, telephone
from .model import Award, Case
from .numbering import Numbers
from .reference import TOWNS
from .ubl import Node, filled

_NATURES = {"services": "services", "works": "travaux", "supplies": "fournitures"}


def donnees(case: Case, numbers: Numbers, words: Boilerplate) -> Node:
    """The decoded ``donnees`` of a case in one of the four forms of MAPA."""
    forms = {
        "initial": lambda: _initial(case, words),
        "rectificatif": lambda: _rectification(case, numbers),
        "attribution": lambda: _award(case, numbers),
        "annulation": lambda: _cancellation(case, numbers),
    }
    return {"MAPA": {"organisme": _organisation(case), case.form: forms[case.form]()}}


def _organisation(case: Case) -> Node:
    buyer = BUYERS[case.buyer]
    return {
        "correspondantPRM": {"nom": "Service des marchés"},
        "acheteurPublic": buyer.name,
        "adr": {
            "voie": {"nomvoie": f"{1 + pick(buyer.key, 90)} rue de l'Exemple"},
            "cp": buyer.postcode,
            "ville": buyer.town,
        },
        "coord": {"tel": telephone(buyer.key), "mel": "contact@acheteur.example"},
        "urlProfilAcheteur": buyer.profile,
    }


def _initial(case: Case, words: Boilerplate) -> Node:
    more = " ".join(
        part for part in (case.note, case.conditions, case.visit, words.documents(case)) if part
    )
    return filled(
        {
            "natureMarche": {_NATURES[case.nature]: ""},
            "description": filled({"objet": case.title, "lieuExecutionLivraison": _place(case)}),
            "caracteristiques": {"principales": case.text} if case.text else "",
            "criteres": _criteria(case),
            "procedure": {"procedureAdaptee": ""},
            "delais": {"receptionOffres": f"{case.deadline}:00"} if case.deadline else "",
            "duree": {"nbMois": str(case.months)} if case.months else "",
            "renseignements": filled(
                {"idMarche": f"MAPA-{pick(case.key, 900):03d}", "rensgComplt": more}
            ),
            "adressesComplt": {"document": {"coord": {"url": _link(case)}}},
            "lots": {
                "lot": [
                    {
                        "numLot": str(rank),
                        "description": " ".join(
                            part for part in (lot.title, lot.text, lot.conditions) if part
                        ),
                    }
                    for rank, lot in enumerate(case.lots, start=1)
                ]
            }
            if case.lots
            else "",
        }
    )


def _link(case: Case) -> str:
    join = "&amp;" if case.escaped_links else "&"
    return f"{BUYERS[case.buyer].profile}?page=dce{join}id={1000 + pick(case.key, 9000)}"


def _place(case: Case) -> Node | str:
    if not case.places:
        return ""
    town = case.places[0]
    return {"cp": TOWNS[town][0], "ville": town}


def _criteria(case: Case) -> Node:
    if not case.criteria:
        return {"critereCDC": ""}
    return {
        "criterePondere": [
            {"critere": item.text, "criterePCT": str(item.weight)} for item in case.criteria
        ]
    }


def _rectification(case: Case, numbers: Numbers) -> Node:
    change = case.change
    if change is None:
        raise ValueError(f"{case.key}: a correction says what it corrects")
    found: list[Node] = [
        {"rubDelais": rubric, "auLieuDeDate": before, "lireDate": after}
        for rubric, before, after in change.structured
    ]
    if change.text:
        found.append({"rubrique": "Renseignements complémentaires", "ajouter": change.text})
    return {
        "avisInitial": {"idWeb": numbers.previous_idweb},
        "description": {"objet": case.title},
        "infosRectif": found[0] if len(found) == 1 else found,
    }


def _cancellation(case: Case, numbers: Numbers) -> Node:
    return {
        "avisInitial": {"idWeb": numbers.previous_idweb},
        "description": {"objet": case.title},
        "infosAnnul": case.change.text if case.change else "",
    }


def _award(case: Case, numbers: Numbers) -> Node:
    return filled(
        {
            "avisInitial": {"idWeb": numbers.previous_idweb} if numbers.previous_idweb else "",
            "description": {"objet": case.title},
            "attribution": {"lotMarche": [_lot(award) for award in case.awards]},
            "renseignements": {"rensgComplt": case.award_text} if case.award_text else "",
        }
    )


def _lot(award: Award) -> Node:
    firm = FIRMS[award.winner]
    winner: Node = {
        "denomination": firm.name,
        "adr": {"cp": firm.postcode, "ville": firm.town},
    }
    if award.amount is not None:
        winner["montant"] = f"{award.amount:.2f}"
    return {
        "numLot": str(award.lot or 1),
        "resultat": {"attribue": winner},
        "dateAttribution": award.on,
    }
