"""``veille awards``: contracts from award files, and the procedures they come from."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from veille.app.commands.options import Now, day

app = typer.Typer(help="Les marchés attribués (DECP).", no_args_is_help=True)


@app.command("import")
def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FICHIER…", help="JSON (.gz aussi) ou Parquet.")
    ],
    since: Annotated[
        date | None,
        typer.Option("--since", parser=day, metavar="DATE", help="Notifiés depuis ce jour."),
    ] = None,
    everywhere: Annotated[
        bool,
        typer.Option("--everywhere", help="Garder aussi ce qui est hors du territoire."),
    ] = False,
    now: Now = None,
) -> None:
    """Lire des fichiers consolidés de marchés attribués, et les rapprocher des consultations."""
    from veille.app.gathering.award_desk import import_awards

    if not import_awards(files, since, everywhere=everywhere, now=now):
        raise typer.Exit(1)


@app.command("join")
def join(now: Now = None) -> None:
    """Rapprocher des consultations les marchés qui ne l’ont pas encore été."""
    from veille.app.gathering.award_desk import join_awards

    join_awards(now)
