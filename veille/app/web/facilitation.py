"""Whom to turn to for the clauses of a commune, in words: the public directory."""

from collections.abc import Iterable
from dataclasses import dataclass

from veille.core.commune_search import in_order
from veille.core.directory import Directory
from veille.core.reference import communes as register
from veille.core.reference.communes import Commune
from veille.core.reference.facilitators import Body, Facilitator
from veille.core.reference.place_names import plain_name
from veille.core.tables import Tables


@dataclass(frozen=True, slots=True)
class Turn:
    """A body to turn to: what is said of it, and how to reach it where that is known."""

    facilitator: Facilitator
    body: Body | None

    @property
    def phone(self) -> str:
        """Its telephone as people read it, two digits at a time."""
        digits = (self.body.phone if self.body else None) or ""
        return "\u00a0".join(digits[at : at + 2] for at in range(0, len(digits), 2))


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """A commune with its intercommunality, and whom to turn to (null: nobody is known)."""

    commune: Commune
    epci: str
    turn: Turn | None


@dataclass(frozen=True, slots=True)
class EpciLine:
    """An intercommunality with its communes; ``apart`` are those that have a body of their own."""

    siren: str
    name: str
    turn: Turn | None
    communes: tuple[Commune, ...]
    apart: tuple[CommuneLine, ...]


def commune_lines(tables: Tables, found: Iterable[Commune]) -> tuple[CommuneLine, ...]:
    """The communes in words."""
    return tuple(_line(tables.directory, commune) for commune in found)


def epci_lines(tables: Tables) -> tuple[EpciLine, ...]:
    """The seventeen intercommunalities, by name."""
    directory = tables.directory
    found = sorted(register.epcis().values(), key=lambda one: plain_name(one.name))
    return tuple(
        EpciLine(
            siren=held.siren,
            name=held.name,
            turn=_turn(directory, directory.of_area(held.siren)),
            communes=in_order(set(held.communes)),
            apart=tuple(
                _line(directory, commune)
                for commune in in_order(set(held.communes))
                if directory.of_area(commune.insee)
            ),
        )
        for held in found
    )


def _line(directory: Directory, commune: Commune) -> CommuneLine:
    held = register.epci(commune.epci)
    turn = _turn(directory, directory.of_commune(commune.insee))
    return CommuneLine(commune, held.name if held else "", turn)


def _turn(directory: Directory, found: Facilitator | None) -> Turn | None:
    return Turn(found, directory.body(found.name)) if found else None
