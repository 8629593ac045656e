"""What a subscription would have sent: counted by week, with what is worth saying before saving."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from veille.core.cards import Rhythm
from veille.core.french import count, number, typography
from veille.core.refusals import Refusal

WEEKS = 4
_WEEK = timedelta(days=7)

SHOWN_IN_A_MAIL = 60
"""Entries that a mail shows at most; the others are behind a link."""

BROAD: Mapping[Rhythm, int] = {"immediate": 40, "daily": 120, "weekly": 160, "monthly": 120}
"""Purchases in four weeks above which a subscription is said to be too broad."""

MOST_IMMEDIATE = 200
"""Purchases in four weeks above which an immediate subscription is refused: ten a working day."""


class TooBroadError(Refusal):
    """A rhythm at which so broad a subscription would be a nuisance."""


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many purchases the seven days from ``first`` to ``last`` would have told."""

    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the last four weeks would have told, each purchase once a week.

    ``total`` counts each once over the four weeks; ``coarse`` those of the département that were
    left out because their commune is not known. ``warning`` is the sentence to show, null when
    there is nothing to say; ``remarks`` say more.
    """

    weeks: tuple[WeekCount, ...]
    total: int
    coarse: int = 0
    is_broad: bool = False
    is_refused: bool = False
    warning: str | None = None
    remarks: tuple[str, ...] = ()


def windows(today: date) -> tuple[tuple[date, date], ...]:
    """The last four spans of seven days, half-open, oldest first; the last one ends with today."""
    end = today + timedelta(days=1)
    return tuple((end - _WEEK * back, end - _WEEK * (back - 1)) for back in range(WEEKS, 0, -1))


def preview_of(
    found: Mapping[date, frozenset[int]],
    rhythm: Rhythm,
    today: date,
    *,
    coarse: int = 0,
    oldest: date | None = None,
) -> Preview:
    """The preview from the procedures found on each day.

    ``oldest`` is the first day that anything is known of: a watch that is younger than four weeks
    says so.
    """
    weeks = tuple(
        WeekCount(first, end - timedelta(days=1), len(_within(found, first, end)))
        for first, end in windows(today)
    )
    total = len(_within(found, weeks[0].first, today + timedelta(days=1)))
    is_broad = total > BROAD[rhythm]
    return Preview(
        weeks=weeks,
        total=total,
        coarse=coarse,
        is_broad=is_broad,
        is_refused=rhythm == "immediate" and total > MOST_IMMEDIATE,
        warning=_warning(total, is_broad=is_broad),
        remarks=tuple(_remarks(rhythm, total, coarse, oldest, today)),
    )


def check(preview: Preview) -> None:
    """Refuse what nobody would read.

    Raises:
        TooBroadError: the subscription is immediate, and too broad for that.
    """
    if preview.is_refused:
        raise TooBroadError(
            f"alerte immédiate trop large, {count(preview.total, 'marché')} en quatre semaines : "
            "préciser la demande, ou choisir un envoi quotidien ou hebdomadaire"
        )


def _within(found: Mapping[date, frozenset[int]], first: date, end: date) -> frozenset[int]:
    return frozenset[int]().union(*(ids for day, ids in found.items() if first <= day < end))


def _warning(total: int, *, is_broad: bool) -> str | None:
    if total == 0:
        return typography(
            "Cette alerte n’aurait rien envoyé en quatre semaines : élargir le territoire, les "
            "secteurs ou les mots."
        )
    if not is_broad:
        return None
    return typography(
        f"Cette alerte aurait envoyé {count(total, 'marché')} en quatre semaines : choisir un "
        "territoire plus petit, un secteur ou des mots."
    )


def _remarks(
    rhythm: Rhythm, total: int, coarse: int, oldest: date | None, today: date
) -> list[str]:
    known_days = (today - oldest).days + 1 if oldest else 0
    a_mail = {"weekly": total / WEEKS, "monthly": total}.get(rhythm, 0)
    remarks = (
        (known_days == 0, "Cette veille n’a encore aucun avis."),
        (
            0 < known_days < WEEKS * 7,
            f"Cette veille n’a encore que {count(known_days, 'jour')} d’avis : ces nombres sont "
            "un minimum.",
        ),
        (
            a_mail > SHOWN_IN_A_MAIL,
            f"Chaque envoi montrerait {number(SHOWN_IN_A_MAIL)} marchés au plus ; les autres "
            "seraient derrière un lien.",
        ),
        (
            coarse > 0,
            f"{_others(coarse)} du département, sans commune précisée dans l’avis, "
            f"{'ne seraient pas envoyés' if coarse > 1 else 'ne serait pas envoyé'} : demander "
            "aussi le département pour les avoir.",
        ),
    )
    return [typography(text) for applies, text in remarks if applies]


def _others(coarse: int) -> str:
    return count(coarse, "autre marché", "autres marchés")
