"""The weekly edition from and to the store: once a week, once a version, whole or not at all."""

from dataclasses import replace
from datetime import date

import pytest

from newsletters import weekly
from tests.newsletters.invented import NOW, WEEK, award, days, notice, reserved
from tests.store.invented import keep
from tests.store.templates import store_at
from veille.app.steps.version import note_versions
from veille.core.editions import Coverage
from veille.core.interchange import notice_hash
from veille.core.notices import Buyer, Place
from veille.core.territory import UnknownTerritoryError
from veille.core.verdicts import Verdict
from veille.store import Store, crawls, editions, linking, procedures, sources, verdicts
from veille.store.sources import Source

NEXT = WEEK.next()
ELSEWHERE = Place(nuts="FRJ12", postcode="30000", city="Nîmes")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "template.db"
    store = store_at(path)
    store.dispose()
    return path


@pytest.fixture
def store(template, tmp_path):
    path = tmp_path / "veille.db"
    path.write_bytes(template.read_bytes())
    made = Store(f"sqlite:///{path}")
    yield made
    made.dispose()


def add(store, *notices, to=None, now=NOW):
    """Store notices in a procedure: a new one, or ``to``."""
    with store.transaction() as session:
        keep(session, *notices, now=now)
        (procedure_id,) = [to] if to else procedures.create(session, 1, now)
        linking.attach_many(
            session, [linking.Attachment(one.id, procedure_id, "test") for one in notices]
        )
    return procedure_id


def judge(store, one, verdict):
    with store.transaction() as session:
        verdicts.save(session, {notice_hash(one): replace(verdict, id=one.id)}, NOW)


def read(store, now):
    """What the steps before composing do: judge what is not judged, number the versions."""
    with store.transaction() as session:
        missing = verdicts.missing(session, "r1", None, 100)
        blank = {digest: Verdict(id=one.id, rules="r1") for digest, one in missing}
        verdicts.save(session, blank, now)
    note_versions(store, now, rules="r1")


def compose(store, week=WEEK, now=NOW, territory="34", **known):
    read(store, now)
    defaults = {"organisation": "mission", "publisher": "Mission inventée", "rules": "r1"}
    return weekly.compose(store, territory, week, now, **(defaults | known))


def stored(store, week=WEEK, territory="34"):
    with store.read() as session:
        owner = weekly.ledger_owner("mission", territory)
        found = editions.find(session, owner, weekly.KIND, week.monday)
        return found and weekly.load(session, found)


def test_what_is_composed_is_what_is_kept(store):
    call = notice(1)
    add(store, call)
    judge(store, call, reserved())
    edition = compose(store)
    assert edition is not None
    assert [entry.section for entry in edition.entries] == ["reserved"]
    assert stored(store) == edition


def test_composing_again_changes_nothing(store):
    add(store, notice(1))
    first = compose(store)
    add(store, notice(2))
    assert compose(store) is None
    assert stored(store) == first


def test_an_empty_week_is_an_edition_too(store):
    edition = compose(store)
    assert edition is not None
    assert edition.entries == ()
    assert stored(store) == edition


def test_the_next_week_does_not_repeat(store):
    add(store, notice(1))
    compose(store)
    following = compose(store, NEXT, NOW + days(7))
    assert following is not None
    assert following.entries == ()


def test_the_next_week_tells_the_correction_with_old_and_new(store):
    call = notice(1)
    home = add(store, call)
    compose(store)
    corrected = replace(
        call,
        id="boamp:26-00009",
        kind="change",
        supersedes=(call.id,),
        published_on=NEXT.monday,
        deadline=call.deadline + days(7),
    )
    add(store, corrected, to=home)
    following = compose(store, NEXT, NOW + days(7))
    assert following is not None
    (entry,) = following.entries
    assert (entry.section, entry.version) == ("correction", 2)
    assert [change.fact for change in entry.changes] == ["deadline"]


def test_a_notice_found_late_goes_out_the_next_week(store):
    compose(store)
    add(store, notice(1), now=NOW + days(3))
    following = compose(store, NEXT, NOW + days(7))
    assert following is not None
    assert [entry.late for entry in following.entries] == [True]


def test_a_contract_that_ends_soon_is_told_once(store):
    old = award(1, published_on=date(2024, 3, 1), ends_on=date(2027, 5, 31))
    home = add(store, old)
    with store.transaction() as session:
        procedures.record_ends(session, {home: date(2027, 5, 31)})
    first, following = compose(store), compose(store, NEXT, NOW + days(7))
    assert first is not None
    assert following is not None
    assert [entry.section for entry in first.entries] == ["renewal"]
    assert following.entries == ()


