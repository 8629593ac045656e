"""What the drivers of SQLite and PostgreSQL say, in our own words: theirs may hold a secret."""

import sqlite3
from collections.abc import Callable, Iterable

from sqlalchemy.exc import DBAPIError

_SQLITE = {
    "SQLITE_BUSY": "base occupée par une autre commande, réessayer plus tard",
    "SQLITE_LOCKED": "base occupée par une autre commande, réessayer plus tard",
    "SQLITE_CANTOPEN": "fichier impossible à ouvrir, vérifier le chemin et les droits",
    "SQLITE_PERM": "accès refusé, vérifier les droits du fichier",
    "SQLITE_READONLY": "fichier en lecture seule, vérifier les droits",
    "SQLITE_FULL": "plus de place sur le disque",
    "SQLITE_IOERR": "erreur du disque",
    "SQLITE_CORRUPT": "fichier abîmé, restaurer une sauvegarde",
    "SQLITE_NOTADB": "ce fichier n’est pas une base SQLite",
}
# By the start of the SQLSTATE, the longest first.
_POSTGRESQL = (
    ("3D000", "cette base n’existe pas, la créer"),
    ("42501", "droits insuffisants"),
    ("53100", "plus de place sur le disque"),
    ("53300", "trop de connexions, réessayer plus tard"),
    ("25006", "base en lecture seule"),
    ("08", "connexion perdue"),
    ("28", "identifiant ou mot de passe refusé"),
    ("40", "base occupée par une autre commande, réessayer plus tard"),
    ("55P03", "base occupée par une autre commande, réessayer plus tard"),
    ("57", "serveur arrêté ou requête interrompue, réessayer plus tard"),
)
# A connection that was never made has no SQLSTATE, only the words of the driver or the server.
_CONNECTING = (
    ("invalid connection option", "option inconnue dans l’adresse"),
    ("resolve host", "nom de serveur introuvable"),
    ("authentication failed", "identifiant ou mot de passe refusé"),
    ("no password supplied", "mot de passe absent"),
    ("does not exist", "base ou rôle inconnu du serveur"),
    ("refused", "connexion refusée, vérifier que le serveur est démarré"),
    ("timeout", "pas de réponse dans le délai"),
)


def reason(error: DBAPIError) -> str:
    """Why the database cannot be used, in a few words of French, with nothing of the driver's."""
    driver = error.orig
    name = getattr(driver, "sqlite_errorname", None)
    if name is not None:
        return _sqlite(str(name))
    state = getattr(driver, "sqlstate", None)
    if state is not None:
        return _first(_POSTGRESQL, str(state).startswith) or f"erreur PostgreSQL {state}"
    said = str(driver)
    return _first(_CONNECTING, lambda words: words in said) or "connexion impossible"


def sqlite_reason(error: sqlite3.Error) -> str:
    """The same of an error that came from SQLite itself."""
    return _sqlite(getattr(error, "sqlite_errorname", "SQLITE_ERROR"))


def _sqlite(name: str) -> str:
    """An extended code such as ``SQLITE_BUSY_SNAPSHOT`` means what its first words mean."""
    return _SQLITE.get("_".join(name.split("_")[:2]), f"erreur {name}")


def _first(table: Iterable[tuple[str, str]], fits: Callable[[str], bool]) -> str | None:
    return next((reason for key, reason in table if fits(key)), None)
