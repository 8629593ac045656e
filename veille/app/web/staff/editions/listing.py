"""The list of editions: what is to go out first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from veille.app.editing.naming import KINDS, period_of, territory_of
from veille.core import french
from veille.core.french import count
from veille.core.periods import EditionKind
from veille.settings import Settings
from veille.store import editions, sendings
from veille.store.editions import EditionState, StoredEdition

MOST = 60
"""Editions of one part of the list."""

_PARTS: tuple[tuple[str, tuple[EditionState, ...]], ...] = (
    ("À préparer", ("draft", "approved")),
    ("En cours d’envoi", ("sending",)),
    ("Envoyées", ("sent",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One edition in the list: ``state`` says how it stands, ``tone`` how that is coloured."""

    id: int
    period: str
    kind: str
    territory: str
    state: str
    tone: str
    when: str
    entries: int
    sent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Editions that stand alike; ``cut`` says that there are older ones."""

    title: str
    lines: tuple[Line, ...]
    cut: bool


def parts(
    session: Session,
    settings: Settings,
    *,
    kind: EditionKind | None = None,
    territory: str | None = None,
) -> list[Part]:
    """The editions to go out, going out and gone, each the newest first."""
    return [
        _part(session, title, _found(session, settings, states, kind, territory), settings)
        for title, states in _PARTS
    ]


def _found(
    session: Session,
    settings: Settings,
    states: Sequence[EditionState],
    kind: EditionKind | None,
    territory: str | None,
) -> list[StoredEdition]:
    return editions.listed(
        session,
        settings.organisation,
        states=states,
        kind=kind,
        territory=territory,
        most=MOST + 1,
    )


def _part(session: Session, title: str, found: Sequence[StoredEdition], settings: Settings) -> Part:
    shown = found[:MOST]
    sizes = editions.sizes(session, [one.id for one in shown])
    ended = sendings.ended(session, [one.id for one in shown])
    lines = tuple(
        _line(one, sizes.get(one.id, 0), ended.get(one.id, {}), hold=settings.hold) for one in shown
    )
    return Part(title=title, lines=lines, cut=len(found) > MOST)


def _line(one: StoredEdition, entries: int, ended: dict[str, int], *, hold: bool) -> Line:
    state, tone = standing(one, hold=hold)
    return Line(
        id=one.id,
        period=period_of(one),
        kind=KINDS[one.kind],
        territory=territory_of(one),
        state=state,
        tone=tone,
        when=when(one),
        entries=entries,
        sent=_sent(ended),
    )


def standing(one: StoredEdition, *, hold: bool) -> tuple[str, str]:
    """How an edition stands, in words, and the tone of it."""
    if one.state == "draft" and one.held:
        return "retenue", "bad"
    if one.state == "draft":
        return ("attend l’approbation" if hold else "brouillon"), "doubt"
    if one.state == "approved":
        by = f" par {one.approved_by}" if one.approved_by else ""
        return f"approuvée{by}", "good"
    words = "en cours d’envoi" if one.state == "sending" else "envoyée"
    return (f"{words}, sans relecture" if one.unapproved else words), "good"


def when(one: StoredEdition) -> str:
    """When it goes, or went, out."""
    if one.sent_at is not None:
        return french.date_and_time(one.sent_at)
    if one.addressed_at is not None:
        return f"depuis {french.date_and_time(one.addressed_at)}"
    if one.due_at is None or one.held:
        return "après approbation"
    return french.date_and_time(one.due_at)


def _sent(ended: dict[str, int]) -> str:
    """``120 remis, 2 échoués``; the mails of several territories count at one of them."""
    words = (
        ("sent", "remis", "remis"),
        ("failed", "échoué", "échoués"),
        ("cancelled", "annulé", "annulés"),
        ("waiting", "en attente", "en attente"),
    )
    told = [count(ended[state], one, many) for state, one, many in words if ended.get(state)]
    return ", ".join(told)
