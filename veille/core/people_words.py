"""What is known of subscribers in French: what happened, how, what was sent, what came back."""

from collections.abc import Mapping

from veille.core.people import ConsentEvent

EVENTS: Mapping[ConsentEvent, str] = {
    "requested": "demande d’abonnement",
    "confirmed": "accord confirmé",
    "imported": "ajout sur une base existante",
    "changed": "modification",
    "paused": "pause",
    "resumed": "reprise",
    "kept": "souhaite continuer",
    "asked": "interrogation avant effacement",
    "suspended": "envois suspendus",
    "ended": "désabonnement",
}
WAYS: Mapping[str, str] = {
    "page": "par la personne, sur le site",
    "mail": "par courriel",
    "file": "par une liste reprise",
    "command": "par l’équipe, en commande",
    "staff": "par l’équipe, sur le site",
}
MESSAGE_KINDS: Mapping[str, str] = {
    "digest": "édition",
    "alert_buyer": "alerte d’acheteur",
    "alert_structure": "alerte de structure",
    "correction": "correction",
    "retraction": "rectification",
    "welcome": "bienvenue",
    "confirmation": "demande de confirmation",
    "goodbye": "au revoir",
    "staying": "« voulez-vous continuer ? »",
    "silent_source": "source muette",
}
MESSAGE_STATES: Mapping[str, str] = {
    "waiting": "en attente",
    "claimed": "en cours",
    "sending": "en cours",
    "sent": "envoyé",
    "failed": "échec",
    "cancelled": "annulé",
}
BOUNCES: Mapping[str, str] = {
    "hard": "refus définitif",
    "soft": "refus passager",
    "complaint": "plainte",
    "unsubscribe": "désabonnement par courriel",
    "ignored": "réponse automatique",
    "unknown": "retour non reconnu",
}
"""Words for closed lists that are kept as text; what is not here is shown as it is kept."""
