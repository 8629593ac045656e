"""Invented buyers and firms. Each name carries « fictif » or « fictive »."""

import tomllib
from pathlib import Path
from typing import NamedTuple

from .identifiers import siret
from .reference import TOWNS


class Body(NamedTuple):
    """An organisation: published name, identifier, town and what eForms says of it."""

    key: str
    name: str
    town: str
    siret: str
    legal_type: str
    activity: str

    @property
    def postcode(self) -> str:
        """The postcode of its town."""
        return TOWNS[self.town][0]

    @property
    def nuts(self) -> str:
        """The NUTS 3 code of its town."""
        return TOWNS[self.town][1]

    @property
    def profile(self) -> str:
        """The address of its buyer profile."""
        return f"https://marches.example/{self.key}"


_BODIES = tomllib.loads(
    (Path(__file__).parent / "cases" / "bodies.toml").read_text(encoding="utf-8")
)
_DEMATERIALISATION = "Plateforme fictive de dématérialisation"
_COURT = "Tribunal administratif fictif de Montpellier"


def _body(rank: int, key: str, row: list[str]) -> Body:
    name, town, form, legal_type, activity = row
    department = TOWNS[town][0][:2]
    return Body(key, name, town, siret(form + department, rank), legal_type, activity)


BUYERS: dict[str, Body] = {
    key: _body(rank, key, row) for rank, (key, row) in enumerate(_BODIES["buyers"].items(), start=1)
}
FIRMS: dict[str, Body] = {
    key: Body(key, name, town, siret("0000", 500 + rank), "", "")
    for rank, (key, (name, town)) in enumerate(_BODIES["firms"].items(), start=1)
}
COURT = Body("tribunal", _COURT, "Montpellier", siret("1734", 990), "", "")
SENDER = Body("plateforme", _DEMATERIALISATION, "Paris", siret("0000", 990), "", "")
