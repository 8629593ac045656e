"""Tables that several sections share: counts of groups, kinds, plain lists."""

from collections.abc import Iterable, Sequence

from veille.core.observatory.figures import Counts, Group
from veille.core.observatory.tables import Cell, Column, LinkKind, Mark, Row, Section, Table, drawn

COUNTED = (
    Column("consultations"),
    Column("réservées"),
    Column("avec clause"),
    Column("réservée ou clause"),
    Column("part", "share"),
)
"""The columns of counted consultations; ``counted`` fills them."""


def grouped(
    code: str,
    title: str,
    first: str,
    sentence: str,
    groups: Sequence[Group],
    *,
    link: LinkKind = "",
    note: str = "",
) -> Section:
    """Groups of consultations, most reserved ones or ones with a clause first, drawn as bars."""
    rows = tuple(
        Row((one.label, one.procedures, one.reserved, one.clause, one.flagged,
             one.flagged / one.procedures if one.procedures else None), link, one.code)
        for one in groups
    )  # fmt: skip
    marks = [Mark(one.label, one.flagged) for one in groups if one.flagged]
    return Section(
        code=code,
        title=title,
        sentence=sentence,
        table=Table((Column(first, "text"), *COUNTED), rows),
        chart=drawn("bars", first, "réservées ou avec clause", marks),
        note=note,
    )


def kinds(
    code: str, title: str, first: str, sentence: str, groups: Sequence[Group], whole: int
) -> Section:
    """Kinds that the ``whole`` consultations have, of which one may have several."""
    rows = tuple(Row((one.label, one.procedures, one.procedures / whole)) for one in groups)
    return Section(
        code=code,
        title=title,
        sentence=sentence,
        table=Table(
            (Column(first, "text"), Column("consultations"), Column("part", "share")), rows
        ),
        chart=drawn("bars", first, "consultations", [Mark(one.label, one.procedures) for one in
                                                     groups]),
        note="Une consultation peut relever de plusieurs types.",
    )  # fmt: skip


def simple(first: str, told: Iterable[tuple[str, int]], whole: int) -> Table:
    """Counts by name, each with its share of the ``whole``."""
    rows = tuple(Row((name, value, value / whole if whole else None)) for name, value in told)
    return Table((Column(first, "text"), Column("consultations"), Column("part", "share")), rows)


def counted(counts: Counts) -> tuple[Cell, ...]:
    """The cells of ``COUNTED``."""
    share = counts.flagged / counts.procedures if counts.procedures else None
    return counts.procedures, counts.reserved, counts.clause, counts.flagged, share
