"""The policy of a page that is a mail: its own styles apply, by their hashes, and nothing else.

A mail has its styles inside its elements, since many mailboxes drop the others.
"""

import base64
import hashlib

from lxml import html as markup


def policy_of(page: str) -> str:
    """The Content-Security-Policy under which the document looks as in a mailbox.

    No script, no image, nothing fetched; a style that is not in it now is not applied.
    """
    root = markup.document_fromstring(page)
    styles = [style for element in root.iter() if (style := element.get("style")) is not None]
    sheets = [element.text or "" for element in root.iter("style")]
    hashes = " ".join(sorted({_hash(style) for style in (*styles, *sheets)}))
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src 'unsafe-hashes' {hashes}" if hashes else "style-src 'none'",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _hash(style: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
