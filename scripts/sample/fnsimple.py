"""``donnees.FNSimple``: the national form between 90 k€ and the European thresholds."""

from .boilerplate import Boilerplate
from .buyers import BUYERS, FIRMS
from .identifiers import pick, telephone
from .model import Award, Case, Lot
from .numbering import Numbers
from .ubl import Node, filled

_TYPED = {"@xsi:type": "xs:string"}
_NATURES = {"services": "services", "works": "travaux", "supplies": "fournitures"}
_PROCEDURES = {
    "open": "procedureAdapteeO",
    "restricted": "procedureAdapteeR",
    "adapted": "procedureAdapteeO",
}


def donnees(case: Case, numbers: Numbers, words: Boilerplate) -> Node:
    """The decoded ``donnees`` of a case in one of the four forms of FNSimple."""
    forms = {
        "initial": lambda: _initial(case, words),
        "rectificatif": lambda: _rectification(case, numbers),
        "attribution": lambda: _award(case, numbers),
        "annulation": lambda: _cancellation(case, numbers),
    }
    return {"FNSimple": {"organisme": _organisation(case), case.form: forms[case.form]()}}


def _organisation(case: Case) -> Node:
    buyer = BUYERS[case.buyer]
    published = buyer.siret if case.siret is None else case.siret
    return filled(
        {
            "nomOfficiel": buyer.name,
            "typeIdentificationNational": {"siret": ""},
            "codeIdentificationNational": published,
            "ville": buyer.town,
            "cp": buyer.postcode,
            "grpCommandes": {"non": ""},
        }
    )


def _initial(case: Case, words: Boilerplate) -> Node:
    informations: Node = {}
    if case.visit:
        informations["oui"] = {"visiteDetail": case.visit}
    else:
        informations["non"] = ""
    note = " ".join(part for part in (case.note, words.documents(case)) if part)
    if note:
        informations["autresInformComplementaire"] = note
    return {
        "communication": _communication(case),
        "procedure": _procedure(case, words),
        "natureMarche": _contract(case),
        **({"lots": {"lot": _lots(case)}} if case.lots else {}),
        "informComplementaire": informations,
    }


def _communication(case: Case) -> Node:
    profile = BUYERS[case.buyer].profile
    join = "&amp;" if case.escaped_links else "&"
    return {
        "urlProfilAch": profile,
        "urlDocConsul": f"{profile}?page=consultation{join}ref={1000 + pick(case.key, 9000)}",
        "identifiantInterne": f"26-{pick(case.key + 'id', 900):03d}",
        "docSecurite": {"non": ""},
        "nomContact": "Service des marchés",
        "adresseMailContact": "contact@acheteur.example",
        "telContact": telephone(case.buyer),
    }


def _procedure(case: Case, words: Boilerplate) -> Node:
    selection = case.selection or words.selection(case) or "Voir règlement"
    box = "exigee" if case.procedure == "open" else "autorisee"
    return filled(
        {
            _PROCEDURES[case.procedure]: "",
            "capaciteExercice": selection,
            "capaciteEcoFin": "Voir RC",
            "capaciteTech": "Voir RC",
            "techAchat": {"accordCadre": ""} if case.maximum else {"sansObjet": ""},
            "dateReceptionOffres": f"{case.deadline}:00.000" if case.deadline else "",
            "presOffres": {box: ""},
            "nbCandidatReduit": {"non": ""},
            "variantes": {"non": _TYPED},
            "criteresAttrib": case.criteria_text
            or "; ".join(f"{item.text} : {item.weight} %" for item in case.criteria),
        }
    ) | {_PROCEDURES[case.procedure]: ""}


def _contract(case: Case) -> Node:
    return filled(
        {
            "intitule": case.title,
            "codeCPV": _cpv(case.cpv),
            "natureMarche": {_NATURES[case.nature]: ""},
            "description": case.text,
            "lieuExecution": case.place_text or ", ".join(case.places) or BUYERS[case.buyer].town,
            "dureeMois": str(case.months) if case.months else "",
            "valeurEstimee": _value(case),
            "tranches": {"non": _TYPED},
            "reservationMarche": _reservation(case),
            "lotsMarche": {"oui": _TYPED} if case.lots else {"non": _TYPED},
        }
    )


def _reservation(case: Case) -> Node:
    """None: not reserved; else the box is ticked, with or without words."""
    if case.reservation is None:
        return {"non": ""}
    return {"oui": case.reservation or _TYPED}


def _value(case: Case) -> Node:
    if case.maximum is not None:
        return {"fourchette": {"valeurBasse": "0", "valeurHaute": str(case.maximum)}}
    return {"valeur": str(case.amount)} if case.amount is not None else {}


def _cpv(codes: tuple[str, ...]) -> Node:
    main, *others = codes
    node: Node = {"objetPrincipal": {"classPrincipale": main}}
    if others:
        extra = [{"classPrincipale": other} for other in others]
        node["objetComplementaire"] = extra[0] if len(extra) == 1 else extra
    return node


def _lots(case: Case) -> list[Node] | Node:
    found = [_lot(rank, lot) for rank, lot in enumerate(case.lots, start=1)]
    return found[0] if len(found) == 1 else found


def _lot(rank: int, lot: Lot) -> Node:
    text = " ".join(part for part in (lot.text, lot.conditions, lot.note) if part)
    return filled(
        {
            "numLot": str(rank),
            "intituleLot": lot.title,
            "description": text,
            "codeCPV": _cpv(lot.cpv) if lot.cpv else "",
            "valeurEstimee": {"valeur": str(lot.amount)} if lot.amount is not None else "",
            "lieuExecution": lot.place or "",
        }
    )


def _recalled(case: Case) -> Node:
    return filled(
        {
            "intitule": case.title,
            "codeCPV": _cpv(case.cpv),
            "natureMarche": {_NATURES[case.nature]: ""},
            "description": case.text,
            "criteresAttrib": case.criteria_text,
        }
    )


def _rectification(case: Case, numbers: Numbers) -> Node:
    return {
        "avisInitial": {"idWeb": numbers.previous_idweb},
        "natureMarche": _recalled(case),
        "infosRectif": case.change.text if case.change else "",
    }


def _cancellation(case: Case, numbers: Numbers) -> Node:
    return {
        "avisInitial": {"idWeb": numbers.previous_idweb},
        "natureMarche": _recalled(case),
        "infosAnnul": case.change.text if case.change else "",
    }


def _award(case: Case, numbers: Numbers) -> Node:
    return {
        **({"avisInitial": {"idWeb": numbers.previous_idweb}} if numbers.previous_idweb else {}),
        "natureMarche": _recalled(case),
        "attributionMarche": case.award_text or "\n".join(_awarded(item) for item in case.awards),
    }


def _awarded(award: Award) -> str:
    """One result as the form prints it: labels, one a line."""
    firm = FIRMS[award.winner]
    year, month, day = award.on.split("-")
    lines = [f"Lot N° {award.lot}"] if award.lot else []
    if award.tenders:
        lines.append(f"Nombre d'offres reçues : {award.tenders}")
    lines.append(f"Date d'attribution : {day}/{month}/{year[2:]}")
    street = f"{1 + pick(firm.key, 90)} rue de l'Exemple"
    lines.append(f"{firm.name}, {street}, {firm.postcode} {firm.town}")
    if award.amount is not None:
        amount = f"{award.amount:,.2f}".replace(",", " ").replace(".", ",")
        lines.append(f"Montant Ht : {amount} Euros")
    lines.append("Sous-traitance : non.")
    return "\n".join(lines)
