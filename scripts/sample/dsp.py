"""``donnees.DSP`` and ``donnees.DIVERS``: delegations below the threshold, and all the rest."""

from .boilerplate import Boilerplate
from .buyers import BUYERS
from .identifiers import pick, telephone
from .model import Case
from .reference import TOWNS
from .ubl import Node, filled


def donnees(case: Case, words: Boilerplate) -> Node:
    """The decoded ``donnees`` of a delegation of public service."""
    return {
        "DSP": {
            "organisme": _organisation(case),
            "initial": filled(
                {
                    "descriptionMarche": _description(case),
                    "criteres": {"libelle": case.criteria_text} if case.criteria_text else "",
                    "delais": {"receptionCandidatures": f"{case.deadline}:00"}
                    if case.deadline
                    else "",
                    "renseignements": filled({"rensgComplt": _note(case, words)}),
                }
            ),
        }
    }


def divers(case: Case, words: Boilerplate) -> Node:
    """The decoded ``donnees`` of a notice that fits no other form."""
    return {
        "DIVERS": {
            "organisme": _organisation(case),
            "initial": filled(
                {
                    "descriptionMarche": filled(
                        {"titreMarche": case.title, "description": case.text}
                    ),
                    "lots": _lots(case),
                    "delais": {"receptionOffres": f"{case.deadline}:00"} if case.deadline else "",
                    "renseignements": filled({"rensgComplt": _note(case, words)}),
                }
            ),
        }
    }


def _note(case: Case, words: Boilerplate) -> str:
    return " ".join(part for part in (case.conditions, case.note, words.documents(case)) if part)


def _organisation(case: Case) -> Node:
    buyer = BUYERS[case.buyer]
    return {
        "acheteurPublic": buyer.name,
        "codeIdentificationNational": buyer.siret,
        "codeNUTS": buyer.nuts,
        "adr": {
            "voie": {"nomvoie": f"{1 + pick(buyer.key, 90)} rue de l'Exemple"},
            "cp": buyer.postcode,
            "ville": buyer.town,
        },
        "coord": {"tel": telephone(buyer.key), "mel": "contact@acheteur.example"},
        "urlProfilAcheteur": buyer.profile,
    }


def _description(case: Case) -> Node:
    main, *others = case.cpv
    cpv: Node = {"objetPrincipal": {"classPrincipale": main}}
    if others:
        cpv["objetComplementaire"] = {"classPrincipale": others[0]}
    node: Node = {
        "titreMarche": case.title,
        "numeroReference": f"DSP-{pick(case.key, 90):02d}",
        "CPV": cpv,
        "description": case.text,
    }
    if case.lots:
        node["lots"] = _lots(case)
    else:
        node["lot"] = _single(case)
    return node


def _single(case: Case) -> Node:
    towns = case.places or (BUYERS[case.buyer].town,)
    return filled(
        {
            "estimationValeur": {"valeur": str(case.amount)} if case.amount is not None else "",
            "lieuCodeNUTS": {"codeNUTS": TOWNS[towns[0]][1]},
            "lieuExecutionLivraison": ", ".join(towns),
            "dureeLot": filled(
                {
                    "nbMois": str(case.months) if case.months else "",
                    "dateACompterDu": case.starts or "",
                    "dateJusquau": case.ends or "",
                }
            ),
        }
    )


def _lots(case: Case) -> Node | str:
    if not case.lots:
        return ""
    found = [
        filled(
            {
                "numLot": str(rank),
                "intitule": lot.title,
                "description": " ".join(part for part in (lot.text, lot.conditions) if part),
            }
        )
        for rank, lot in enumerate(case.lots, start=1)
    ]
    return {"lot": found[0] if len(found) == 1 else found}
