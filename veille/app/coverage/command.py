"""``veille source coverage``: coverage counted now, and told at a terminal."""

from datetime import UTC, datetime

from veille.app.console import Failure, tell
from veille.app.coverage.desk import lines, shown
from veille.app.opening import opened
from veille.app.steps.cover import cover
from veille.core.clock import paris
from veille.core.coverage.spans import spans
from veille.settings import load


def tell_coverage(span: str, now: datetime | None) -> None:
    """Count every span of days, keep that, and print the one that was asked for.

    Raises:
        Failure: there is no such span.
    """
    moment = now or datetime.now(UTC)
    codes = [one.code for one in spans(paris(moment).date())]
    if span not in codes:
        raise Failure(f"--span : {', '.join(codes)} attendu")
    with opened(load()) as store:
        cover(store, moment)
        for line in lines(shown(store, span, moment)):
            tell(line)
