"""``veille edition``: editions to come and gone, approved or held back, as people read them."""

from pathlib import Path
from typing import Annotated

import typer

from veille.app.commands.options import Now

app = typer.Typer(help="Les éditions.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="NUMÉRO", help="Celui de veille edition list.")]


@app.command("list")
def list_editions(
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="NOMBRE")] = 20,
    now: Now = None,
) -> None:
    """Les dernières éditions, une par ligne, avec leur état."""
    from veille.app.mail.edition_desk import show_list

    show_list(limit)


@app.command("approve")
def approve(
    number: Number,
    by: Annotated[str, typer.Option("--by", metavar="NOM", help="Qui l’approuve.")],
    now: Now = None,
) -> None:
    """Approuver un brouillon : il partira à son heure, sans mention."""
    from veille.app.mail.edition_desk import approve as run

    run(number, by, now)


@app.command("hold")
def hold(number: Number, now: Now = None) -> None:
    """Retenir une édition : elle ne partira que lorsqu’elle sera approuvée."""
    from veille.app.mail.edition_desk import hold as run

    run(number)


@app.command("preview")
def preview(
    number: Number,
    address: Annotated[str, typer.Option("--for", metavar="ADRESSE", help="De qui la reçoit.")],
    out: Annotated[Path, typer.Option("--out", metavar="FICHIER", help="La page à écrire.")],
    now: Now = None,
) -> None:
    """Écrire ce qu’une personne reçoit, ou a reçu, d’une édition."""
    from veille.app.mail.edition_desk import preview as run

    run(number, address, out)
