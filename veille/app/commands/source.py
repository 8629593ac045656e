"""``veille source``: first contact with a source, and the beginning of a new one."""

from pathlib import Path
from typing import Annotated

import typer

from veille.app.commands.options import Now, SourceNames

app = typer.Typer(help="Les sources.", no_args_is_help=True)


@app.command("check")
def check_sources(
    sources: SourceNames = None,
    now: Now = None,
) -> None:
    """Lire quelques avis de chaque source et dire ce qui en a été compris."""
    from veille.app.gathering.source_check import check

    if not check(sources or [], now=now):
        raise typer.Exit(1)


@app.command("coverage")
def source_coverage(
    span: Annotated[
        str, typer.Option("--span", metavar="PÉRIODE", help="12-mois, ou un trimestre : 2026-T3.")
    ] = "12-mois",
    now: Now = None,
) -> None:
    """Compter et dire quelle part des consultations de l’Hérault est vue, par source et plateforme.

    Les mêmes tableaux sont dans /equipe/sources/couverture.
    """
    from veille.app.coverage.command import tell_coverage

    tell_coverage(span, now)


@app.command("new")
def new_source(
    name: Annotated[str, typer.Argument(metavar="NOM", help="Son nom dans les données.")],
    publisher: Annotated[str, typer.Option("--publisher", metavar="TEXTE", help="Qui publie.")],
    licence: Annotated[
        str, typer.Option("--licence", metavar="TEXTE", help="Ce qu’il permet d’en faire.")
    ],
    address: Annotated[
        str, typer.Option("--address", metavar="URL", help="Sa liste d’avis, en JSON.")
    ],
    label: Annotated[
        str | None, typer.Option("--label", metavar="TEXTE", help="Son nom pour les personnes.")
    ] = None,
) -> None:
    """Écrire le début d’une source dans une copie du dépôt : lecture, pages inventées, essais."""
    from veille.app.adding_source.wanted import Wanted
    from veille.app.adding_source.writing import write_source

    wanted = Wanted(
        name=name,
        label=label or name,
        publisher=publisher,
        licence=licence,
        address=address,
    )
    write_source(Path.cwd(), wanted)
