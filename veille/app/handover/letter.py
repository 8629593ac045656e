"""The letter to whom a procedure was passed on, put in the outbox with what it tells."""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletters.mails.colleague import KIND, passed_on
from veille.app.handover.desk import name_of
from veille.app.people.personal_links import greeting
from veille.settings import Settings
from veille.store import outbox
from veille.store.outbox import NewMessage
from veille.store.staff import Member


def tell(
    session: Session,
    settings: Settings,
    member: Member,
    other: Member,
    procedure_id: int,
    *,
    title: str,
    when: str,
    word: str | None,
    now: datetime,
) -> None:
    """Tell ``other`` that ``member`` passed the procedure on to them."""
    linked = settings.public_url is not None
    content = passed_on(settings.publisher, name_of(member), title, when, word, linked=linked)
    key = f"{KIND}/{procedure_id}/staff/{other.id}/{now.isoformat()}"
    fields = {"greeting": greeting(other.name), "address": other.address}
    if settings.public_url is not None:
        base = settings.public_url.rstrip("/")
        fields["view_url"] = f"{base}/consultations/{procedure_id}"
    message = NewMessage(
        key=key,
        kind=KIND,
        address=other.address,
        display_name=other.name,
        content_id=outbox.put_content(session, content),
        message_id=outbox.message_id(key, settings.mail_domain),
        created_at=now,
        personal=fields,
    )
    outbox.enqueue(session, [message])
