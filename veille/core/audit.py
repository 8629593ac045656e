"""What staff do that is written down: a closed list of actions, and how people read them."""

from collections.abc import Mapping
from typing import Literal, get_args

Action = Literal[
    "staff.sign_in",
    "staff.sign_out",
    "staff.add",
    "staff.end",
    "table.edit",
    "table.withdraw",
    "table.undo",
    "table.import",
    "source.acknowledge",
    "source.resume",
    "source.reread",
    "source.keys",
]
ACTIONS: tuple[Action, ...] = get_args(Action)

ACTION_NAMES: Mapping[Action, str] = {
    "staff.sign_in": "connexion",
    "staff.sign_out": "déconnexion",
    "staff.add": "membre ajouté ou changé",
    "staff.end": "membre parti",
    "table.edit": "ligne d’une table changée",
    "table.withdraw": "ligne d’une table retirée",
    "table.undo": "changement d’une table annulé",
    "table.import": "fichier importé dans une table",
    "source.acknowledge": "source : noté jusqu’à une date",
    "source.resume": "source : suivi repris",
    "source.reread": "source : relevés relus",
    "source.keys": "source : champs inconnus vus",
}
