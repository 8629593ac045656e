"""Who manages the social clauses of a territory (gestionnaire); much of it is to be confirmed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from veille.core.reference import cells
from veille.core.reference.communes import commune, epci

Status = Literal["seen", "assumed", "to_confirm"]
STATUSES: tuple[Status, ...] = get_args(Status)

COORDINATION = "Mission Interinstitutionnelle Clause Sociale 34"

_EMAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
_PHONE = re.compile(r"(?:\+33|0)[1-9][0-9]{8}")
_SITE = re.compile(r"https?://[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}(?:/[!-;=?-~]{0,300})?")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that follows clauses, and how to reach it; never a person.

    ``confirmed`` is false where nobody checked how to reach it.
    """

    name: str
    email: str | None
    phone: str | None
    site: str | None
    address: str | None
    source: str | None
    confirmed: bool

    @property
    def key(self) -> str:
        """One row replaces another of the same name."""
        return self.name

    @property
    def is_reachable(self) -> bool:
        """Whether anything is known of how to reach it."""
        return bool(self.email or self.phone or self.site or self.address)


@dataclass(frozen=True, slots=True)
class Facilitator:
    """The body of an EPCI (its SIREN) or of one commune (INSEE code), by name.

    ``seen`` in a source, ``assumed``, or ``to_confirm``.
    """

    area: str
    name: str
    status: Status
    source: str | None

    @property
    def key(self) -> str:
        """One row replaces another of the same area."""
        return self.area

    @property
    def confirmed(self) -> bool:
        """Whether a source was read."""
        return self.status == "seen"

    @property
    def label(self) -> str:
        """The name as people read it, marked where no source was read."""
        return self.name if self.confirmed else f"{self.name} (à confirmer)"


def read_body(row: Mapping[str, str]) -> Body:
    """A row of ``bodies``; raises ``ValueError``, one line, where a cell is not what it should be.

    So do the others.
    """
    return Body(
        name=cells.word(row, "name"),
        email=cells.shaped(row, "email", _EMAIL, "adresse comme clauses@exemple.fr"),
        phone=cells.shaped(row, "phone", _PHONE, "dix chiffres d’un téléphone"),
        site=cells.shaped(row, "site", _SITE, "adresse comme https://www.exemple.fr"),
        address=cells.words(row, "address"),
        source=cells.words(row, "source"),
        confirmed=cells.confirmed(row),
    )


def read_facilitator(row: Mapping[str, str]) -> Facilitator:
    """A row of ``facilitators``."""
    area = cells.word(row, "area")
    if commune(area) is None and epci(area) is None:
        raise ValueError(f"area : commune ou intercommunalité inconnue, « {area[:40]} »")
    return Facilitator(
        area=area,
        name=cells.word(row, "name"),
        status=cast("Status", cells.one_of(row, "status", STATUSES)),
        source=cells.words(row, "source"),
    )
