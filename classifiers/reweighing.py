"""Whether other domain tables could change what is said of a notice, without reading its words."""

from classifiers.hours_estimate import hours_estimates
from classifiers.law import obligation
from veille.core.notices import Notice
from veille.core.tables import Tables
from veille.core.verdicts import Clause


def may_differ(notice: Notice, before: Tables, after: Tables) -> bool:
    """Whether obligation or hours of the notice could differ between two sets of tables.

    A hundred times faster than judging it: only the figures are worked out, as if nothing were
    stated in words. What is stated wins over the figures, so it is judged to know for certain.
    """
    silent = Clause()
    if obligation(notice, silent, before) != obligation(notice, silent, after):
        return True
    return hours_estimates(notice, silent, (), before) != hours_estimates(notice, silent, (), after)
