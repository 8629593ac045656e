"""What staff do that is written down: a closed list of actions, and how people read them."""

from collections.abc import Mapping
from typing import Literal, get_args

Action = Literal[
    "staff.sign_in",
    "staff.sign_out",
    "staff.add",
    "staff.end",
    "review.sample",
    "review.tag",
    "review.undo",
    "review.accept",
    "review.decline",
    "review.join",
    "review.split",
    "review.apart",
]
ACTIONS: tuple[Action, ...] = get_args(Action)

ACTION_NAMES: Mapping[Action, str] = {
    "staff.sign_in": "connexion",
    "staff.sign_out": "déconnexion",
    "staff.add": "membre ajouté ou changé",
    "staff.end": "membre parti",
    "review.sample": "semaine de relecture commencée, échantillon tiré",
    "review.tag": "étiquette posée",
    "review.undo": "étiquette annulée",
    "review.accept": "proposition acceptée",
    "review.decline": "proposition écartée",
    "review.join": "consultations réunies",
    "review.split": "consultation séparée",
    "review.apart": "consultations déclarées distinctes",
}
