"""``veille export``: OCDS packages of a period, the dump of procedures and verdicts."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from veille.app.commands.options import Now, day

app = typer.Typer(help="Les données ouvertes.", no_args_is_help=True)


@app.command("ocds")
def export_ocds(
    since: Annotated[
        date, typer.Option("--since", parser=day, metavar="DATE", help="Premier jour, compris.")
    ],
    until: Annotated[
        date, typer.Option("--until", parser=day, metavar="DATE", help="Dernier jour, compris.")
    ],
    records: Annotated[
        bool, typer.Option("--records", help="Des enregistrements plutôt que des publications.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FICHIER", help="Par défaut : l’écran.")
    ] = None,
    now: Now = None,
) -> None:
    """Un paquet OCDS 1.1 de ce qui a paru dans une période."""
    from veille.app.console import Failure
    from veille.app.open_data.ocds import Shape, checked_period, package
    from veille.app.opening import opened
    from veille.core.refusals import system_refusal
    from veille.settings import load

    settings = load()
    checked_period(since, until)
    shape: Shape = "records" if records else "releases"
    name = f"{shape}-{since.isoformat()}-{until.isoformat()}.json"
    uri = f"{settings.public_url or 'urn:veille'}/donnees-ouvertes/{name}"
    with opened(settings) as store, store.read() as session:
        moment = now or datetime.now(UTC)
        made = package(session, settings, shape, since, until, uri=uri, now=moment)
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(f"{out} : {system_refusal(error)}") from None
    print(f"{out} : {len(made[shape])}")


@app.command("dump")
def export_dump(now: Now = None) -> None:
    """Toutes les consultations et leurs classements, en CSV et en JSON Lines."""
    from veille.app.open_data import dump
    from veille.app.opening import opened
    from veille.settings import load

    settings = load()
    with opened(settings) as store:
        count = dump.write(store, settings, now or datetime.now(UTC))
    print(f"{dump.folder_of(settings)} : {count} consultations.")
