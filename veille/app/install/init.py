"""``veille init``: what an install needs before it runs. Done again, it changes nothing."""

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import typer

from veille import secret_keys
from veille.app.console import Failure
from veille.app.opening import opened
from veille.app.people import staffing
from veille.app.people.importing import Entrant, Ground, take
from veille.core.filters import Filter
from veille.core.refusals import Refusal, system_refusal
from veille.settings import ENV_FILE, Settings, load, public_address
from veille.store import schema, subscribers
from veille.store.database import Store

_PUBLIC_URL = "VEILLE_PUBLIC_URL"
_ORIGIN = "mise en place de l’installation"


def initialise(
    *, public_url: str | None, staff: str | None, name: str | None, now: datetime
) -> Iterator[str]:
    """Make what is missing, and say of each thing whether it was made or there, a line each.

    What was not given is asked for at a terminal, and left for later elsewhere.

    Raises:
        Failure: something given cannot be used, or cannot be written.
    """
    settings = load()
    yield _key(settings)
    fresh = not _has_database(settings)
    with opened(settings) as store:
        yield f"Base : {store.name}, {'faite' if fresh else 'déjà là'}, schéma {schema.HEAD}."
        yield _address(settings, public_url or _asked_address(settings))
        yield _staff(store, settings, staff, name, now)
    yield "Ensuite : régler ce que demande veille doctor, puis démarrer veille up."


def _key(settings: Settings) -> str:
    try:
        settings.var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if settings.given_secret_keys:
            return "Clé : dans VEILLE_SECRET_KEYS."
        there = settings.key_file.exists()
        secret_keys.ensure(settings.key_file)
    except Refusal as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise Failure(f"{settings.var_dir} : {system_refusal(error)}") from None
    return f"Clé : {settings.key_file}, {'déjà là' if there else 'faite'}."


def _has_database(settings: Settings) -> bool:
    store = Store(settings.store_url)
    try:
        return store.revision() is not None
    finally:
        store.dispose()


def _address(settings: Settings, asked: str | None) -> str:
    """Written into the file of settings, unless it says that already."""
    if asked is None:
        known = settings.public_url
        return f"Adresse publique : {known or 'aucune, veille init --public-url pour la donner'}."
    try:
        wanted = public_address(asked)
    except Refusal as error:
        raise Failure(str(error)) from None
    if settings.public_url == wanted:
        return f"Adresse publique : {wanted}, déjà là."
    if settings.public_url is not None:
        raise Failure(
            f"{_PUBLIC_URL} vaut déjà {settings.public_url} : la changer là où elle est réglée "
            f"({ENV_FILE}, ou l’environnement du service)"
        )
    _append(Path(ENV_FILE), f"{_PUBLIC_URL}={wanted}\n")
    return f"Adresse publique : {wanted}, écrite dans {Path(ENV_FILE).absolute()}."


def _append(path: Path, line: str) -> None:
    """The file may come to hold passwords: it is for its owner only from the start."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            before = file.read()
            file.write((b"" if not before or before.endswith(b"\n") else b"\n") + line.encode())
    except OSError as error:
        raise Failure(f"{path} : {system_refusal(error)}") from None


def _staff(
    store: Store, settings: Settings, address: str | None, name: str | None, now: datetime
) -> str:
    with store.read() as session:
        people = subscribers.every(session, settings.organisation)
    known = [one.address for one in people if one.kind == "staff"]
    address = address or (None if known else _asked("Courriel de la première personne"))
    if address is None:
        return f"Équipe : {', '.join(known) or 'personne, veille init --staff pour la nommer'}."
    entrant = Entrant(
        address=address,
        kind="staff",
        ground=Ground(basis="legitimate_interest", origin=_ORIGIN),
        filter=Filter(territories=settings.territories),
        display_name=name or None,
    )
    try:
        with store.transaction() as session:
            added = take(
                session, settings.organisation, entrant, settings.territories, now, how="command"
            )
            if added:
                staffing.add(
                    session, settings.organisation, address, role="admin", name=name, now=now
                )
    except Refusal as error:
        raise Failure(f"{address} : {error}") from None
    return f"Équipe : {address}, {'ajoutée' if added else 'déjà là'}."


def _asked_address(settings: Settings) -> str | None:
    return None if settings.public_url else _asked("Adresse publique (https://…)")


def _asked(question: str) -> str | None:
    """What a person types; null when nobody is there, or nothing was typed."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    answer = typer.prompt(question, default="", show_default=False)
    return str(answer).strip() or None
