"""A page of figures: each a drawing, a sentence that reads it, and its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from veille.app.charts import Figure
from veille.core.refusals import Refusal, system_refusal


class PageError(Refusal):
    """A page that cannot be written."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: its title, a few lines, its figures in order."""

    title: str
    lead: Sequence[str]
    figures: Sequence[Figure]


def rendered(page: Page) -> str:
    """The page as HTML that stands alone: no script, nothing fetched."""
    return _environment().get_template("figures.html.j2").render(page=page)


def write(file: Path, page: Page) -> None:
    """Write the page.

    Raises:
        PageError: it cannot be written.
    """
    try:
        file.write_text(rendered(page), encoding="utf-8")
    except OSError as error:
        raise PageError(f"{file} : {system_refusal(error)}") from None


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("veille.app", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
