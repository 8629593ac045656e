"""The yearly page put together: what was counted as sections, each with sentence, table, chart."""

from veille.core.observatory import course_sections, group_sections, volume_sections
from veille.core.observatory.context import Context
from veille.core.observatory.figures import YearFigures
from veille.core.observatory.tables import Section


def sections(year: int, figures: YearFigures, context: Context) -> tuple[Section, ...]:
    """Every section of a year, in the order of the page."""
    said = context.when(year)
    found = (
        volume_sections.months(year, said, figures, context),
        volume_sections.years(context),
        volume_sections.outside(year, said, context),
        group_sections.sectors(said, figures),
        group_sections.parts(said, figures, context),
        group_sections.buyer_sorts(said, figures),
        group_sections.buyers(said, figures),
        group_sections.reserved(said, figures),
        group_sections.clauses(said, figures),
        course_sections.hours(said, figures),
        course_sections.obligation(said, figures),
        course_sections.waits(said, figures),
        course_sections.chain(said, figures),
        group_sections.winners(said, figures),
    )
    return tuple(section for section in found if section is not None)
