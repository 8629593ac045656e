"""What staff do that is written down: a closed list of actions, and how people read them."""

from collections.abc import Mapping
from typing import Literal, get_args

Action = Literal[
    "staff.sign_in",
    "staff.sign_out",
    "staff.add",
    "staff.end",
    "edition.introduction",
    "edition.note",
    "edition.remove",
    "edition.put_back",
    "edition.add",
    "edition.renew",
    "edition.test",
    "edition.approve",
    "edition.hold",
    "edition.resend",
    "edition.retry",
    "model.report",
    "model.promote",
    "model.rollback",
]
ACTIONS: tuple[Action, ...] = get_args(Action)

ACTION_NAMES: Mapping[Action, str] = {
    "staff.sign_in": "connexion",
    "staff.sign_out": "déconnexion",
    "staff.add": "membre ajouté ou changé",
    "staff.end": "membre parti",
    "edition.introduction": "mot d’introduction d’une édition",
    "edition.note": "note sous une ligne d’édition",
    "edition.remove": "ligne retirée d’une édition",
    "edition.put_back": "ligne remise dans une édition",
    "edition.add": "consultation ajoutée à une édition",
    "edition.renew": "édition recomposée",
    "edition.test": "essai d’une édition envoyé",
    "edition.approve": "édition approuvée",
    "edition.hold": "édition retenue",
    "edition.resend": "édition renvoyée à une personne",
    "edition.retry": "envois échoués réessayés",
    "model.report": "comparaison de modèles demandée",
    "model.promote": "modèle choisi",
    "model.rollback": "retour au modèle d’avant",
}
