"""Samples: drawn once a week, and kept as they were drawn."""

from dataclasses import replace
from datetime import date, timedelta

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import select, update

from tests.store.invented import MONDAY, NOW
from tests.store.tagged_notices import CLAUSE, keep_judged, spoken
from veille.core.tags import quote_hash
from veille.store import Store, procedures, samples, schema
from veille.store.models import SignalRow
from veille.store.samples import Sample


def drawn(*members: int, week: date = MONDAY, **changed) -> Sample:
    facts = {"week": week, "stratum": "unflagged", "size": 40, "seed": 7, "procedures": members}
    return Sample(**(facts | changed))


def test_a_sample_comes_back_in_the_order_of_drawing(store: Store) -> None:
    with store.transaction() as session:
        one, two, three = keep_judged(session, spoken(1), spoken(2), spoken(3))
        given = [drawn(two, stratum="flagged", size=1), drawn(three, one)]
        assert samples.save(session, given, NOW)
        assert samples.between(session, MONDAY, MONDAY + timedelta(days=7)) == given
        assert samples.between(session, MONDAY - timedelta(days=7), MONDAY) == []


def test_a_week_is_drawn_once(store: Store) -> None:
    with store.transaction() as session:
        one, two = keep_judged(session, spoken(1), spoken(2))
        first = drawn(one)
        assert samples.save(session, [first], NOW)
        assert not samples.save(session, [replace(first, procedures=(two,))], NOW)
        assert samples.between(session, MONDAY, date.max) == [first]


def test_an_empty_stratum_is_kept_too(store: Store) -> None:
    empty = drawn(size=0)
    with store.transaction() as session:
        assert samples.save(session, [empty], NOW)
        assert samples.between(session, MONDAY, date.max) == [empty]


def test_a_member_that_was_merged_stands_as_what_it_became(store: Store) -> None:
    with store.transaction() as session:
        one, two = keep_judged(session, spoken(1), spoken(2))
        samples.save(session, [drawn(two)], NOW)
        procedures.merge(session, one, two)
        [found] = samples.between(session, MONDAY, date.max)
    assert found.procedures == (one,)


def test_the_migration_hashes_the_sentences_that_are_there(store: Store) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    migration = ScriptDirectory.from_config(config).get_revision("0015").module
    with store.transaction() as session:
        keep_judged(session, spoken(1))
        session.execute(update(SignalRow).values(quote_hash=None))
        migration._hash_sentences(session.connection())
        assert session.scalars(select(SignalRow.quote_hash)).all() == [quote_hash(CLAUSE)]
