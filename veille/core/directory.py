"""Whom to turn to for the clauses of a commune: its own body, else that of its EPCI."""

from collections.abc import Iterable

from veille.core.reference import communes as register
from veille.core.reference.facilitators import Body, Facilitator


class Directory:
    """The bodies and the areas they follow, looked up by area."""

    def __init__(self, bodies: Iterable[Body], facilitators: Iterable[Facilitator]) -> None:
        self._bodies = {body.name: body for body in bodies}
        self._by_area = {row.area: row for row in facilitators}

    def body(self, name: str) -> Body | None:
        """The body of that name."""
        return self._bodies.get(name)

    def of_area(self, code: str) -> Facilitator | None:
        """What is said of a commune (INSEE code) or an EPCI (SIREN) itself."""
        return self._by_area.get(code)

    def of_commune(self, insee: str) -> Facilitator | None:
        """Who follows the clauses of a commune of the Hérault; null when none is known."""
        own = self._by_area.get(insee)
        held = register.commune(insee)
        return own or (self._by_area.get(held.epci) if held else None)
