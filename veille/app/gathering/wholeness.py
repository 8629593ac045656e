"""Whether a run read everything, by one way or the other."""

from collections.abc import Mapping, Sequence

from spiders.job import CrawlResult
from veille.app.gathering.span import Span
from veille.core.clock import days_between, paris
from veille.core.second_ways import SECOND_WAYS


def all_well(results: Sequence[CrawlResult], span: Span) -> bool:
    """Whether every notice announced was received, and everything received was read.

    Of two ways to the same notices one is enough: what the API did not give and the directories
    did is not missing, nor is anything when only the directories failed.
    """
    ended = {result.source: result for result in results}
    return all(
        not result.unread and (result.complete or _made_good(result, ended, span))
        for result in results
    )


def _made_good(failed: CrawlResult, ended: Mapping[str, CrawlResult], span: Span) -> bool:
    """Whether the other way to the same notices, in the same run, was whole."""
    first = SECOND_WAYS.get(failed.source)
    if first is not None:
        return first in ended and ended[first].complete
    over = {day for day in days_between(span.since, span.until) if day < paris(span.now).date()}
    return any(
        ended[name].complete and over <= set(ended[name].days_done)
        for name, first_way in SECOND_WAYS.items()
        if first_way == failed.source and name in ended
    )
