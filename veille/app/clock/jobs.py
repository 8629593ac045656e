"""The jobs of the clock: what each is called, when it is due, what it does.

A job is safe to run again at any time, and finds by itself what earlier runs left undone.
"""

from collections.abc import Callable
from dataclasses import dataclass

from veille.app.clock import job_steps
from veille.app.clock.health import look_at_health
from veille.app.clock.job_work import Work
from veille.app.clock.retention import apply_periods
from veille.core.refusals import Refusal
from veille.core.schedule import Calendar, Daily, Every, Monthly, Weekly
from veille.settings import Settings


class UnknownJobError(Refusal):
    """No job has this name."""


def _never(_: Work) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Job:
    """One job: its name in the data and on the command line, its name for people.

    ``idle`` says, cheaply and in the clock's own process, that there is nothing to do now.
    """

    name: str
    label: str
    calendar: Calendar
    do: Callable[[Work], str]
    idle: Callable[[Work], bool] = _never

    @property
    def frequent(self) -> bool:
        """Whether it runs every few minutes: of its runs only the last one is of interest."""
        return isinstance(self.calendar, Every)


def all_jobs(settings: Settings) -> tuple[Job, ...]:
    """The jobs of this install, in the order data flows."""
    draft = settings.draft_time
    return (
        Job("gather", "collecte et classement", Daily(settings.gather_times), job_steps.gather),
        Job(
            "immediate",
            "alertes immédiates",
            Every(settings.immediate_minutes),
            job_steps.immediate,
            job_steps.nothing_new,
        ),
        Job("daily", "éditions du jour", Daily((draft,)), job_steps.compose("daily")),
        Job("weekly", "éditions de la semaine", Weekly(1, draft), job_steps.compose("weekly")),
        Job("monthly", "éditions du mois", Monthly(draft), job_steps.compose("monthly")),
        Job(
            "deliver",
            "envois",
            Every(settings.deliver_minutes),
            job_steps.deliver,
            job_steps.nothing_to_send,
        ),
        Job(
            "bounces",
            "retours de courrier",
            Every(settings.bounces_minutes),
            job_steps.returns,
            job_steps.no_box_to_read,
        ),
        Job(
            "training",
            "apprentissage",
            Weekly(7, settings.training_time),
            job_steps.train,
            job_steps.cannot_learn,
        ),
        Job(
            "open_data",
            "données ouvertes",
            Daily((settings.open_data_time,)),
            job_steps.dump,
        ),
        Job(
            "reports",
            "comparaisons de modèles",
            Every(1),
            job_steps.compare_models,
            job_steps.nothing_to_compare,
        ),
        Job(
            "retention",
            "durées de conservation",
            Daily((settings.retention_time,)),
            apply_periods,
        ),
        Job("warnings", "avertissements", Every(settings.health_minutes), job_steps.warn),
        Job("health", "santé", Every(settings.health_minutes), look_at_health),
    )


def job_named(name: str, settings: Settings) -> Job:
    """The job of that name.

    Raises:
        UnknownJobError: there is none.
    """
    jobs = {job.name: job for job in all_jobs(settings)}
    if name not in jobs:
        raise UnknownJobError(f"{name} : tâche inconnue ({', '.join(jobs)})")
    return jobs[name]
