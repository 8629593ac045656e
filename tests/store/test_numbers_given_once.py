"""The numbers that links of mails hold are never given again, in either database."""

from pathlib import Path

from alembic import command
from sqlalchemy import create_engine, text

from tests.store.invented_people import NOW, new_subscriber, new_subscription
from veille.store import Store, outbox, personal_data, schema, subscribers, subscriptions
from veille.store.outbox import Content, NewMessage


def add(store: Store, name: str) -> tuple[int, int, int]:
    """A person with a subscription and a message: the number of each."""
    with store.transaction() as session:
        person = subscribers.add(session, new_subscriber(name))
        asked = subscriptions.add(session, new_subscription(person))
        content = Content(kind="weekly", subject="Veille", html="<p></p>", text="Veille")
        key = f"weekly/{name}"
        message = NewMessage(
            key=key,
            kind="weekly",
            address=f"{name}@valrouge.example",
            content_id=outbox.put_content(session, content),
            message_id=f"<{name}@veille.example>",
            created_at=NOW,
            subscriber_id=person,
        )
        outbox.enqueue(session, [message])
        return person, asked, outbox.ids_of(session, [key])[key]


def erase(store: Store, person: int) -> None:
    with store.transaction() as session:
        personal_data.erase(session, person)


def test_the_numbers_of_somebody_erased_are_nobody_elses(store: Store) -> None:
    gone = add(store, "camille")
    erase(store, gone[0])
    after = add(store, "sacha")
    assert all(new > old for new, old in zip(after, gone, strict=True))


def test_an_older_database_keeps_its_people_and_learns_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'veille.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0031")
        connection.execute(
            text(
                "INSERT INTO subscribers (id, organisation, kind, address, address_key, state,"
                " legal_basis, created_at, last_sign_of_life) VALUES (7, 'veille', 'public',"
                " 'a@b.example', 'a@b.example', 'active', 'consent', :now, :now)"
            ),
            {"now": "2026-11-16 07:30:00.000000"},
        )
    engine.dispose()
    store = Store(url)
    store.migrate()
    with store.read() as session:
        kept = subscribers.get(session, 7)
    assert kept is not None
    assert (kept.address, kept.created_at) == ("a@b.example", NOW)
    erase(store, 7)
    assert add(store, "camille")[0] == 8
    store.dispose()
