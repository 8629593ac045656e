"""Checks of what an install holds: database, sources, jobs, model, messages that wait."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from spiders.registry import SourceInfo
from veille.app.clock.jobs import all_jobs
from veille.app.gathering.sources import enabled
from veille.app.install.findings import Finding, broken, doubtful, fine
from veille.app.sources.situation import situation
from veille.app.sources.warning import admins
from veille.core.attention import problems
from veille.core.french import count, date_and_time
from veille.settings import Settings
from veille.store import crawls, outbox, payload_reports, runs, schema
from veille.store.database import Store
from veille.store.errors import StoreError

LATE = timedelta(hours=36)
SILENT = timedelta(days=4)
CLOCK_LATE = timedelta(minutes=20)
HEALTH = "health"
_CHECKED = re.compile(r"/(incomplete|late|unreadable)$|^job/|^disk$")
"""The problems that another check names."""


def check_database(store: Store) -> Finding:
    """Whether the database answers, at the schema of this code."""
    try:
        found = store.revision()
    except StoreError as error:
        return broken("base", str(error), "vérifier VEILLE_DATABASE_URL et le serveur")
    if found is None:
        return broken("base", f"{store.name} : vide", "lancer : veille init")
    if found == schema.HEAD:
        return fine("base", f"{store.name}, schéma {found}")
    if not schema.is_known(found):
        return broken(
            "base", f"schéma {found}, plus récent que le programme", "installer la version récente"
        )
    return broken("base", f"schéma {found}, il faut {schema.HEAD}", "lancer : veille upgrade")


def check_sources(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """When each source was last read whole."""
    with store.read() as session:
        read = [(one, crawls.last_success(session, one.name)) for one in enabled(settings)]
        last = {run.source: run for run in crawls.recent(session, now - SILENT)}
    for source, success in read:
        cause = last[source.name].cause if source.name in last else None
        ended = success.finished_at if success else None
        yield _source(source, ended, cause, now)


def _source(
    source: SourceInfo, ended: datetime | None, cause: str | None, now: datetime
) -> Finding:
    name = f"source {source.label}"
    why = f" ({cause})" if cause else ""
    todo = f"veille source check {source.name}, puis veille job run gather"
    if ended is None:
        return doubtful(name, f"jamais lue en entier{why}", todo)
    said = f"lue en entier {date_and_time(ended)}"
    if now - ended > SILENT:
        return broken(name, f"muette, {said}{why}", todo)
    return (
        doubtful(name, f"en retard, {said}{why}", todo) if now - ended > LATE else fine(name, said)
    )


def check_unread(store: Store) -> Finding:
    """What was kept but could not be read."""
    with store.read() as session:
        failed = payload_reports.failed(session)
    if not failed:
        return fine("relevés", "tout ce qui est venu a été lu")
    said = f"{count(len(failed), 'relevé illisible', 'relevés illisibles')}, gardés"
    return doubtful("relevés", said, "après une mise à jour : veille reparse")


def check_clockwork(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether a clock runs, and which jobs failed."""
    with store.read() as session:
        seen = runs.clock_seen(session)
        left = runs.unsettled(session)
    todo = "démarrer veille scheduler (ou veille up)"
    if seen is None:
        yield doubtful("horloge", "n’a jamais tourné", todo)
    elif now - seen > CLOCK_LATE:
        yield broken("horloge", f"arrêtée, dernier passage {date_and_time(seen)}", todo)
    else:
        yield fine("horloge", f"dernier passage {date_and_time(seen)}")
    labels = {job.name: job.label for job in all_jobs(settings)}
    for run in left:
        if run.state == "failed" and run.job != HEALTH:
            again = f"veille job run {run.job}"
            found = broken if run.given_up else doubtful
            label = labels.get(run.job, run.job)
            yield found(f"tâche {label}", f"{run.period} : {run.said}", again)


def check_attention(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """What needs a person and is said by no other check; and whether anybody would be told."""
    with store.read() as session:
        told = admins(session, settings)
    for problem in problems(situation(store, settings, now)):
        if not _CHECKED.search(problem.key):
            yield doubtful(problem.name, problem.said, problem.todo)
    name = "avertissements"
    if told:
        yield fine(name, f"{count(len(told), 'admin prévenu', 'admins prévenus')} par courriel")
    else:
        yield doubtful(name, "aucun admin à prévenir", "veille staff add ADRESSE --role admin")


def check_outbox(store: Store) -> Finding:
    """What waits to be sent, and what was refused."""
    with store.read() as session:
        found = outbox.counts(session)
    waits = sum(found.get(state, 0) for state in ("waiting", "claimed", "sending"))
    said = f"{count(waits, 'envoi en attente', 'envois en attente')}"
    refused = found.get("failed", 0)
    if refused:
        said += f", {count(refused, 'refusé', 'refusés')}"
    return fine("courrier", said)


def check_model(store: Store, settings: Settings) -> Finding:
    """Whether the model that serves is there, unchanged."""
    from classifiers.registry import ModelError
    from veille.app.learn.serving import models_dir, serving_model

    try:
        model = serving_model(store, models_dir(settings))
    except ModelError as error:
        return broken("modèle", str(error), "veille model rollback")
    return fine("modèle", model.name)
