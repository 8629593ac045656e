"""What is seen of buyer platforms, in words: a few sentences, none where there is no figure."""

from collections.abc import Iterator, Sequence

from veille.core.coverage.figures import Figures
from veille.core.coverage.shares import LEAST, Share
from veille.core.editions import PlatformCoverage
from veille.core.french import NBSP, count, join, number, plural
from veille.core.platforms import platform

ONLY_IN_A_NEWSPAPER = (
    "Marchés à procédure adaptée publiés seulement dans un journal d’annonces légales"
)
ONLY_ON_A_PROFILE = "Marchés publiés seulement sur le profil de l’acheteur"

NOT_COVERED = (ONLY_IN_A_NEWSPAPER, ONLY_ON_A_PROFILE)
"""What a watch of BOAMP and TED cannot see."""

_MOST_NAMED = 8


def platform_coverage(figures: Figures | None) -> PlatformCoverage | None:
    """What an edition keeps of the figures; null where nothing was counted, or seen."""
    if figures is None or not (figures.named or figures.share.known):
        return None
    read = [one for one in figures.named if one.is_read(figures.until)]
    silent = [one for one in figures.named if one.is_silent(figures.until)]
    cited = figures.cited
    return PlatformCoverage(
        until=figures.until,
        cited=len(cited),
        cited_read=sum(one in read for one in cited),
        read=tuple(_name(one.code) for one in read),
        silent=tuple(_name(one.code) for one in silent),
        unread=tuple(_name(one.code) for one in cited if not one.read),
        contracts=figures.share.known,
        seen=figures.share.seen,
        doubtful=figures.share.doubtful,
    )


def platform_remarks(coverage: PlatformCoverage) -> Iterator[str]:
    """Which platforms are read, which are silent, what share of contracts was seen."""
    if coverage.cited:
        yield _cited(coverage)
    if coverage.silent:
        yield (
            f"Plus rien n’est venu depuis un mois de{NBSP}{_named(coverage.silent)}{NBSP}: des "
            "consultations peuvent manquer."
        )
    if coverage.contracts:
        yield _contracts(coverage)


def not_covered(coverage: PlatformCoverage | None) -> tuple[str, ...]:
    """What the watch cannot see, now that it reads these platforms."""
    if coverage is None or not coverage.read:
        return NOT_COVERED
    but = f"{ONLY_ON_A_PROFILE}, sauf sur {_named(coverage.read)}"
    if coverage.unread:
        but += f"{NBSP}; plateformes non lues{NBSP}: {_named(coverage.unread)}"
    return (ONLY_IN_A_NEWSPAPER, but)


def _cited(coverage: PlatformCoverage) -> str:
    platforms = count(coverage.cited, "plateforme citée", "plateformes citées")
    read = "aucune n’est lue"
    if coverage.cited_read:
        verb = plural(coverage.cited_read, "est lue", "sont lues")
        read = f"{number(coverage.cited_read)} {verb}"
    return f"Plateformes d’acheteurs de l’Hérault{NBSP}: sur {platforms} depuis un an, {read}."


def _contracts(coverage: PlatformCoverage) -> str:
    unseen = coverage.contracts - coverage.seen - coverage.doubtful
    share = Share(seen=coverage.seen, doubtful=coverage.doubtful, unseen=unseen)
    notified = "notifiés depuis un an, hors ceux passés sans publicité,"
    of = f"{share.said} marchés {notified}"
    if coverage.contracts >= LEAST:
        of = f"{share.said} des {number(coverage.contracts)}{NBSP}marchés {notified}"
    return f"D’après les données d’attribution, la consultation de {of} avait été vue."


def _named(names: Sequence[str]) -> str:
    """The names; of many, the first ones and how many others."""
    if len(names) <= _MOST_NAMED + 1:
        return join(list(names))
    others = len(names) - _MOST_NAMED
    return join([*names[:_MOST_NAMED], f"{number(others)}{NBSP}autres"])


def _name(code: str) -> str:
    known = platform(code)
    return known.name if known else code
