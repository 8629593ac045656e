"""``veille review``: what to look at first, tags, and the share of clauses that is found."""

import json
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from veille.app.commands.options import Now
from veille.app.console import Failure
from veille.core.tags import ANSWERS, ASKED, REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from veille.store import Store

app = typer.Typer(help="L’étiquetage.", no_args_is_help=True)


def _among(*allowed: str) -> Any:
    def check(value: str | None) -> str | None:
        if value is not None and value not in allowed:
            raise typer.BadParameter(f"choisir parmi : {', '.join(allowed)}")
        return value

    return check


Author = Annotated[str, typer.Option("--author", metavar="NOM", help="Qui parle.")]
Ids = Annotated[list[int], typer.Argument(metavar="NUMÉRO…", help="Numéros d’étiquettes.")]


@app.command("queue")
def show_queue(
    limit: Annotated[int, typer.Option("--limit", min=1, help="Combien au plus.")] = 50,
    now: Now = None,
) -> None:
    """Les fiches de la dernière semaine, les plus utiles à étiqueter d’abord (JSON Lines)."""
    from veille.app.review.review_json import queued_json
    from veille.app.review.reviewing import judges, week_queue
    from veille.settings import load

    settings = load()
    with _store() as store:
        for one in week_queue(store, settings, judges(store, settings), _at(now))[:limit]:
            sys.stdout.write(queued_json(one) + "\n")


@app.command("tag")
def add_tag(
    notice: Annotated[str, typer.Argument(metavar="AVIS", help="boamp:26-85977")],
    question: Annotated[str, typer.Option("--question", callback=_among(*ASKED))],
    answer: Annotated[str, typer.Option("--answer", callback=_among(*ANSWERS))],
    author: Author,
    quote: Annotated[
        str | None, typer.Option("--quote", metavar="PHRASE", help="La phrase de l’avis.")
    ] = None,
    lot: Annotated[str | None, typer.Option("--lot", help="LOT-0001 (par défaut : tous).")] = None,
    reason: Annotated[str | None, typer.Option("--reason", callback=_among(*REASONS))] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Type de clause.")] = None,
    comment: Annotated[str | None, typer.Option("--comment")] = None,
    version: Annotated[
        str | None, typer.Option("--version", help="Version de la fiche qui a été lue.")
    ] = None,
    everywhere: Annotated[
        bool, typer.Option("--all", help="Partout où la même phrase a été relevée.")
    ] = False,
    proposed: Annotated[bool, typer.Option("--propose", help="À valider par l’équipe.")] = False,
    now: Now = None,
) -> None:
    """Étiqueter une phrase, ou toute la fiche quand aucune phrase n’est donnée."""
    from veille.app.review.tagging import Said, tag

    said = Said(
        line={
            "notice": notice,
            "question": question,
            "answer": answer,
            "quote": quote or "",
            "lot": lot or "",
            "reason": reason or "",
            "kinds": " ".join(kind or ()),
            "comment": comment or "",
        },
        author=author,
        version=version,
        proposed=proposed,
        everywhere=everywhere,
    )
    with _store() as store:
        _print(tag(store, said, _at(now)))


@app.command()
def proposals(
    limit: Annotated[int, typer.Option("--limit", min=1, help="Combien au plus.")] = 50,
) -> None:
    """Les étiquettes proposées qui attendent l’équipe (JSON Lines)."""
    from veille.app.review.review_json import tag_json
    from veille.store import tags

    with _store() as store, store.read() as session:
        for waiting in tags.proposals(session, limit):
            sys.stdout.write(tag_json(waiting) + "\n")


@app.command()
def accept(ids: Ids, author: Author, now: Now = None) -> None:
    """Valider des étiquettes proposées."""
    from veille.store import tags

    with _store() as store:
        with store.transaction() as session:
            changed = tags.accept(session, ids, by=author, now=_at(now))
        _tell(changed, len(ids))


@app.command()
def undo(
    ids: Ids,
    author: Author,
    copies: Annotated[
        bool, typer.Option("--all", help="Et celles posées partout avec elles.")
    ] = False,
    now: Now = None,
) -> None:
    """Annuler des étiquettes, ou écarter des propositions ; leur trace reste."""
    from veille.store import tags

    with _store() as store:
        with store.transaction() as session:
            changed = tags.undo(session, ids, by=author, now=_at(now), copies=copies)
        _tell(changed, len(ids))


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FICHIER.csv")],
    author: Author = "import",
    now: Now = None,
) -> None:
    """Reprendre des étiquettes d’un fichier CSV, une par ligne."""
    from veille.app.review.tag_import import import_tags

    with _store() as store:
        counts = import_tags(store, file, author=author, now=_at(now))
    _print({"new": counts.new, "known": counts.known, "refused": counts.refused})
    if counts.refused:
        raise typer.Exit(1)


@app.command("recall")
def show_recall(now: Now = None) -> None:
    """La part des clauses écrites que la veille retrouve, sur douze semaines."""
    from veille.app.review.reviewing import WEEKS, judges, recall_now
    from veille.core.estimates import sentence
    from veille.settings import load

    with _store() as store:
        print(sentence(recall_now(store, judges(store, load()), _at(now)), WEEKS))


@contextmanager
def _store() -> "Iterator[Store]":
    """The store of this install; what staff may not do is a stated failure."""
    from veille.app.opening import opened
    from veille.core.tags import TagRefusal
    from veille.settings import load

    with opened(load()) as store:
        try:
            yield store
        except TagRefusal as refusal:
            raise Failure(str(refusal)) from None


def _at(now: datetime | None) -> datetime:
    return now or datetime.now(UTC)


def _tell(changed: int, asked: int) -> None:
    _print({"changed": changed})
    if changed < asked:
        raise Failure("numéro inconnu, ou étiquette déjà validée ou annulée")


def _print(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
