"""What somebody gets for whom there is nothing: no empty mail, no unexplained silence."""

from newsletters.coverage import coverage_view
from newsletters.mails.letters import silent_source
from newsletters.mails.personal import Frame, personal_mail
from veille.core.people import SubscriberKind
from veille.core.periods import EditionKind
from veille.store.outbox import Content

_EXPECTS_A_DIGEST: tuple[SubscriberKind, ...] = ("facilitator", "staff")
_DIGESTS: tuple[EditionKind, ...] = ("weekly", "monthly")


def silence_mail(frame: Frame, reader: SubscriberKind, kind: EditionKind) -> Content | None:
    """The mail of a reader without entries; null where silence means that there is nothing.

    A facilitator expects the digest: it says what was read. Others are told only that a source was
    not read whole, since their silence would say that there was nothing.
    """
    if reader in _EXPECTS_A_DIGEST and kind in _DIGESTS:
        made = personal_mail(frame, reader, ())
        return Content(
            kind=made.kind, subject=made.mail.subject, html=made.mail.html, text=made.mail.text
        )
    warnings = coverage_view(frame.head).warnings
    if kind == "immediate" or not warnings:
        return None
    return silent_source(frame.head.publisher, warnings, linked=frame.linked)
