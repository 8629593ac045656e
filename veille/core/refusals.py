"""Why something from outside cannot be used, in one bounded line of French.

The words are ours: what libraries say of their errors is English and may quote their input.
"""

import errno
import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from veille.core.french import number, typography

LONGEST = 300

_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_UNBREAKABLE = "\u00a0\u202f"
_POSITION = re.compile(r"at line (\d+) column (\d+)")

_NESTED = "JSON trop imbriqué"
_CUT = "JSON incomplet"
_NOT_UTF8 = "texte qui n’est pas en UTF-8"
_NUMBER = "nombre attendu"
_WHOLE_NUMBER = "nombre entier attendu"
_DATE = "date attendue, comme 2026-11-09"
_MOMENT = "date et heure attendues, comme 2026-11-16T07:30+01:00"
_TIME = "heure attendue, comme 07:30"
_LIST = "liste attendue"
_OBJECT = "objet attendu"
_BOOLEAN = "true ou false attendu"

# The kinds of error of pydantic that our types can give.
_VALUES = {
    "missing": "valeur absente",
    "literal_error": "valeur hors de la liste : {expected}",
    "string_type": "texte attendu",
    "string_unicode": _NOT_UTF8,
    "string_too_short": "{min_length} caractères au moins",
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": "nombre démesuré",
    "int_from_float": _WHOLE_NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "greater_than": "nombre supérieur à {gt} attendu",
    "greater_than_equal": "nombre d’au moins {ge} attendu",
    "less_than_equal": "nombre d’au plus {le} attendu",
    "bool_type": _BOOLEAN,
    "bool_parsing": _BOOLEAN,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "time_type": _TIME,
    "time_parsing": _TIME,
    "url_parsing": "adresse attendue, comme https://veille.example.org",
    "network_parsing": "adresse ou réseau attendus, comme 10.0.0.1 ou 10.0.0.0/8",
    "quiet_time": "heure entre 02:00 et 03:30, où rien ne tourne (l’heure peut changer)",
    "list_type": _LIST,
    "tuple_type": _LIST,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "path_type": "chemin attendu",
    "recursion_loop": _NESTED,
}
_OTHER_VALUE = "valeur refusée"

_SYSTEM = {
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "un élément du chemin n’est pas un dossier",
    errno.EEXIST: "existe déjà",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EROFS: "disque en lecture seule",
    errno.ENOSPC: "plus de place sur le disque",
    errno.EDQUOT: "plus de place sur le disque",
    errno.EIO: "erreur du disque",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.EADDRINUSE: "port déjà utilisé",
    errno.EADDRNOTAVAIL: "adresse indisponible",
}


class Refusal(ValueError):
    """Something from outside that cannot be used; the message says why, see ``one_line``."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


def one_line(message: str) -> str:
    """The message as people read it: one line of ``LONGEST`` characters at most, French spaces.

    Characters that a terminal would obey or could not print become U+FFFD.
    """
    text = _SPACES.sub(" ", message[: 4 * LONGEST]).strip()
    text = typography("".join(map(_printable, text)))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def value_refusal(error: ValidationError) -> str:
    """What is wrong first, after its JSON Pointer where it has one."""
    first = error.errors(include_url=False, include_input=False)[0]
    # A field named as a Python keyword ends with an underscore that the JSON key has not.
    where = "".join(f"/{str(part).rstrip('_')}" for part in first["loc"])
    said = value_fault(first["type"], first.get("ctx", {}))
    return f"{where} : {said}" if where else said


def value_fault(kind: str, context: Mapping[str, Any]) -> str:
    """What pydantic's kind of error means; ``context`` is what came with it."""
    if kind == "json_invalid":
        return _json_fault(str(context.get("error")))
    told = {name: _told(value) for name, value in context.items()}
    return _VALUES.get(kind, _OTHER_VALUE).format_map(told)


def _told(value: object) -> str:
    """A bound as a number; pydantic writes the choices of a list with ``or``."""
    return number(value) if isinstance(value, float) else str(value).replace(" or ", " ou ")


def json_refusal(error: Exception) -> str:
    """Why ``json.loads`` refused: its ValueError (JSON or text encoding) or RecursionError."""
    if isinstance(error, RecursionError):
        return _NESTED
    if isinstance(error, UnicodeError):
        return _NOT_UTF8
    if not isinstance(error, json.JSONDecodeError):
        return "JSON illisible, nombre démesuré"
    if error.msg.startswith("Unterminated") or error.pos >= len(error.doc.rstrip()):
        return _CUT
    return _unreadable(error.lineno, error.colno)


def system_refusal(error: Exception) -> str:
    """Why a file, a folder or a port cannot be used; no error number: damaged content."""
    code = getattr(error, "errno", None)
    if not code:
        return "contenu abîmé ou incomplet"
    name = errno.errorcode.get(code, str(code))
    return _SYSTEM.get(code, f"erreur du système ({name})")


def _json_fault(said: str) -> str:
    """The same from what pydantic's JSON reader says."""
    if said.startswith("recursion"):
        return _NESTED
    if said.startswith("EOF"):
        return _CUT
    found = _POSITION.search(said)
    return _unreadable(int(found[1]), int(found[2])) if found else "JSON illisible"


def _unreadable(line: int, column: int) -> str:
    return f"JSON illisible, ligne {line}, colonne {column}"


def _printable(character: str) -> str:
    return character if character.isprintable() or character in _UNBREAKABLE else "\ufffd"
