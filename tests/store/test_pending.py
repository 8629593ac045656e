"""Whether there is anything to do: asked every minute, so it must be right when it says no."""

from datetime import timedelta

import pytest

from tests.store.invented import NOW, keep, keep_apart, notice
from veille.store import Store, outbox, pending, procedures
from veille.store.outbox import Content, NewMessage

HOUR = timedelta(hours=1)


def enqueue(store: Store, **changed: object) -> None:
    with store.transaction() as session:
        content = Content(kind="weekly", subject="Veille", html="<p></p>", text="Veille")
        message = NewMessage(
            key="one",
            kind="weekly",
            address="camille@agence.example",
            content_id=outbox.put_content(session, content),
            message_id="<one@veille.example>",
            created_at=NOW,
            **changed,  # type: ignore[arg-type]
        )
        outbox.enqueue(session, [message])


@pytest.mark.parametrize("hold", [False, True])
def test_without_a_message_or_an_edition_there_is_no_mail(store: Store, hold: bool) -> None:
    with store.read() as session:
        assert not pending.has_mail(session, NOW, hold=hold)


def test_a_message_waits_from_its_time_on(store: Store) -> None:
    enqueue(store, not_before=NOW + HOUR)
    with store.read() as session:
        assert not pending.has_mail(session, NOW, hold=True)
        assert pending.has_mail(session, NOW + HOUR, hold=True)


def test_a_procedure_whose_notices_changed_is_seen_until_it_was_read(store: Store) -> None:
    with store.read() as session:
        assert not pending.has_unread_changes(session)
    with store.transaction() as session:
        keep(session, notice(1))
        ids = keep_apart(session, notice(2))
        assert pending.has_unread_changes(session)
        procedures.versions_done(session, ids)
        assert not pending.has_unread_changes(session)
