"""The sending of an edition in words: where its messages are, why some did not leave."""

import re
from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from veille.core import french
from veille.store import editions, sendings
from veille.store.bounces import BounceKind
from veille.store.editions import StoredEdition
from veille.store.sendings import Ended, Message, Stage

_STAGES: tuple[tuple[Stage, str, str], ...] = (
    ("sent", "remis", "remis"),
    ("sending", "en train de partir", "en train de partir"),
    ("waiting", "en attente", "en attente"),
    ("deferred", "remis à plus tard", "remis à plus tard"),
    ("failed", "échoué", "échoués"),
    ("cancelled", "annulé", "annulés"),
)
_RETURNS: dict[BounceKind, tuple[str, str]] = {
    "hard": ("adresse disparue", "adresses disparues"),
    "soft": ("échec passager", "échecs passagers"),
    "complaint": ("plainte", "plaintes"),
    "unsubscribe": ("désabonnement", "désabonnements"),
}
_ADDRESS = re.compile(r"<?[^\s<>«»]+@[^\s<>«»]+>?")
MOST_FAILED = 100
"""Messages of which the failure is shown one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a sending stands; ``lines`` are counts by stage, ``reasons`` why some did not leave.

    ``next_try`` is when what was put off is tried again; ``passing`` counts the failures that may
    be tried again.
    """

    sentence: str
    next_try: str | None
    over: bool
    lines: tuple[tuple[str, int], ...]
    reasons: tuple[Ended, ...]
    failed: tuple[Message, ...]
    returned: tuple[tuple[str, int], ...]
    repeated: int
    passing: int


def sending(session: Session, edition: StoredEdition) -> Sending:
    """How the messages of an edition, and of those that are in the same mail, stand."""
    ids = [one.id for one in editions.together(session, edition)]
    stages = sendings.stages(session, ids)
    returned = sendings.returns(session, ids)
    total = sum(stages.values())
    left = sum(stages.get(stage, 0) for stage in ("sending", "waiting", "deferred"))
    following = sendings.next_try(session, ids) if stages.get("deferred") else None
    return Sending(
        sentence=_sentence(total, left),
        next_try=french.date_and_time(following) if following else None,
        over=not left,
        lines=tuple(
            (french.plural(stages[name], one, many), stages[name])
            for name, one, many in _STAGES
            if name in stages
        ),
        reasons=_grouped(sendings.reasons(session, ids)),
        failed=tuple(sendings.failed(session, ids, MOST_FAILED)),
        returned=tuple(
            (french.plural(returned[kind], one, many), returned[kind])
            for kind, (one, many) in _RETURNS.items()
            if kind in returned
        ),
        repeated=sendings.repeated(session, ids),
        passing=sendings.passing(session, ids),
    )


def _sentence(total: int, left: int) -> str:
    if not total:
        return "Aucun message : personne n’était à prévenir à ce rythme."
    messages = french.count(total, "message")
    if not left:
        return f"L’envoi est terminé : {messages}."
    return f"L’envoi est en cours : {french.number(total - left)} sur {messages}."


def _grouped(found: list[Ended]) -> tuple[Ended, ...]:
    """Reasons that differ only by the address that they quote are one."""
    counted = Counter[tuple[str, str]]()
    for one in found:
        counted[one.state, _ADDRESS.sub("…", one.reason)] += one.count
    return tuple(
        Ended(state=state, reason=reason, count=number)
        for (state, reason), number in counted.most_common()
    )
