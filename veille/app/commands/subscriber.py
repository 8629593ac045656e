"""``veille subscriber``: the people who are written to."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veille.app.commands.options import Now, day
from veille.app.console import Failure

if TYPE_CHECKING:
    from veille.app.people.importing import Ground
    from veille.core.filters import Filter

app = typer.Typer(help="Les personnes abonnées.", no_args_is_help=True)

Address = Annotated[str, typer.Argument(metavar="ADRESSE", help="Adresse électronique.")]
Territories = Annotated[
    list[str] | None,
    typer.Option("--territory", metavar="LIEU", help="Commune, EPCI, département, région."),
]
Sectors = Annotated[list[str] | None, typer.Option("--sector", metavar="SECTEUR")]
Whats = Annotated[
    list[str] | None, typer.Option("--what", metavar="QUOI", help="Comme « marchés réservés ».")
]
ReservedFor = Annotated[
    list[str] | None, typer.Option("--reserved-for", metavar="QUI", help="Comme « EA et ESAT ».")
]
Band = Annotated[str | None, typer.Option("--band", metavar="NIVEAU", help="Potentiel au moins.")]
Words = Annotated[list[str] | None, typer.Option("--word", metavar="MOT", help="L’un de ces mots.")]
Without = Annotated[list[str] | None, typer.Option("--without", metavar="MOT", help="Sauf ce mot.")]
RhythmOption = Annotated[str, typer.Option("--rhythm", metavar="RYTHME")]
Basis = Annotated[
    str, typer.Option("--basis", metavar="BASE", help="Base légale, comme « consentement ».")
]
Origin = Annotated[
    str,
    typer.Option("--origin", metavar="TEXTE", help="Comment et quand l’adresse a été recueillie."),
]


@app.command("list")
def list_people(
    state: Annotated[str | None, typer.Option("--state", metavar="ÉTAT")] = None, now: Now = None
) -> None:
    """Les personnes abonnées, une par ligne."""
    from veille.app.people import subscriber_desk
    from veille.core.asking import SUBSCRIBER_STATES, named

    with subscriber_desk.stated():
        subscriber_desk.show_list(named(SUBSCRIBER_STATES, state) if state else None)


@app.command("add")
def add_person(
    address: Address,
    basis: Basis,
    origin: Origin,
    name: Annotated[str | None, typer.Option("--name", metavar="NOM")] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="QUALITÉ")] = "public",
    label: Annotated[
        str, typer.Option("--label", metavar="NOM", help="De l’abonnement.")
    ] = "Veille",
    rhythm: RhythmOption = "hebdomadaire",
    territory: Territories = None,
    sector: Sectors = None,
    what: Whats = None,
    reserved_for: ReservedFor = None,
    band: Band = None,
    word: Words = None,
    without: Without = None,
    again: Annotated[
        bool, typer.Option("--again", help="Malgré un départ : la personne l’a redemandé.")
    ] = False,
    now: Now = None,
) -> None:
    """Abonner quelqu’un, sur une base légale que l’on nomme."""
    from veille.app.people import subscriber_desk
    from veille.app.people.importing import Entrant
    from veille.core.asking import KIND_NAMES, RHYTHM_NAMES, named

    with subscriber_desk.stated():
        entrant = Entrant(
            address=address,
            kind=named(KIND_NAMES, kind),
            ground=_ground(basis, origin),
            filter=_filter(territory, sector, what, reserved_for, band, word, without),
            rhythm=named(RHYTHM_NAMES, rhythm),
            label=label,
            display_name=name,
        )
    subscriber_desk.add(entrant, _at(now), again=again)


@app.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Liste CSV.")],
    basis: Basis,
    origin: Origin,
    refused: Annotated[
        Path | None,
        typer.Option("--refused", metavar="FICHIER", help="Où écrire les lignes refusées."),
    ] = None,
    now: Now = None,
) -> None:
    """Reprendre une liste existante ; la reprendre deux fois ne change rien."""
    from veille.app.people import subscriber_desk

    with subscriber_desk.stated():
        ground = _ground(basis, origin)
    if not subscriber_desk.import_file(file, ground, refused, _at(now)):
        raise typer.Exit(1)


@app.command("export")
def export_person(address: Address, now: Now = None) -> None:
    """Tout ce qui est gardé d’une personne (JSON)."""
    from veille.app.people import subscriber_desk

    subscriber_desk.export(address, _at(now))


@app.command("erase")
def erase_person(
    address: Address,
    yes: Annotated[bool, typer.Option("--yes", help="Ne pas demander.")] = False,
    now: Now = None,
) -> None:
    """Effacer une personne et tout ce qui la concerne."""
    from veille.app.people import subscriber_desk

    if not yes:
        if not sys.stdin.isatty():
            raise Failure("effacement non confirmé : ajouter --yes")
        typer.confirm(f"Effacer {address} ?", abort=True)
    subscriber_desk.erase(address, _at(now))


@app.command("pause")
def pause_person(
    address: Address,
    until: Annotated[
        date, typer.Option("--until", parser=day, metavar="DATE", help="Jour de la reprise.")
    ],
    now: Now = None,
) -> None:
    """Ne rien envoyer à une personne jusqu’à un jour."""
    from veille.app.people import subscriber_desk

    subscriber_desk.pause(address, until, _at(now))


@app.command("resume")
def resume_person(address: Address, now: Now = None) -> None:
    """Terminer une pause."""
    from veille.app.people import subscriber_desk

    subscriber_desk.resume(address, _at(now))


@app.command("preview")
def preview_subscription(
    rhythm: RhythmOption = "hebdomadaire",
    territory: Territories = None,
    sector: Sectors = None,
    what: Whats = None,
    reserved_for: ReservedFor = None,
    band: Band = None,
    word: Words = None,
    without: Without = None,
    now: Now = None,
) -> None:
    """Ce qu’un abonnement aurait envoyé en quatre semaines."""
    from veille.app.people import subscriber_desk
    from veille.core.asking import RHYTHM_NAMES, named

    with subscriber_desk.stated():
        asked = _filter(territory, sector, what, reserved_for, band, word, without)
        chosen = named(RHYTHM_NAMES, rhythm)
    subscriber_desk.show_preview(asked, chosen, _at(now))


def _filter(
    territory: list[str] | None,
    sector: list[str] | None,
    what: list[str] | None,
    reserved_for: list[str] | None,
    band: str | None,
    word: list[str] | None,
    without: list[str] | None,
) -> "Filter":
    from veille.core.asking import filter_of

    return filter_of(
        territories=territory or (),
        sectors=sector or (),
        what=what or (),
        reserved_for=reserved_for or (),
        band=band,
        words=word or (),
        without=without or (),
    )


def _ground(basis: str, origin: str) -> "Ground":
    from veille.app.people.importing import ground_of

    return ground_of(basis, origin)


def _at(now: datetime | None) -> datetime:
    return now or datetime.now(UTC)
