"""What needs a person, and when staff are told of it: pure rules, one list of problems.

A problem's key says what it is about and nothing that moves, so that the same problem tomorrow is
known to be the same.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from veille.core.fill_rates import LABELS, Fall
from veille.core.french import count, date_and_time, day_month, join, number
from veille.core.freshness import STATE_NAMES, WHAT_TO_DO, SourceState
from veille.core.rhythm import Silence

Topic = Literal["silence", "reading"]
"""What staff may take note of: that a source is not read or gives nothing; what cannot be read."""

WarningKind = Literal["new", "reminder", "settled"]

LATE = timedelta(hours=36)
FAILING = timedelta(hours=1)
WAITING = timedelta(hours=2)
BACKUP_OLD = timedelta(days=8)
LITTLE_DISK = 500 * 1024 * 1024
REMIND_AFTER = timedelta(days=3)
PACE = timedelta(hours=1)
"""Between two warnings: what comes and goes does not fill a mailbox."""

_TWICE = 2
_HARD_SHARE, _HARD_LEAST = 0.05, 5
_COMPLAINT_SHARE, _COMPLAINT_LEAST = 0.003, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something for a person: what is wrong, in a few words and in full, and what to do."""

    key: str
    name: str
    said: str
    todo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSituation:
    """A source; ``failures`` are crawls in a row that ended badly, the last because of ``cause``.

    ``unreadable`` counts records that cannot be read; ``known`` is what staff took note of.
    """

    name: str
    label: str
    state: SourceState
    last_success: datetime | None = None
    failures: int = 0
    cause: str | None = None
    silence: Silence | None = None
    unreadable: int = 0
    falls: tuple[Fall, ...] = ()
    known: frozenset[Topic] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedJob:
    """A job whose run failed and is not made up for.

    ``given_up``: it is not tried again. A ``frequent`` one always is, by its next slot.
    """

    name: str
    label: str
    said: str
    since: datetime
    given_up: bool
    frequent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSituation:
    """Mail of the last seven days, and since when the oldest message that is due waits."""

    sent: int = 0
    hard: int = 0
    complaints: int = 0
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The install at a moment; ``disk_free`` in bytes; null where it cannot be known.

    ``last_backup`` is null where none was ever made here.
    """

    now: datetime
    sources: Sequence[SourceSituation] = ()
    jobs: Sequence[FailedJob] = ()
    mail: MailSituation = field(default_factory=MailSituation)
    disk_free: int | None = None
    last_backup: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """The last warning sent: when, of what kind, about which problems."""

    number: int
    at: datetime
    kind: WarningKind
    keys: frozenset[str]


def problems(situation: Situation) -> tuple[Problem, ...]:
    """What needs a person now, sources first."""
    return (
        *(problem for one in situation.sources for problem in _of_source(one, situation.now)),
        *_of_jobs(situation),
        *_of_mail(situation),
        *_of_machine(situation),
    )


def warning_due(keys: Collection[str], last: Warned | None, now: datetime) -> WarningKind | None:
    """The warning to send now: something new, a reminder, that all is well again; else none."""
    told = last.keys if last and last.kind != "settled" else frozenset[str]()
    if last is not None and now - last.at < PACE:
        return None
    if not keys:
        return "settled" if told else None
    if set(keys) - told:
        return "new"
    is_old = last is not None and now - last.at >= REMIND_AFTER
    return "reminder" if is_old else None


def _of_source(one: SourceSituation, now: datetime) -> Iterator[Problem]:
    if "silence" not in one.known:
        yield from _of_crawls(one, now)
    if "reading" not in one.known:
        yield from _of_reading(one)


def _of_crawls(one: SourceSituation, now: datetime) -> Iterator[Problem]:
    why = f" ({one.cause})" if one.cause else ""
    is_late = one.last_success is not None and now - one.last_success >= LATE
    if one.failures >= _TWICE:
        said = f"{one.label} : {count(one.failures, 'collecte')} de suite sans aller au bout{why}."
        state: SourceState = "down" if one.state == "down" else "incomplete"
        yield _source_problem(one, "incomplete", STATE_NAMES[state], said, WHAT_TO_DO[state])
    elif is_late and one.last_success is not None:
        said = f"{one.label} : en retard, lue en entier {date_and_time(one.last_success)}."
        yield _source_problem(one, "late", STATE_NAMES["late"], said, WHAT_TO_DO["late"])
    elif one.silence and one.state == "silent":
        said = f"{one.label} : {STATE_NAMES['silent']} {silence_in_words(one.silence)}."
        yield _source_problem(one, "silent", STATE_NAMES["silent"], said, WHAT_TO_DO["silent"])


def silence_in_words(silence: Silence) -> str:
    """``depuis le 12 novembre, où l’on attendait d’habitude environ 240 avis``."""
    usual = number(silence.missing, decimals=0)
    return f"depuis le {day_month(silence.since)}, où l’on attend d’habitude environ {usual} avis"


def _of_reading(one: SourceSituation) -> Iterator[Problem]:
    if one.unreadable:
        here = count(
            one.unreadable, "relevé gardé mais illisible", "relevés gardés mais illisibles"
        )
        todo = "Voir l’erreur sur la page de la source ; après une mise à jour, « Relire »."
        yield _source_problem(
            one, "unreadable", "(relevés illisibles)", f"{one.label} : {here}.", todo
        )
    if one.falls:
        fallen = join([fall_in_words(fall) for fall in one.falls])
        said = f"{one.label} : des champs ne sont presque plus remplis : {fallen}."
        todo = (
            "La source a sans doute changé de format : mettre Veille à jour, puis veille reparse."
        )
        yield _source_problem(one, "falls", "(champs vides)", said, todo)


def fall_in_words(fall: Fall) -> str:
    """``Code CPV (12 % au lieu de 98 %)``."""
    now, before = (number(100 * rate, decimals=0) for rate in (fall.now, fall.before))
    return f"{LABELS[fall.field]} ({now} % au lieu de {before} %)"


def _source_problem(one: SourceSituation, about: str, words: str, said: str, todo: str) -> Problem:
    return Problem(
        key=f"source/{one.name}/{about}", name=f"{one.label} {words}", said=said, todo=todo
    )


def _of_jobs(situation: Situation) -> Iterator[Problem]:
    """A frequent job is tried again by its next slot: it is told once it failed for an hour."""
    oldest: dict[str, FailedJob] = {}
    for job in sorted(situation.jobs, key=lambda one: one.since):
        oldest.setdefault(job.name, job)
    for job in oldest.values():
        needed = situation.now - job.since >= FAILING if job.frequent else job.given_up
        if needed:
            yield Problem(
                key=f"job/{job.name}",
                name=f"tâche « {job.label} »",
                said=f"Tâche « {job.label} » en échec {date_and_time(job.since)} : {job.said}",
                todo=f"Corriger la cause, puis lancer : veille job run {job.name}",
            )


def _of_mail(situation: Situation) -> Iterator[Problem]:
    mail = situation.mail
    if mail.waiting_since is not None and situation.now - mail.waiting_since >= WAITING:
        yield Problem(
            key="mail/waiting",
            name="courrier en attente",
            said=f"Des envois attendent depuis {date_and_time(mail.waiting_since)}.",
            todo="Lancer veille mail check : le relais ne répond pas, ou refuse.",
        )
    if mail.hard >= _HARD_LEAST and mail.hard > _HARD_SHARE * mail.sent:
        yield Problem(
            key="mail/bounces",
            name="adresses refusées",
            said=f"{count(mail.hard, 'adresse refusée', 'adresses refusées')} en sept jours, "
            f"pour {count(mail.sent, 'envoi')}.",
            todo="Lancer veille mail check (signature, DNS) ; relire les adresses ajoutées depuis.",
        )
    if mail.complaints >= _COMPLAINT_LEAST and mail.complaints > _COMPLAINT_SHARE * mail.sent:
        yield Problem(
            key="mail/complaints",
            name="plaintes",
            said=f"{count(mail.complaints, 'plainte')} pour courrier indésirable en sept jours.",
            todo="Vérifier que chaque personne a bien demandé à recevoir la veille.",
        )


def _of_machine(situation: Situation) -> Iterator[Problem]:
    free, backup = situation.disk_free, situation.last_backup
    if free is not None and free < LITTLE_DISK:
        yield Problem(
            key="disk",
            name="disque presque plein",
            said=f"Disque presque plein : {number(free / 1024 / 1024, decimals=0)} Mio libres.",
            todo="Faire de la place : anciennes sauvegardes, dossiers « replaced- », journaux.",
        )
    if backup is not None and situation.now - backup >= BACKUP_OLD:
        yield Problem(
            key="backup",
            name="sauvegarde ancienne",
            said=f"Dernière sauvegarde {date_and_time(backup)}.",
            todo="Vérifier la minuterie veille-backup, ou lancer veille backup.",
        )
