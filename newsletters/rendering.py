"""An edition as a mail: subject, HTML and text from the same view and the same templates."""

from dataclasses import dataclass, replace
from functools import cache

from css_inline import CSSInliner
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from newsletters.ending_lines import with_endings
from newsletters.fitting import MOST_BYTES, fitted
from newsletters.plain import plain
from newsletters.presentation import present
from newsletters.showing import Caps, cut_to, shown
from veille.core.editions import Edition
from veille.core.french import NBSP
from veille.core.personal_fields import defused


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMail:
    """The parts of a mail, and the page for a browser.

    ``html`` and ``page`` are whole documents without images or scripts; they differ where the page
    holds more than a mail shows. ``text`` has every entry in full.
    """

    subject: str
    html: str
    text: str
    page: str


def render(
    edition: Edition, *, most_bytes: int = MOST_BYTES, caps: Caps | None = None
) -> RenderedMail:
    """The mail of ``edition``; the same edition gives the same bytes.

    The HTML weighs ``most_bytes`` at most, and shows no more than ``caps``; the page and the text
    have every entry.
    """
    view = present(edition)

    def page(part: Edition, brief: frozenset[int]) -> str:
        return html_of("digest.html.j2", view=replace(present(part, brief), subject=view.subject))

    digest = edition if caps is None else shown(edition, caps)
    digest = with_endings(digest, edition.endings)
    return RenderedMail(
        subject=view.subject,
        html=fitted(digest, page, cut_to, most_bytes),
        text=text_of("digest.txt.j2", view=view),
        page=html_of("digest.html.j2", view=view),
    )


def html_of(template: str, **values: object) -> str:
    """A template of HTML, its styles inside its elements."""
    page = _inliner().inline(_environment().get_template(template).render(**values))
    # The text of others holds no entity, its ampersands being escaped: four bytes less each.
    return page.replace("&nbsp;", NBSP)


def text_of(template: str, **values: object) -> str:
    """A template of plain text."""
    return _environment().get_template(template).render(**values)


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
    """Every string that a template shows, on one line, without hidden characters.

    No text of others can write a personal field either.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return defused(plain(value))
    return value


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, minify_css=True)
