"""Sections of how much: by month, from year to year, outside works and green spaces."""

from datetime import date

from veille.core.french import NBSP, month_year
from veille.core.observatory import sentences
from veille.core.observatory.context import Context
from veille.core.observatory.figures import Counts, YearFigures
from veille.core.observatory.section_shapes import COUNTED, counted
from veille.core.observatory.tables import Column, Mark, Row, Section, Table, drawn


def months(year: int, said: str, figures: YearFigures, context: Context) -> Section:
    """By month and quarter; only whole years are compared."""
    comparable = context.is_whole(year) and context.is_whole(year - 1)
    before = context.years.get(year - 1) if comparable else None
    rows = [
        Row((month_year(date(year, month, 1)), *counted(counts)))
        for month, counts in sorted(figures.months.items())
    ]
    rows += [
        Row((f"{quarter}{'er' if quarter == 1 else 'e'} trimestre", *counted(counts)))
        for quarter, counts in figures.quarters.items()
    ]
    total = figures.total
    rows.append(Row((f"{year}, en tout", *counted(total))))
    marks = [
        Mark(_month(month), value, series)
        for month, counts in sorted(figures.months.items())
        for series, value in (
            ("réservées", counts.reserved),
            ("avec clause", counts.clause),
        )
    ]
    return Section(
        code="consultations",
        title="Consultations publiées",
        sentence=sentences.published(said, total, before, year - 1),
        table=Table((Column("Période", "text"), *COUNTED), tuple(rows)),
        chart=drawn("columns", "mois", "consultations", marks),
        note="Une consultation est comptée une fois, dans le mois de son premier avis. Une même "
        "consultation peut être réservée et porter une clause.",
    )


def years(context: Context) -> Section:
    """Years that are not whole are in the table, not in the sentence."""
    years = {year: counts for year, counts in context.years.items() if counts.procedures}
    whole = {year: counts for year, counts in years.items() if context.is_whole(year)}
    rows = tuple(
        Row((context.named(year), *counted(counts)), "year", str(year))
        for year, counts in sorted(years.items())
    )
    marks = [
        Mark(context.named(year), value, series)
        for year, counts in sorted(years.items())
        for series, value in (("réservées", counts.reserved), ("avec clause", counts.clause))
    ]
    return Section(
        code="annees",
        title="D’une année à l’autre",
        sentence=sentences.trend(whole),
        table=Table((Column("Année", "text"), *COUNTED), rows),
        chart=drawn("columns", "année", "consultations", marks),
    )


def outside(year: int, said: str, context: Context) -> Section:
    """What part of the contracts with a clause is neither works nor green spaces, year by year."""
    now = context.years.get(year, Counts())
    before = context.years.get(year - 1)
    kept = {other: one for other, one in sorted(context.years.items()) if one.placed}
    rows = tuple(
        Row((context.named(other), one.placed, one.outside, one.outside / one.placed))
        for other, one in kept.items()
    )
    marks = [Mark(context.named(other), one.outside / one.placed) for other, one in kept.items()]
    return Section(
        code="hors-travaux",
        title="Hors travaux et espaces verts",
        sentence=sentences.outside(said, now, before, year - 1),
        table=Table(
            (
                Column("Année", "text"),
                Column("avec clause, secteur connu"),
                Column("ni travaux, ni espaces verts"),
                Column("part", "share"),
            ),
            rows,
        ),
        chart=drawn("columns", "année", "part hors travaux et espaces verts", marks, share=True),
        note="Un marché dont un seul lot relève du bâtiment, des travaux publics ou des espaces "
        "verts n’est pas compté hors de ces secteurs.",
    )


def _month(month: int) -> str:
    return month_year(date(2000, month, 1)).partition(NBSP)[0]
