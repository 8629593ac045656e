"""An edition as a mail: subject, HTML and text from the same view and the same templates."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from css_inline import CSSInliner
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from newsletters.brief import giving_way
from newsletters.plain import plain
from newsletters.presentation import EditionView, present
from veille.core.editions import Edition
from veille.core.french import NBSP

MOST_BYTES = 100_000
"""Of HTML: above about 102 kB Gmail cuts a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMail:
    """The parts of a mail, and the page for a browser.

    ``html`` and ``page`` are whole documents without images or scripts; they differ where the page
    is too heavy for a mailbox. ``text`` has every entry in full.
    """

    subject: str
    html: str
    text: str
    page: str


def render(edition: Edition, *, most_bytes: int = MOST_BYTES) -> RenderedMail:
    """The mail of ``edition``; the same edition gives the same bytes.

    Where the HTML is heavier than ``most_bytes``, as few entries as needed are one line each, the
    least urgent first. None is left out: what is still too heavy then goes as it is.
    """
    view = present(edition)
    page = _html(view)
    return RenderedMail(
        subject=view.subject,
        html=page if _weight(page) <= most_bytes else _shortened(edition, most_bytes),
        text=_environment().get_template("digest.txt.j2").render(view=view),
        page=page,
    )


def _shortened(edition: Edition, most_bytes: int) -> str:
    """The page with the fewest entries in one line that is light enough, else with all of them."""
    candidates = giving_way(edition.entries)

    def page(count: int) -> str:
        return _html(present(edition, frozenset(candidates[:count])))

    fewest = bisect_left(
        range(len(candidates)), True, key=lambda count: _weight(page(count)) <= most_bytes
    )
    return page(fewest)


def _weight(html: str) -> int:
    """Bytes as a mailbox counts them: in a message a line ends with two."""
    return len(html.encode()) + html.count("\n")


def _html(view: EditionView) -> str:
    page = _inliner().inline(_environment().get_template("digest.html.j2").render(view=view))
    # The text of others holds no entity, its ampersands being escaped: four bytes less each.
    return page.replace("&nbsp;", NBSP)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("newsletters"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: object) -> object:
    """Every string that a template shows, on one line and without hidden characters."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, minify_css=True)
