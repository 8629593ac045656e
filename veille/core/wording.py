"""The closed lists of the vocabulary in French, as people read them."""

from collections.abc import Mapping

from veille.core.procedures import State
from veille.core.verdicts import Binding, ClauseKind, ReservedKind

STATE_LABELS: Mapping[State, str] = {
    "planned": "annoncée",
    "open": "ouverte",
    "closed": "close",
    "awarded": "attribuée",
    "cancelled": "annulée",
    "unknown": "état inconnu",
}
RESERVED_LABELS: Mapping[ReservedKind, str] = {
    "handicap": "entreprises adaptées et ESAT",
    "iae": "structures d’insertion par l’activité économique",
    "mixed": "entreprises adaptées, ESAT et structures d’insertion",
    "prison": "établissements en prison",
    "ess": "économie sociale et solidaire",
    "unspecified": "bénéficiaires non précisés",
}
CLAUSE_LABELS: Mapping[ClauseKind, str] = {
    "insertion": "insertion",
    "generic": "considérations sociales non précisées",
    "criterion": "critère social",
    "training": "formation ou alternance",
    "equality": "égalité femmes-hommes",
    "disability": "handicap",
    "fair_trade": "commerce équitable",
    "justice": "personnes placées sous main de justice",
    "qpv": "quartiers prioritaires",
    "progress_plan": "plan de progrès",
    "insertion_service": "prestation d’insertion",
    "unspecified": "type non précisé",
}
BINDING_LABELS: Mapping[Binding, str] = {
    "mandatory": "obligatoire",
    "optional": "facultative",
    "unknown": "",
}
