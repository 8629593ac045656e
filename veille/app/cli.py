"""The command line. Each command reads its options here and does its work elsewhere.

Nothing heavy is imported before a command needs it: a command that needs no model starts fast.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from veille.app.commands import awards as award_commands
from veille.app.commands import edition as edition_commands
from veille.app.commands import export as export_commands
from veille.app.commands import mail as mail_commands
from veille.app.commands import model as model_commands
from veille.app.commands import review as review_commands
from veille.app.commands import running as running_commands
from veille.app.commands import source as source_commands
from veille.app.commands import staff as staff_commands
from veille.app.commands import subscriber as subscriber_commands
from veille.app.commands.options import Now, SourceNames, day
from veille.app.console import Failure, complain

app = typer.Typer(
    help="La veille des marchés publics, pour la clause sociale.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
mail_commands.register(app)
model_commands.register(app)
running_commands.register(app)
app.add_typer(award_commands.app, name="awards")
app.add_typer(edition_commands.app, name="edition")
app.add_typer(export_commands.app, name="export")
app.add_typer(review_commands.app, name="review")
app.add_typer(source_commands.app, name="source")
app.add_typer(staff_commands.app, name="staff")
app.add_typer(subscriber_commands.app, name="subscriber")


Since = Annotated[
    date | None,
    typer.Option("--since", parser=day, metavar="DATE", help="Premier jour, compris."),
]
Until = Annotated[
    date | None,
    typer.Option("--until", parser=day, metavar="DATE", help="Dernier jour, compris."),
]


@app.command()
def watch(
    since: Since = None,
    until: Until = None,
    replay: Annotated[
        Path | None,
        typer.Option("--replay", metavar="DOSSIER", help="Rejouer ce dossier de relevés."),
    ] = None,
    now: Now = None,
) -> None:
    """La veille de la semaine : collecter, relier, classer, composer, remettre."""
    from veille.app.watch import watch as run

    _finish(run(since=since, until=until, replay=replay, now=now))


@app.command()
def gather(
    sources: SourceNames = None,
    since: Since = None,
    until: Until = None,
    now: Now = None,
) -> None:
    """Collecter seulement."""
    from veille.app.watch import gather_only

    _finish(gather_only(sources or [], since=since, until=until, now=now))


@app.command()
def reparse(now: Now = None) -> None:
    """Relire tout ce qui a été collecté, sans rien redemander aux sources."""
    from veille.app.watch import reparse as run

    _finish(run(now=now))


@app.command()
def parse(
    files: Annotated[list[Path], typer.Argument(metavar="FICHIER…", help="Relevés à lire.")],
    source: Annotated[Literal["boamp", "ted"], typer.Option("--source", help="Leur source.")],
    now: Now = None,
) -> None:
    """Lire des relevés : un avis par ligne (JSON) sur la sortie standard."""
    from veille.app.gathering.parsing import parse_files

    _finish(parse_files(source, files))


@app.command()
def judge(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FICHIER]…", help="Avis (JSON Lines, .gz aussi), - : entrée."),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option("--model", metavar="DOSSIER", help="Modèle (par défaut : celui livré)."),
    ] = None,
    now: Now = None,
) -> None:
    """Classer des avis : un classement par ligne (JSON), dans l’ordre, sans base."""
    from veille.app.gathering.judging import judge_files

    _finish(judge_files(files or [], model))


@app.command()
def documents(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FICHIER…", help="PDF, DOCX, ODT, RTF, ZIP, HTML, texte, ou une adresse."
        ),
    ],
    now: Now = None,
) -> None:
    """Lire un dossier de consultation : ce qu’il dit de la clause, avec les pages, sans base."""
    from veille.app.finds.judging import judge_documents
    from veille.settings import load

    _finish(judge_documents(files, load().user_agent))


@app.command()
def portal(
    data: Annotated[Path, typer.Option("--data", metavar="DOSSIER", help="Relevés à rejouer.")],
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 0,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="DÉFAUT", help="Se conduire mal : boamp:429-json:times=2"),
    ] = None,
    now: Now = None,
) -> None:
    """Un serveur local qui parle comme les sources, à partir de relevés."""
    from veille.app.gathering.replaying import serve_portal

    serve_portal(data, port, fault or [], now)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option("--host", metavar="ADRESSE")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535)] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Les données d’exemple de make run, sur cette machine.")
    ] = False,
    now: Now = None,
) -> None:
    """Les pages : abonnement, archives, recherche, équipe."""
    from veille.app.commands.serve import serve as run

    run(host=host, port=port, now=now, demo=demo)


def _finish(whole: bool) -> None:
    """Exit status 0 when all was done, 1 when something was not (its line was printed)."""
    if not whole:
        raise typer.Exit(1)


def main() -> None:
    """The ``veille`` program."""
    from veille.core.refusals import Refusal

    try:
        app(prog_name="veille")
    except Refusal as error:
        complain(str(error))
        sys.exit(1)
    except Failure as failure:
        for line in failure.lines:
            complain(line)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
