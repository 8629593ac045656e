"""Text of several lines on a page: everything else that a template shows is one line."""

from markupsafe import Markup, escape

from newsletters.plain import plain


def multiline(text: str | None) -> Markup:
    """The text, escaped, its line breaks kept, without hidden characters."""
    return Markup("\n").join(escape(plain(line)) for line in (text or "").splitlines())
