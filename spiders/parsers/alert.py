"""Alert mails of platforms: one notice for each tender listed; see ``spiders/alerts.py``."""

import hashlib
from urllib.parse import urlsplit, urlunsplit

from spiders.parsers.alert_blocks import Block, Layout, layout_of_html, layout_of_text
from spiders.parsers.alert_fields import fields_of
from spiders.parsers.alert_mail import AlertMail, read_mail
from spiders.parsers.alert_platforms import AlertPlatform, platform_of_host
from spiders.parsers.result import Parsed
from veille.core.notices import Buyer, Links, Notice, Text

UNKNOWN = "alert_unknown"
"""The dialect of a mail whose layout is not known: one notice, and a line for staff."""

_LONGEST_TEXT = 20_000
_MOST_LINKS = 40
_DIGITS = 16
_READERS = ("utm_", "xtor", "token", "email", "mail", "user", "uid", "login", "key", "sid")


def parse_mail(raw: bytes) -> Parsed:
    """The notices of one mail.

    Raises:
        UnreadablePayload: it is no mail.
    """
    mail = read_mail(raw)
    sender = platform_of_host(mail.host)
    layout = layout_of_html(mail.html, sender) if mail.html else layout_of_text(mail.text, sender)
    platform = layout.platform
    if platform is None or not layout.blocks:
        return _unknown(mail, layout)
    first, *others = (_notice(block, platform) for block in layout.blocks)
    return Parsed(first, f"alert_{platform.code}", others=tuple(others))


def _notice(block: Block, platform: AlertPlatform) -> Notice:
    said = fields_of(block.lines, block.words)
    lines = [line for line in block.lines if line != said.title]
    link = _without_reader(block.link)
    return Notice(
        id=f"alert:{_digest(link.lower())}",
        source="alert",
        stage="competition",
        kind="competition",
        published_on=said.published_on,
        deadline=said.deadline,
        title=said.title,
        buyer=Buyer(name=said.buyer) if said.buyer else None,
        departments=said.departments,
        texts=(Text(field="other", text="\n".join(lines)),) if lines else (),
        links=Links(notice=link, profile=platform.home),
    )


def _unknown(mail: AlertMail, layout: Layout) -> Parsed:
    """The whole mail as one notice: nobody may miss it because nobody knows its layout."""
    words = "\n".join(layout.lines)[:_LONGEST_TEXT]
    links = "\n".join(layout.links[:_MOST_LINKS])
    text = "\n".join(filter(None, (words, links)))
    whole = "\n".join((mail.host, mail.subject, str(mail.day), words))
    notice = Notice(
        id=f"alert:{_digest(whole)}",
        source="alert",
        stage="other",
        kind="other",
        published_on=mail.day,
        title=mail.subject or None,
        texts=(Text(field="other", text=text),) if text else (),
        links=Links(notice=layout.links[0]) if len(layout.links) == 1 else None,
    )
    return Parsed(notice, UNKNOWN, unread=(f"mise en page inconnue : {mail.host or 'sans nom'}",))


def _without_reader(link: str) -> str:
    """The address without what follows or names a reader: others will be shown it.

    The same tender in the mails of two readers is one notice.
    """
    parts = urlsplit(link)
    kept = [part for part in parts.query.split("&") if not part.lower().startswith(_READERS)]
    return urlunsplit(("https", parts.netloc.rpartition("@")[2], parts.path, "&".join(kept), ""))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
