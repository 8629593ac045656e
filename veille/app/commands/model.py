"""The commands about models: train, evaluate, choose, report."""

import getpass
import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veille.app.commands.options import Now, day

if TYPE_CHECKING:
    from veille.app.learn.cycle import Turn
    from veille.store.serving import Serving

model_app = typer.Typer(help="Les modèles : lequel sert, en apprendre un meilleur.")


Labelled = Annotated[
    list[Path],
    typer.Option("--labelled", metavar="FICHIER", help="Avis étiquetés (JSON Lines, .gz aussi)."),
]
More = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FICHIER]…", help="D’autres avis étiquetés, à la suite."),
]
By = Annotated[str | None, typer.Option("--by", metavar="QUI", help="Qui le demande.")]
PageFile = Annotated[
    Path | None, typer.Option("--page", metavar="FICHIER", help="Écrire aussi une page HTML.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``veille``."""
    app.command()(train)
    app.command()(evaluate)
    app.add_typer(model_app, name="model", no_args_is_help=True)


def train(
    labelled: Labelled,
    out: Annotated[Path, typer.Option("--out", metavar="DOSSIER", help="Dossier du modèle.")],
    more: More = None,
    now: Now = None,
) -> None:
    """Apprendre un modèle d’avis étiquetés."""
    from veille.app.learn.training import train as run

    _finish(run([*labelled, *(more or [])], out, _now(now).date()))


def evaluate(
    model: Annotated[Path, typer.Option("--model", metavar="DOSSIER", help="Modèle à mesurer.")],
    labelled: Labelled,
    more: More = None,
    page: PageFile = None,
    now: Now = None,
) -> None:
    """Mesurer un modèle sur des avis étiquetés (JSON), à côté de classements simples."""
    from veille.app.learn.training import evaluate as run

    _finish(run(model, [*labelled, *(more or [])], page))


@model_app.command("list")
def list_models(
    history: Annotated[
        bool, typer.Option("--history", help="Chaque changement, le plus récent d’abord.")
    ] = False,
    now: Now = None,
) -> None:
    """Les modèles de cette installation ; * : celui qui sert."""
    from veille.app.learn import listing
    from veille.app.learn.session import learning

    with learning() as here:
        lines = (
            listing.changes(here.store)
            if history
            else listing.table(listing.listed(here.store, here.models))
        )
        for line in lines:
            print(line)


@model_app.command("train")
def train_own(now: Now = None) -> None:
    """Apprendre de cette installation ; le nouveau modèle ne sert que s’il fait mieux."""
    from veille.app.learn.cycle import learn
    from veille.app.learn.session import learning
    from veille.app.learn.training import needs_training

    with learning() as here, needs_training():
        turn = learn(here.store, here.models, _now(now), history=here.history)
    _tell(turn)


@model_app.command("bootstrap")
def bootstrap_history(
    since: Annotated[date, typer.Option("--since", parser=day, metavar="DATE")],
    until: Annotated[date, typer.Option("--until", parser=day, metavar="DATE")],
    now: Now = None,
) -> None:
    """Collecter des années d’avis du BOAMP, puis en apprendre."""
    from veille.app.gathering.span import Span
    from veille.app.learn.cycle import learn
    from veille.app.learn.history import gather_history
    from veille.app.learn.session import learning
    from veille.app.learn.training import needs_training
    from veille.settings import load

    if since > until:
        raise typer.BadParameter("--since est après --until")
    with needs_training():
        whole = gather_history(load(), Span(since, until, _now(now)))
        with learning() as here:
            turn = learn(here.store, here.models, _now(now), history=here.history)
    _tell(turn)
    _finish(whole)


@model_app.command("promote")
def promote_model(
    name: Annotated[str, typer.Argument(metavar="MODÈLE")],
    why: Annotated[str, typer.Option("--why", metavar="RAISON", help="Pourquoi.")],
    by: By = None,
    now: Now = None,
) -> None:
    """Choisir à la main le modèle qui sert."""
    from veille.app.learn import choosing
    from veille.app.learn.session import learning

    with learning() as here:
        model = choosing.promote(
            here.store, here.models, name, by=by or _someone(), why=why, now=_now(now)
        )
    print(f"{model.name} sert maintenant")


@model_app.command("rollback")
def roll_back_model(
    why: Annotated[str, typer.Option("--why", metavar="RAISON", help="Pourquoi.")] = "",
    by: By = None,
    now: Now = None,
) -> None:
    """Revenir au modèle d’avant."""
    from veille.app.learn import choosing
    from veille.app.learn.session import learning

    with learning() as here:
        back = choosing.roll_back(here.store, by=by or _someone(), why=why, now=_now(now))
    print(f"{_served(back)} sert de nouveau")


@model_app.command("report")
def report_model(
    name: Annotated[str | None, typer.Argument(metavar="[MODÈLE]")] = None,
    page: PageFile = None,
    now: Now = None,
) -> None:
    """Comparer un modèle (le dernier fait) à celui qui sert : JSON, et une page."""
    from veille.app.learn.report import report
    from veille.app.learn.session import learning

    with learning() as here:
        found = report(here.store, here.models, name, _now(now), history=here.history)
        if page is not None:
            from veille.app.learn.figures_page import write
            from veille.app.learn.report_page import report_page

            write(page, report_page(found))
    print(json.dumps(found, ensure_ascii=False, indent=1))


def _tell(turn: "Turn") -> None:
    from veille.app.learn.wording import told

    for line in told(turn):
        print(line)


def _served(change: "Serving") -> str:
    return change.model or "le modèle livré"


def _now(given: datetime | None) -> datetime:
    from veille.core.clock import PARIS

    return given or datetime.now(PARIS)


def _someone() -> str:
    """The account that runs the program; a container may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "ligne de commande"


def _finish(whole: bool) -> None:
    if not whole:
        raise typer.Exit(1)
