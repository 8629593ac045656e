"""What staff do that is written down: a closed list of actions, and how people read them."""

from collections.abc import Mapping
from typing import Literal, get_args

Action = Literal[
    "staff.sign_in",
    "staff.sign_out",
    "staff.add",
    "staff.end",
    "award.join",
    "award.refuse",
]
ACTIONS: tuple[Action, ...] = get_args(Action)

ACTION_NAMES: Mapping[Action, str] = {
    "staff.sign_in": "connexion",
    "staff.sign_out": "déconnexion",
    "staff.add": "membre ajouté ou changé",
    "staff.end": "membre parti",
    "award.join": "marché attribué rapproché",
    "award.refuse": "rapprochement d’un marché écarté",
}
