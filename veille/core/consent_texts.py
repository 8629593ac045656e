"""What people read when they subscribe: the proof of consent names the text, so none is changed.

A new text gets a new name, and ``CURRENT`` says which one pages show.
"""

from collections.abc import Mapping

CONSENT_TEXTS: Mapping[str, str] = {
    "2026-11": (
        "Votre adresse ne sert qu’à vous envoyer cette veille, jusqu’à ce que vous l’arrêtiez. Un "
        "lien dans chaque message permet de la modifier, de l’arrêter, d’obtenir une copie de vos "
        "données ou de les effacer. Sans signe de votre part pendant trois ans, nous vous "
        "demandons si vous voulez continuer, puis nous effaçons tout."
    ),
}
CURRENT = "2026-11"
