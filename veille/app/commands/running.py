"""The commands that run an install: clock, jobs, keys, backups, checks."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from veille.app.commands.options import Now
from veille.app.console import tell

job_app = typer.Typer(help="Les tâches de l’horloge.", no_args_is_help=True)
keys_app = typer.Typer(help="Les clés qui signent les liens.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to ``veille``."""
    app.command()(scheduler)
    app.command()(up)
    app.command()(init)
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)
    app.command()(upgrade)
    app.add_typer(job_app, name="job")
    app.add_typer(keys_app, name="keys")


def scheduler(now: Now = None) -> None:
    """L’horloge : chaque tâche à son heure, ce qui a été manqué est rattrapé."""
    from veille.app.clock.clockwork import run_clock

    run_clock(now)


def up(now: Now = None) -> None:
    """Les pages et l’horloge ensemble, pour une petite installation."""
    from veille.app.clock.clockwork import run_both

    _finish(run_both(now))


def init(
    public_url: Annotated[
        str | None, typer.Option("--public-url", metavar="ADRESSE", help="https://…")
    ] = None,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="COURRIEL", help="La première personne.")
    ] = None,
    staff_name: Annotated[str | None, typer.Option("--staff-name", metavar="NOM")] = None,
    now: Now = None,
) -> None:
    """Préparer une installation : dossier, clé, base, adresse, première personne."""
    from veille.app.install.init import initialise

    for line in initialise(public_url=public_url, staff=staff, name=staff_name, now=_now(now)):
        tell(line)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Pour un programme.")] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Sans appeler le relais ni le DNS.")
    ] = False,
    now: Now = None,
) -> None:
    """Ce qui marche, ce qui est en panne, ce qu’il faut faire."""
    from veille.app.install.doctor import run

    _finish(run(now, as_json=as_json, offline=offline))


@job_app.command("run")
def job_run(
    name: Annotated[str, typer.Argument(metavar="TÂCHE", help="Voir veille job list.")],
    due: Annotated[
        bool, typer.Option("--due", help="Seulement si elle attend : pour un autre planificateur.")
    ] = False,
    now: Now = None,
) -> None:
    """Faire une tâche maintenant ; une tâche déjà faite à son heure ne l’est pas deux fois."""
    from veille.app.clock.clockwork import run_job

    _finish(run_job(name, now, by_hand=not due))


@job_app.command("list")
def job_list(now: Now = None) -> None:
    """Les tâches : la dernière fois, la prochaine, ce qui a échoué."""
    from veille.app.clock.clockwork import list_jobs

    for line in list_jobs(now):
        tell(line)


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Où l’écrire.")],
    now: Now = None,
) -> None:
    """Sauvegarder la base, les clés, les modèles et les envois, dans un seul fichier."""
    from veille.app.install.backup import back_up
    from veille.settings import load

    print(back_up(load(), folder, _now(now)))


def restore(
    source: Annotated[Path, typer.Argument(metavar="FICHIER", help="Une sauvegarde.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Remplacer ce qui est là (mis de côté).")
    ] = False,
    now: Now = None,
) -> None:
    """Remettre une sauvegarde en place, une fois entièrement vérifiée."""
    from veille.app.install.backup import restore as run
    from veille.settings import load

    for kept in run(load(), source, _now(now), replace=replace):
        tell(f"Mis de côté : {kept}")
    tell("Restauré. Vérifier avec : veille doctor")


def upgrade(
    skip_backup: Annotated[
        bool, typer.Option("--skip-backup", help="La base est déjà sauvegardée autrement.")
    ] = False,
    now: Now = None,
) -> None:
    """Mettre la base au niveau du programme, après l’avoir sauvegardée."""
    from veille.app.install.upgrading import upgrade as run
    from veille.app.opening import reached
    from veille.settings import load

    settings = load()
    with reached(settings) as store:
        done = run(store, settings, backed_up=not skip_backup)
    tell("La base est à jour." if done is None else f"Base mise à jour : schéma {done.after}.")


@keys_app.command("rotate")
def keys_rotate(
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Oublier les anciennes : les liens déjà envoyés meurent."),
    ] = False,
    now: Now = None,
) -> None:
    """Une nouvelle clé signe ; les anciennes sont encore crues."""
    from veille.app.install.keys import rotate
    from veille.settings import load

    tell(rotate(load(), forget=forget))


def _now(given: datetime | None) -> datetime:
    from veille.core.clock import PARIS

    return given or datetime.now(PARIS)


def _finish(whole: bool) -> None:
    if not whole:
        raise typer.Exit(1)
