"""Two ways to one notice: the own source's payload counts, whichever came first."""

from sqlalchemy.orm import Session

from tests.store.invented import NOW, notice, payload
from veille.store import Store, notices, payloads
from veille.store.notices import SaveCounts

BY_API = notice(title="Tonte, dit l’API")
BY_FILE = notice(title="Tonte, dit le fichier")


def given(session: Session, source: str, content: bytes = b"<ann/>") -> int:
    (added,) = payloads.add(session, [payload(source=source, content=content)])
    return added.id


def title(session: Session) -> str | None:
    stored = notices.get(session, BY_API.id)
    return stored.title if stored else None


def test_a_file_is_told_where_the_api_is_silent_and_replaced_when_it_speaks(store: Store) -> None:
    with store.transaction() as session:
        file = given(session, "dila")
        assert notices.save(session, [(BY_FILE, file, False)], NOW) == SaveCounts(new=1)
        record = given(session, "boamp")
        assert notices.save(session, [(BY_API, record, False)], NOW) == SaveCounts(changed=1)
        assert title(session) == BY_API.title


def test_a_newer_file_never_replaces_what_the_api_said(store: Store) -> None:
    with store.transaction() as session:
        record = given(session, "boamp")
        notices.save(session, [(BY_API, record, False)], NOW)
        file = given(session, "dila")
        assert notices.save(session, [(BY_FILE, file, False)], NOW) == SaveCounts(same=1)
        assert title(session) == BY_API.title


def test_an_older_record_read_only_now_replaces_the_file(store: Store) -> None:
    """It could not be read when it came; a fix reads it again."""
    with store.transaction() as session:
        record, file = given(session, "boamp"), given(session, "dila")
        notices.save(session, [(BY_FILE, file, False)], NOW)
        assert notices.save(session, [(BY_API, record, False)], NOW) == SaveCounts(changed=1)
        assert title(session) == BY_API.title


def test_both_in_one_batch_give_the_api_s_whatever_their_order(store: Store) -> None:
    with store.transaction() as session:
        record, file = given(session, "boamp"), given(session, "dila")
        rows = [(BY_API, record, False), (BY_FILE, file, False)]
        for batch in (rows, rows[::-1], rows):
            notices.save(session, batch, NOW)
            assert title(session) == BY_API.title


def test_a_record_that_says_the_same_takes_the_place_of_the_file_and_changes_nothing(
    store: Store,
) -> None:
    with store.transaction() as session:
        record, file = given(session, "boamp"), given(session, "dila")
        notices.save(session, [(BY_API, file, False)], NOW)
        assert notices.save(session, [(BY_API, record, False)], NOW) == SaveCounts(same=1)
        later = given(session, "dila", b"<ann>2</ann>")
        notices.save(session, [(BY_FILE, later, False)], NOW)
        assert title(session) == BY_API.title
