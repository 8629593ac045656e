"""Tell who runs the watch what needs a person: if something does, once, and when it no longer does.

The mail and the note that it was sent are one transaction.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from newsletters.mails.warning import KIND, warning
from veille.app.people.personal_links import greeting
from veille.app.sources.situation import situation
from veille.core.attention import Problem, WarningKind, problems, warning_due
from veille.core.french import count
from veille.settings import Settings
from veille.store import outbox, staff, staff_warnings
from veille.store.database import Store
from veille.store.outbox import NewMessage
from veille.store.staff import Member

PAGE = "/equipe/sources"

_SAID: dict[WarningKind, str] = {
    "new": "prévenu",
    "reminder": "rappelé",
    "settled": "dit que c’est réglé",
}


def warn(store: Store, settings: Settings, now: datetime) -> str:
    """Send what is due; gives one line that says what was found and done."""
    found = problems(situation(store, settings, now))
    said = count(len(found), "point demande quelqu’un", "points demandent quelqu’un")
    said = said if found else "rien ne demande personne"
    with store.transaction() as session:
        last = staff_warnings.last(session, settings.organisation)
        kind = warning_due([one.key for one in found], last, now)
        if kind is None:
            return f"{said}, rien de nouveau à dire"
        told = admins(session, settings)
        if not told:
            return f"{said}, aucun admin à prévenir"
        number = (last.number if last else 0) + 1
        keys = [one.key for one in found]
        if not staff_warnings.add(session, settings.organisation, number, kind, keys, now):
            return f"{said}, dit par un autre processus"
        _enqueue(session, settings, number, kind, found, told, now)
    return f"{said}, {count(len(told), 'admin')} {_SAID[kind]}"


def admins(session: Session, settings: Settings) -> list[Member]:
    """Who is warned: the admins who are still there."""
    return [
        one
        for one in staff.every(session, settings.organisation)
        if one.role == "admin" and one.ended_at is None
    ]


def _enqueue(
    session: Session,
    settings: Settings,
    number: int,
    kind: WarningKind,
    found: tuple[Problem, ...],
    told: list[Member],
    now: datetime,
) -> None:
    base = settings.public_url
    content = warning(settings.publisher, kind, found, linked=base is not None)
    content_id = outbox.put_content(session, content)
    messages = []
    for member in told:
        key = f"{KIND}/{settings.organisation}/{number}/staff/{member.id}"
        personal = {"greeting": greeting(member.name), "address": member.address}
        messages.append(
            NewMessage(
                key=key,
                kind=KIND,
                address=member.address,
                display_name=member.name,
                content_id=content_id,
                message_id=outbox.message_id(key, settings.mail_domain),
                created_at=now,
                personal=personal | ({"view_url": f"{base}{PAGE}"} if base else {}),
            )
        )
    outbox.enqueue(session, messages)
