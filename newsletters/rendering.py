"""An edition as a mail: subject, HTML and text from the same view and the same templates."""

from dataclasses import dataclass
from functools import cache

from css_inline import CSSInliner
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from newsletters.plain import plain
from newsletters.presentation import present
from veille.core.editions import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMail:
    """The three parts of a mail. ``html`` is a whole document without images or scripts."""

    subject: str
    html: str
    text: str


def render(edition: Edition) -> RenderedMail:
    """The mail of ``edition``; the same edition gives the same bytes."""
    view = present(edition)
    html = _environment().get_template("digest.html.j2").render(view=view)
    text = _environment().get_template("digest.txt.j2").render(view=view)
    return RenderedMail(subject=view.subject, html=_inliner().inline(html), text=text)


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
