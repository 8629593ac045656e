"""Coverage as it was last counted, for pages, files and terminals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from veille.app.coverage.tables import TABLES, CoverageTable
from veille.core.clock import paris
from veille.core.coverage import sentences
from veille.core.coverage.figures import Figures
from veille.core.coverage.spans import Span, spans
from veille.store import coverage, sources
from veille.store.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A span of days with its figures in words; ``figures`` are null where nothing was counted."""

    span: Span
    choices: tuple[Span, ...]
    figures: Figures | None
    said: tuple[str, ...]
    tables: tuple[CoverageTable, ...]

    def table(self, code: str) -> CoverageTable | None:
        """The table of that code; null where there is none."""
        return next((one for one in self.tables if one.code == code), None)


def shown(store: Store, code: str, now: datetime) -> Shown:
    """What was counted of a span of days: the last twelve months where ``code`` is of none."""
    choices = spans(paris(now).date())
    span = next((one for one in choices if one.code == code), choices[0])
    with store.read() as session:
        figures = coverage.kept(session, span.code)
        labels = {one.name: one.label for one in sources.every(session)}
    return Shown(
        span=span,
        choices=choices,
        figures=figures,
        said=tuple(sentences.on_contracts(figures)) if figures else (),
        tables=tuple(make(figures, labels) for make in TABLES.values()) if figures else (),
    )


def lines(found: Shown) -> Iterator[str]:
    """The same for a terminal, cells between bars."""
    yield found.span.label
    yield from found.said
    for table in found.tables:
        yield ""
        yield f"{table.title}. {table.sentence}"
        if table.rows:
            yield " | ".join(table.columns)
        for row in table.rows:
            yield " | ".join(row)