def test_each_territory_has_its_own_ledger(store):
    sete = Place(postcode="34200", city="Sète")
    add(store, notice(1, places=(sete,)))
    everywhere, agglomeration = compose(store), compose(store, territory="200066355")
    assert everywhere is not None
    assert agglomeration is not None
    assert len(everywhere.entries) == len(agglomeration.entries) == 1
    assert agglomeration.territory_label != everywhere.territory_label


def test_what_is_elsewhere_is_not_told(store):
    buyer = Buyer(name="Ailleurs", postcode="30000", city="Nîmes")
    add(store, notice(1, places=(ELSEWHERE,), buyer=buyer, departments=("30",)))
    edition = compose(store)
    assert edition is not None
    assert edition.entries == ()


def test_what_is_only_published_here_is_counted(store):
    buyer = Buyer(name="Ailleurs", postcode="30000", city="Nîmes")
    add(store, notice(1, places=(ELSEWHERE,), buyer=buyer, departments=("30", "34")))
    edition = compose(store)
    assert edition is not None
    assert edition.entries == ()
    assert edition.coverage.published_only == 1


def test_what_is_only_published_in_the_departement_says_nothing_of_an_epci(store):
    call = notice(1, places=(ELSEWHERE,), buyer=None, departments=("34",))
    add(store, call)
    judge(store, call, reserved())
    whole, part = compose(store), compose(store, territory="200066355")
    assert whole is not None
    assert part is not None
    assert [entry.relation for entry in whole.entries] == ["published"]
    assert (part.entries, part.coverage.published_only) == ((), 0)


def test_an_unknown_territory_is_refused(store):
    with pytest.raises(UnknownTerritoryError):
        compose(store, territory="99")


def test_a_failure_while_saving_leaves_nothing(store, monkeypatch):
    add(store, notice(1))

    def broken(*_):
        raise RuntimeError("arrêt")

    with monkeypatch.context() as patched:
        patched.setattr("veille.store.ledger.record", broken)
        with pytest.raises(RuntimeError):
            compose(store)
    assert stored(store) is None
    again = compose(store)
    assert again is not None
    assert len(again.entries) == 1


def test_a_given_coverage_is_kept(store):
    given = Coverage(not_covered=("rien",))
    edition = compose(store, coverage=given)
    assert edition is not None
    assert edition.coverage == given


class TestCoverage:
    @pytest.fixture
    def boamp(self, store):
        with store.transaction() as session:
            sources.register(session, [Source(name="boamp", label="BOAMP")], NOW)
        return store

    def crawl(self, store, status, *done, cause=None, name="boamp", **span):
        since, until = span.get("since", WEEK.monday), span.get("until", WEEK.sunday)
        with store.transaction() as session:
            crawl = crawls.start(session, name, since, until, NOW)
            crawls.mark_days_done(session, crawl, name, done, NOW)
            crawls.finish(session, crawl, status, NOW, cause)

    def read(self, store, week=WEEK):
        edition = compose(store, week)
        assert edition is not None
        (source,) = edition.coverage.sources
        return source

    def every_day(self):
        return [WEEK.monday + days(offset) for offset in range(7)]

    def test_a_week_read_whole_is_complete(self, boamp):
        add(boamp, notice(1), notice(2))
        self.crawl(boamp, "complete", *self.every_day())
        source = self.read(boamp)
        assert (source.label, source.notices_read, source.complete) == ("BOAMP", 2, True)
        assert source.cause is None

    def test_a_run_that_failed_says_why(self, boamp):
        self.crawl(boamp, "failed", *self.every_day()[:3], cause="délai dépassé")
        source = self.read(boamp)
        assert (source.complete, source.cause) == (False, "délai dépassé")

    def test_days_that_were_not_read_are_named(self, boamp):
        self.crawl(boamp, "complete", *self.every_day()[:5])
        source = self.read(boamp)
        assert not source.complete
        assert source.cause is not None
        assert source.cause.replace("\u00a0", " ") == "jours non lus : 14 nov. et 15 nov."

    def test_a_silent_source_is_named(self, boamp):
        source = self.read(boamp)
        assert (source.complete, source.cause) == (False, "source non lue cette semaine")

    def test_a_feed_has_no_days(self, store):
        with store.transaction() as session:
            sources.register(session, [Source(name="feed", label="Flux")], NOW)
        self.crawl(store, "complete", name="feed", since=None, until=None)
        assert self.read(store).complete

    def test_what_is_not_covered_is_said(self, boamp):
        edition = compose(boamp)
        assert edition is not None
        assert len(edition.coverage.not_covered) == 2
