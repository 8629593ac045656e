"""All sources on one page: the state of each, what is usual, what needs a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from veille.app.sources.situation import last_day_read, situation
from veille.app.sources.warning import admins
from veille.core.attention import (
    Problem,
    SourceSituation,
    Warned,
    problems,
    silence_in_words,
)
from veille.core.clock import paris
from veille.core.french import date_and_time, join, short_date, weekday
from veille.core.freshness import STATE_NAMES, WHAT_TO_DO, SourceState
from veille.core.rhythm import NOTHING, Usual, learn
from veille.core.second_ways import SECOND_WAYS, whose_notices
from veille.core.workdays import is_working_day
from veille.settings import Settings
from veille.store import acknowledgements, crawls, source_days, staff_warnings, unread_keys
from veille.store.acknowledgements import Acknowledgement
from veille.store.database import Store

ICONS: dict[SourceState, str] = {
    "fresh": "✓",
    "late": "◷",
    "silent": "○",
    "incomplete": "◐",
    "down": "✕",
    "new": "–",
}
TONES: dict[SourceState, str] = {
    "fresh": "good",
    "late": "doubt",
    "silent": "bad",
    "incomplete": "doubt",
    "down": "bad",
    "new": "doubt",
}

_KNOWN = "Rien pour l’instant : on le sait."
_SECOND = "Rien : les mêmes avis viennent d’une autre source ; la prochaine collecte la lira aussi."
_AT_REST = (WHAT_TO_DO["fresh"], _KNOWN, _SECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source in a line; ``notices`` are those of ``day``, the last working day read whole."""

    now: SourceSituation
    day: date | None
    notices: int
    usual: Usual
    new_keys: int
    known: tuple[Acknowledgement, ...]

    @property
    def badge(self) -> tuple[str, str, str]:
        """Icon, word and tone of its state."""
        state = self.now.state
        return ICONS[state], STATE_NAMES[state], TONES[state]

    @property
    def said(self) -> str:
        """Its state in a sentence."""
        return state_in_words(self.now)

    @property
    def todo(self) -> str:
        """What to do about it."""
        if self.now.state != "fresh":
            if "silence" in self.now.known:
                return _KNOWN
            is_second = self.now.state == "new" and self.now.name in SECOND_WAYS
            return _SECOND if is_second else WHAT_TO_DO[self.now.state]
        looked_at = (
            (bool(self.now.falls), "les champs qui se vident"),
            (self.now.unreadable > 0, "les relevés illisibles"),
            (self.new_keys > 0, "les champs inconnus"),
        )
        named = [words for needed, words in looked_at if needed]
        return f"Regarder {join(named)}." if named else WHAT_TO_DO["fresh"]

    @property
    def asks(self) -> bool:
        """Whether there is something to do about it."""
        return self.todo not in _AT_REST

    @property
    def weekday(self) -> str:
        """The day of the week of ``day``, and its date."""
        return f"{weekday(self.day)} {short_date(self.day)}" if self.day else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The page: sources, what needs a person, the last warning and who gets the next."""

    sources: tuple[SourceLine, ...]
    problems: tuple[Problem, ...]
    last: Warned | None
    warned: tuple[str, ...]

    @property
    def at_rest(self) -> bool:
        """Whether nothing here asks anything of anybody."""
        return not self.problems and not any(line.asks for line in self.sources)


def overview(store: Store, settings: Settings, now: datetime) -> Overview:
    """What the page of all sources shows; changes nothing."""
    here = situation(store, settings, now)
    with store.read() as session:
        return Overview(
            sources=lines(session, settings, here.sources, now),
            problems=problems(here),
            last=staff_warnings.last(session, settings.organisation),
            warned=tuple(one.name or one.address for one in admins(session, settings)),
        )


def lines(
    session: Session,
    settings: Settings,
    situations: Sequence[SourceSituation],
    now: datetime,
) -> tuple[SourceLine, ...]:
    """A line a source, in the order given."""
    today = paris(now).date()
    counts = source_days.counts(session, today - timedelta(days=settings.keep_runs_days))
    keys = unread_keys.new_by_source(session)
    known = acknowledgements.current(session, today)
    made = []
    for one in situations:
        day = _last_working(last_day_read(crawls.last_success(session, one.name)))
        own = counts.get(whose_notices(one.name), {})
        made.append(
            SourceLine(
                now=one,
                day=day,
                notices=own.get(day, 0) if day else 0,
                usual=learn(own, day).on(day) if day else NOTHING,
                new_keys=keys.get(one.name, 0),
                known=tuple(note for note in known if note.source == one.name),
            )
        )
    return tuple(made)


def state_in_words(one: SourceSituation) -> str:
    """``Lue en entier lundi 16 novembre 2026 à 6 h.``, and what is wrong."""
    if one.last_success is None:
        return f"Jamais lue en entier{_why(one)}."
    said = f"Lue en entier {date_and_time(one.last_success)}"
    if one.failures:
        return f"{said}, plus depuis{_why(one)}."
    if one.state == "silent" and one.silence:
        return f"{said}. Muette {silence_in_words(one.silence)}."
    return f"{said}."


def _last_working(day: date | None) -> date | None:
    """That day or the last before on which something is expected."""
    while day is not None and not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _why(one: SourceSituation) -> str:
    return f" ({one.cause})" if one.cause else ""
