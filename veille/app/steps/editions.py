"""Editions of every kind: those that are due and not there yet, and drafts made anew."""

from datetime import datetime, time
from typing import TYPE_CHECKING

from classifiers import rules_version
from newsletters.making import Recipe, ledger_owner, make, make_anew
from veille.app.domain_tables import tables_of
from veille.core.editions import Edition
from veille.core.periods import EditionKind, immediate, missed
from veille.core.tables import Tables
from veille.settings import Settings
from veille.store import edition_life, editions
from veille.store.database import Store

if TYPE_CHECKING:
    from classifiers.potential import LearnedModel


def compose_missed(
    store: Store,
    settings: Settings,
    kind: EditionKind,
    now: datetime,
    *,
    model: "LearnedModel | None" = None,
    tables: Tables | None = None,
) -> list[Edition]:
    """The editions of a kind whose period has ended and that are not there yet, oldest first.

    After a long stop every missed week and month has its edition, and all missed days one; what
    went out in between is told by none of them again. ``tables`` are those of the store by default.
    """
    made, recipe = [], _recipe(settings, kind, model, tables or tables_of(store))
    for code in settings.territories:
        owner = ledger_owner(settings.organisation, code)
        with store.read() as session:
            until = editions.made_until(session, owner, kind)
        for period in missed(kind, until, now):
            edition = make(store, code, period, now, recipe)
            if edition is not None:
                made.append(edition)
    return made


def compose_immediate(
    store: Store,
    settings: Settings,
    now: datetime,
    *,
    model: "LearnedModel | None" = None,
    tables: Tables | None = None,
) -> list[Edition]:
    """What is new since the last immediate edition, where there is anything.

    On a Sunday or a public holiday it is composed, and goes out on the next working day.
    """
    made, recipe = [], _recipe(settings, "immediate", model, tables or tables_of(store))
    for code in settings.territories:
        owner = ledger_owner(settings.organisation, code)
        with store.read() as session:
            part = editions.parts(session, owner, immediate(now, 1).start) + 1
        edition = make(store, code, immediate(now, part), now, recipe)
        if edition is not None:
            made.append(edition)
    return made


def refresh_drafts(
    store: Store,
    settings: Settings,
    now: datetime,
    *,
    model: "LearnedModel | None" = None,
    tables: Tables | None = None,
) -> int:
    """Compose anew the drafts that nobody approved or holds back; gives how many.

    What staff tagged, and what was gathered, since they were composed is then in them.
    """
    known = tables or tables_of(store)
    with store.read() as session:
        drafts = edition_life.drafts(session)
    return sum(
        make_anew(store, draft, now, _recipe(settings, draft.kind, model, known))
        for draft in drafts
        if not draft.held
    )


def due_time(settings: Settings, kind: EditionKind) -> time:
    """The time of day at which editions of this kind go out."""
    times = {"weekly": settings.weekly_time, "monthly": settings.monthly_time}
    return times.get(kind, settings.daily_time)


def _recipe(
    settings: Settings, kind: EditionKind, model: "LearnedModel | None", tables: Tables
) -> Recipe:
    return Recipe(
        organisation=settings.organisation,
        publisher=settings.publisher,
        rules=rules_version(tables),
        model=model.name if model else None,
        bands=model.bands if model else None,
        tables=tables,
        due=due_time(settings, kind),
    )
