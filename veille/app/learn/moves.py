"""What would change with another model: the bands of recent notices, and which ones move."""

from collections import Counter, deque
from datetime import date, datetime, timedelta
from typing import Any

from classifiers.potential import LearnedModel
from newsletters.entries import TITLE_LENGTH
from newsletters.plain import cut, plain
from veille.app.learn import exam
from veille.core.bands import BAND_LABELS, BAND_NAMES, band_of
from veille.core.notices import Notice
from veille.core.redaction import redact_contacts
from veille.store import linking, notices
from veille.store.database import Store

DAYS = 90
"""Days of notices whose bands are compared."""

MOVED_DAYS = 28
"""Days of notices of which those that change band are named."""

MOST_MOVED = 100


def changes(
    store: Store, champion: LearnedModel, challenger: LearnedModel, now: datetime
) -> dict[str, Any]:
    """Recent notices by the French band of their potential, now and with the challenger.

    ``moved`` are those of the last weeks whose band is another one, the newest first, with their
    procedures: the first ``MOST_MOVED`` of ``moved_total``.
    """
    counted: Counter[tuple[str, str]] = Counter()
    moved: deque[dict[str, Any]] = deque(maxlen=MOST_MOVED)
    total, today = 0, now.date()
    with store.read() as session:
        recent = notices.published_between(session, today - timedelta(days=DAYS), today)
        for batch in exam.batches(recent):
            pairs = list(zip(_bands(champion, batch), _bands(challenger, batch), strict=True))
            counted.update(pairs)
            for notice, (before, after) in zip(batch, pairs, strict=True):
                if before != after and _is_recent(notice, today):
                    total += 1
                    moved.appendleft(_moved(notice, before, after))
        homes = linking.procedures_of(session, [one["notice"] for one in moved])
    labels = [BAND_LABELS[band] for band in BAND_NAMES]
    return {
        "bands": {before: {after: counted[before, after] for after in labels} for before in labels},
        "moved_days": MOVED_DAYS,
        "moved_total": total,
        "moved": [one | {"procedure": homes.get(one["notice"])} for one in moved],
    }


def _is_recent(notice: Notice, today: date) -> bool:
    day = notice.published_on
    return day is not None and day >= today - timedelta(days=MOVED_DAYS)


def _moved(notice: Notice, before: str, after: str) -> dict[str, Any]:
    return {
        "notice": notice.id,
        "title": _shown(notice.title) or "Objet non précisé dans l’avis",
        "buyer": _shown(notice.buyer.name if notice.buyer else None),
        "published_on": notice.published_on.isoformat() if notice.published_on else None,
        "before": before,
        "after": after,
    }


def _shown(text: str | None) -> str:
    return cut(redact_contacts(plain(text or "")), TITLE_LENGTH)


def _bands(model: LearnedModel, batch: list[Notice]) -> list[str]:
    """A notice with nothing to judge by counts in the lowest band."""
    found = (scores.potential or 0.0 for scores in model.score_many(batch))
    bands = (band_of(score, model.bands.potential) for score in found)
    return [BAND_LABELS[band.name if band else "low"] for band in bands]
