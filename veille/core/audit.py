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
    "staff.territory",
    "handover.claim",
    "handover.note",
    "handover.pass",
    "handover.release",
    "subscriber.add",
    "subscriber.change",
    "subscriber.import",
    "subscriber.export",
    "subscriber.erase",
    "tender.add",
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
    "staff.territory": "territoire choisi",
    "handover.claim": "consultation prise en charge",
    "handover.note": "suivi noté",
    "handover.pass": "consultation passée",
    "handover.release": "consultation rendue",
    "subscriber.add": "abonné·e ajouté·e",
    "subscriber.change": "abonné·e changé·e",
    "subscriber.import": "liste d’abonné·es reprise",
    "subscriber.export": "données d’abonné·es exportées",
    "subscriber.erase": "abonné·e effacé·e",
    "tender.add": "consultation saisie",
}
