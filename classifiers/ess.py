"""Reservations to the social economy (ESS) of what the list of article L2113-15 does not hold."""

from collections.abc import Iterator, Sequence

from classifiers.signals import NOTES
from veille.core.notices import Notice
from veille.core.tables import Tables
from veille.core.verdicts import ESS_OUTSIDE_LIST, Evidence, LotVerdict, Reserved


def ess_notes(
    notice: Notice, reserved: Reserved, by_lot: Sequence[LotVerdict], tables: Tables
) -> tuple[Evidence, ...]:
    """One note for the notice, or for each lot, reserved to the ESS and outside the list.

    L2113-15 allows it for listed social and other services only. A note affirms and denies
    nothing (weight 0): it quotes the main CPV code; without any code nothing is noted.
    """
    if not by_lot:
        codes = [(f"/cpv/{index}", code) for index, code in enumerate(notice.cpv)]
        return tuple(_note(None, codes, tables)) if "ess" in reserved.kinds else ()
    kinds = {item.lot: item.reserved.kinds for item in by_lot}
    return tuple(
        line
        for index, lot in enumerate(notice.lots)
        if "ess" in kinds.get(lot.id, ())
        for line in _note(lot.id, _codes(notice, index), tables)
    )


def _codes(notice: Notice, index: int) -> list[tuple[str, str]]:
    """The codes of a lot with their JSON Pointers; those of the notice where it has none."""
    own = notice.lots[index].cpv
    if own:
        return [(f"/lots/{index}/cpv/{place}", code) for place, code in enumerate(own)]
    return [(f"/cpv/{place}", code) for place, code in enumerate(notice.cpv)]


def _note(lot: str | None, codes: Sequence[tuple[str, str]], tables: Tables) -> Iterator[Evidence]:
    if not codes or any(tables.is_ess(code) for _, code in codes):
        return
    at, code = codes[0]
    yield Evidence(
        signal="law",
        for_="reserved",
        lot=lot,
        at=at,
        quote=code,
        start=0,
        end=len(code),
        rule=ESS_OUTSIDE_LIST,
        weight=NOTES,
    )
