"""The eForms code lists that people see, with their French labels.

Source: EU Publications Office, eForms SDK code lists (Decision 2011/833/EU), apostrophes and
spaces set in French typography; see ``docs/sources.md``.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def code_lists() -> Mapping[str, Mapping[str, str]]:
    """French labels by code, by name of the list (``social-objective``)."""
    path = files("veille.core.reference") / "data" / "eforms_codes_fr.json"
    lists: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return lists


def label(list_name: str, code: str) -> str | None:
    """The French label of a code, or null when the list or the code is not known."""
    return code_lists().get(list_name, {}).get(code)
