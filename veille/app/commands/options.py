"""Options that several commands take."""

from datetime import date, datetime
from typing import Annotated

import typer

from spiders.registry import ROWS


def moment(text: str) -> datetime:
    """A date and a time, Paris wall time without an offset."""
    from veille.core.clock import paris

    try:
        return paris(datetime.fromisoformat(text))
    except ValueError:
        raise typer.BadParameter("une date et une heure : 2026-11-16T07:30") from None


def day(text: str) -> date:
    """A date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("une date : 2026-11-09") from None


Now = Annotated[
    datetime | None,
    typer.Option(
        "--now",
        parser=moment,
        envvar="VEILLE_NOW",
        metavar="DATE-HEURE",
        help="L’heure qu’il est (par défaut : l’heure qu’il est).",
    ),
]

SourceNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SOURCE]…", help=f"{', '.join(row.name for row in ROWS if row.gathered)}."
    ),
]
