"""Which European thresholds may apply to a notice, and which article goes with them."""

from datetime import date

from veille.core.notices import BuyerKind, Notice, Regime
from veille.core.reference.sectors import sectors_of
from veille.core.reference.thresholds import Threshold
from veille.core.tables import Tables

MARKET, CONCESSION = "L2112-2-1", "L3114-2-1"

# Sectors that hold services of the light regime (R2123-1, 3°): coarser than its list of codes.
_SOCIAL_SECTORS = frozenset(
    {
        "culture_sport_animation",
        "formation_emploi",
        "restauration_alimentaire",
        "sante_social_enfance",
        "securite_accueil",
    }
)


def article_of(notice: Notice) -> str:
    """The article that would expect a clause."""
    return CONCESSION if _is_concession(notice) else MARKET


def possible_thresholds(notice: Notice, day: date, tables: Tables) -> tuple[Threshold, ...]:
    """Every threshold that may apply on ``day``, lowest first; none when the day has none.

    What the notice does not tell (kind of buyer, nature, regime) is left open.
    """
    kind = buyer_kind(notice)
    found = [
        row
        for regime in _regimes(notice, kind, tables)
        for row in tables.thresholds_on(
            day,
            regime,
            kind,
            # The light regime and concessions have one threshold whatever is bought.
            None if regime in {"social", "concession"} else notice.contract_nature,
        )
    ]
    return tuple(sorted(found, key=lambda row: row.amount))


def buyer_kind(notice: Notice) -> BuyerKind:
    """The kind of buyer, ``unknown`` where the notice names none."""
    return notice.buyer.kind if notice.buyer else "unknown"


def _is_concession(notice: Notice) -> bool:
    return notice.regime == "concession" or (notice.regime == "unknown" and notice.family == "DSP")


def _regimes(notice: Notice, kind: BuyerKind, tables: Tables) -> tuple[Regime, ...]:
    """The regime that is published; else those that buyer and object leave open."""
    if _is_concession(notice):
        return ("concession",)
    if notice.regime not in {"unknown", "classic"}:
        return (notice.regime,)
    if kind == "utility":
        usual: tuple[Regime, ...] = ("utilities",)
    elif kind == "unknown" and notice.regime == "unknown":
        usual = ("classic", "utilities")
    else:
        usual = ("classic",)
    if notice.regime == "classic" or notice.contract_nature in {"works", "supplies"}:
        return usual
    return _with_social(usual, notice, tables)


def _with_social(usual: tuple[Regime, ...], notice: Notice, tables: Tables) -> tuple[Regime, ...]:
    """The light regime alone where the code is of the ESS list, beside the others elsewhere."""
    main = notice.all_cpv()[:1]
    if main and tables.is_ess(main[0]):
        return ("social",)
    sectors = sectors_of(main, (item.code for item in notice.descriptors))
    return usual if _SOCIAL_SECTORS.isdisjoint(sectors) else (*usual, "social")
