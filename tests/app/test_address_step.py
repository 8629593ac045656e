"""Who gets what, once: each complaint that users of such services made is a test here."""

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.app.mailing_world import (
    EVERYTHING,
    NEXT,
    NOW,
    QUOTE,
    SILENT,
    WEEK,
    World,
    corrected,
    messages_of,
    reserved_call,
    settings_of,
    week_after,
)
from tests.newsletters.invented import award, notice, reserved
from tests.store.templates import store_at
from veille.app.steps import address as step
from veille.core.clock import PARIS
from veille.core.filters import Filter
from veille.core.notices import Notice
from veille.core.periods import Period, immediate
from veille.core.personal_fields import fill_html, fill_text
from veille.core.tags import NewTag
from veille.core.verdicts import Verdict
from veille.store import Store, editions, subscribers, tags, tellings, verdicts

RESERVED = Filter(what=("reserved",))
SETE = Filter(territories=("34301",))
LATER = week_after(NOW)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "template.db"
    store = store_at(path)
    store.dispose()
    return path


@pytest.fixture
def world(template: Path, tmp_path: Path) -> Iterator[World]:
    shutil.copy(template, tmp_path / "veille.db")
    store = Store(f"sqlite:///{tmp_path / 'veille.db'}")
    yield World(store, settings_of(tmp_path))
    store.dispose()


class TestOneMail:
    def test_several_subscriptions_make_one_mail_with_each_procedure_once(
        self, world: World
    ) -> None:
        home, _ = reserved_call(world)
        other = world.publish(notice(2))
        person = world.subscribe("camille", EVERYTHING, RESERVED, Filter(territories=("34",)))
        world.compose()
        world.address()
        (mail,) = world.mails()
        assert mail.subject.startswith("2 marchés, dont 1 réservé")
        assert sorted(world.versions_told(person)) == [(home, 1), (other, 1)]
        assert mail.text.count("jardins inventés n° 1") == 1
        assert [len(one.subscriptions) for one in world.told(person)] == [3, 2]

    def test_why_it_matched_is_said(self, world: World) -> None:
        reserved_call(world)
        world.subscribe("camille", RESERVED)
        world.compose()
        world.address()
        (mail,) = world.mails()
        assert "Pourquoi vous le recevez\u00a0: marché réservé" in mail.text
        assert "Pourquoi vous le recevez" in mail.html

    def test_territories_and_periods_made_up_at_once_make_one_mail(self, world: World) -> None:
        call = notice(1)
        home = world.publish(call)
        later = corrected(call, 9, NEXT.monday, deadline=call.deadline + timedelta(days=7))
        world.publish(later, to=home)
        person = world.subscribe("camille")
        for week in (WEEK, NEXT):
            world.compose(week, LATER)
            world.compose(week, LATER, territory="243400017")
        world.address(LATER)
        (mail,) = world.mails()
        assert world.versions_told(person) == [(home, 2)]
        assert "du\u00a09 au\u00a022\u00a0novembre" in mail.text
        assert set(world.states()) == {"sending"}

    def test_two_who_get_the_same_for_the_same_reason_share_a_content(self, world: World) -> None:
        reserved_call(world)
        for name in ("camille", "dominique", "claude"):
            world.subscribe(name, RESERVED)
        world.subscribe("alix", Filter(territories=("34",)))
        world.compose()
        world.address()
        assert (len(world.mails()), world.contents()) == (4, 2)

    def test_only_what_matches_is_told(self, world: World) -> None:
        world.publish(notice(1))
        person = world.subscribe("camille", RESERVED)
        world.compose()
        world.address()
        assert (world.mails(), world.told(person)) == ([], [])


class TestOnce:
    def test_addressing_again_changes_nothing(self, world: World) -> None:
        reserved_call(world)
        person = world.subscribe("camille")
        world.compose()
        first = world.address()
        before = world.mails(), world.told(person)
        again = world.address()
        assert (first.editions, first.messages) == (1, 1)
        assert (again.editions, again.messages) == (0, 0)
        assert (world.mails(), world.told(person)) == before

    def test_the_next_week_does_not_repeat(self, world: World) -> None:
        reserved_call(world)
        world.subscribe("camille")
        world.compose()
        world.address()
        world.compose(NEXT, LATER)
        world.address(LATER)
        assert len(world.mails()) == 1

    def test_what_an_immediate_alert_told_the_weekly_one_does_not(self, world: World) -> None:
        home, _ = reserved_call(world)
        person = world.subscribe("camille", RESERVED, rhythm="immediate")
        with world.store.transaction() as session:
            world._ask(session, person, EVERYTHING, "weekly", NOW - timedelta(days=90), 7)
        world.compose_period(immediate(NOW, 1), NOW)
        world.address()
        world.compose()
        world.address()
        assert world.versions_told(person) == [(home, 1)]
        assert len(world.mails()) == 1

    def test_an_edition_killed_before_it_is_committed_is_told_by_the_next_run(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home, _ = reserved_call(world)
        person = world.subscribe("camille")
        world.compose()
        with monkeypatch.context() as patched:

            def killed(*_: object) -> None:
                raise KeyboardInterrupt

            patched.setattr("veille.store.tellings.record", killed)
            with pytest.raises(KeyboardInterrupt):
                world.address()
        assert (world.mails(), world.told(person), world.states()) == ([], [], ["draft"])
        world.address()
        assert world.versions_told(person) == [(home, 1)]
        assert len(world.mails()) == 1

    def test_an_edition_killed_after_it_is_committed_is_not_told_again(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reserved_call(world)
        person = world.subscribe("camille")
        world.compose()
        with monkeypatch.context() as patched:

            def killed(*_: object) -> None:
                raise KeyboardInterrupt

            patched.setattr("veille.store.edition_life.finish", killed)
            with pytest.raises(KeyboardInterrupt):
                world.address()
        before = world.mails(), world.told(person)
        assert len(before[0]) == 1
        world.address()
        assert (world.mails(), world.told(person)) == before

    def test_when_somebody_else_told_it_in_between_it_is_worked_out_again(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reserved_call(world)
        world.publish(notice(2))
        person = world.subscribe("camille")
        world.compose()
        prepared = step._prepare
        raced: list[bool] = []

        def racing(*arguments: object) -> object:
            found = prepared(*arguments)  # type: ignore[arg-type]
            if not raced:
                raced.append(True)
                one = found[1][0].items[0]
                with world.store.transaction() as session:
                    tellings.record(
                        session,
                        [
                            tellings.Telling(
                                subscriber_id=person,
                                procedure_id=one.procedure_id,
                                version=one.version,
                                topic=one.topic,
                                told_at=NOW - timedelta(seconds=1),
                            )
                        ],
                    )
            return found

        monkeypatch.setattr(step, "_prepare", racing)
        world.address()
        (mail,) = world.mails()
        assert mail.subject.startswith("1 marché")
        assert len(world.told(person)) == 2

    def test_of_two_processes_that_address_at_once_one_does(self, world: World) -> None:
        reserved_call(world)
        for number in range(5):
            world.subscribe(f"lectrice{number}")
        world.compose()
        together = threading.Barrier(3)
        sent: list[int] = []

        def run() -> None:
            together.wait()
            sent.append(world.address().messages)

        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(sent) == [0, 0, 5]
        assert len(world.mails()) == 5

    def test_who_left_between_selection_and_sending_gets_nothing(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reserved_call(world)
        person = world.subscribe("camille")
        world.compose()
        prepared = step._prepare

        def leaving(*arguments: object) -> object:
            found = prepared(*arguments)  # type: ignore[arg-type]
            with world.store.transaction() as session:
                subscribers.pause(session, person, None)
            return found

        monkeypatch.setattr(step, "_prepare", leaving)
        world.address()
        assert (world.mails(), world.told(person)) == ([], [])


class TestFollowUps:
    def test_a_correction_goes_to_exactly_those_who_had_the_original(self, world: World) -> None:
        home, call = reserved_call(world)
        had = world.subscribe("avait", RESERVED)
        world.compose()
        world.address()
        late = world.subscribe("tard", RESERVED, since=NOW + timedelta(hours=1))
        narrowed = world.subscribe("ailleurs", SETE)
        change = corrected(call, 9, NEXT.monday, deadline=call.deadline + timedelta(days=7))
        world.publish(change, to=home, now=LATER)
        world.judge(change, verdict_of(world, call))
        world.compose(NEXT, LATER)
        world.address(LATER)
        second = messages_of(world, "avait")[1]
        assert second.kind == "correction"
        assert second.subject.startswith("Rectificatif : Entretien des jardins inventés")
        assert "lundi 14\u00a0décembre\u00a02026 à\u00a012\u00a0h → lundi 21" in second.text
        assert world.versions_told(had) == [(home, 1), (home, 2)]
        assert world.told(late) == world.told(narrowed) == []

    def test_the_old_value_is_the_one_the_person_was_told(self, world: World) -> None:
        """Somebody who missed a version reads what changed since the one that they had."""
        home, call = reserved_call(world)
        person = world.subscribe("camille", RESERVED)
        world.compose()
        world.address()
        first = corrected(call, 8, NEXT.monday, deadline=call.deadline + timedelta(days=7))
        world.publish(first, to=home, now=LATER)
        with world.store.transaction() as session:
            subscribers.pause(session, person, LATER + timedelta(days=3))
        world.compose(NEXT, LATER)
        world.address(LATER)
        second = corrected(call, 9, NEXT.next().monday, deadline=call.deadline + timedelta(days=14))
        world.publish(second, to=home, now=week_after(LATER))
        world.compose(NEXT.next(), week_after(LATER))
        world.address(week_after(LATER))
        assert world.versions_told(person) == [(home, 1), (home, 3)]
        text = world.mails()[-1].text
        assert "lundi 14\u00a0décembre" in text
        assert "→ lundi 28\u00a0décembre" in text
        assert "21\u00a0décembre" not in text

    def test_a_cancellation_reaches_whoever_had_the_call_whatever_the_filter(
        self, world: World
    ) -> None:
        home, call = reserved_call(world)
        world.subscribe("camille", Filter(what=("reserved",), words=("jardins",)))
        world.compose()
        world.address()
        end = corrected(call, 9, NEXT.monday, kind="cancellation", title="Procédure sans suite")
        world.publish(end, to=home, now=LATER)
        world.compose(NEXT, LATER)
        world.address(LATER)
        mail = world.mails()[-1]
        assert (mail.kind, len(world.mails())) == ("correction", 2)
        assert mail.subject.startswith("Annulation")

    def test_an_award_tells_who_won_to_those_who_had_the_tender(self, world: World) -> None:
        home, _ = reserved_call(world)
        had = world.subscribe("avait", RESERVED)
        world.compose()
        world.address()
        other = world.subscribe("autre", RESERVED, since=NOW + timedelta(hours=1))
        world.publish(award(9, published_on=NEXT.monday), to=home, now=LATER)
        world.compose(NEXT, LATER)
        world.address(LATER)
        mail = messages_of(world, "avait")[1]
        assert "1 attribution" in mail.subject
        assert "Jardins Solidaires Inventés" in mail.text
        assert world.versions_told(had)[-1] == (home, 2)
        assert world.told(other) == []

    def test_a_verdict_that_staff_withdraw_is_told_to_those_who_got_it(self, world: World) -> None:
        home, call = reserved_call(world)
        had = world.subscribe("avait", RESERVED)
        world.compose()
        world.address()
        world.subscribe("tard", RESERVED, since=NOW + timedelta(hours=1))
        withdraw(world, call)
        world.compose(NEXT, LATER)
        world.address(LATER)
        mail = messages_of(world, "avait")[1]
        assert mail.kind == "retraction"
        assert mail.subject.startswith("Classement corrigé : Entretien des jardins")
        assert "[Classement retiré]" in mail.text
        assert "réservé, entreprises adaptées et ESAT → non réservé" in mail.text
        assert messages_of(world, "tard") == []
        assert world.versions_told(had) == [(home, 1), (home, 2)]

    def test_a_correction_that_makes_it_match_is_news(self, world: World) -> None:
        call = notice(1)
        home = world.publish(call)
        person = world.subscribe("camille", RESERVED)
        world.compose()
        world.address()
        change = corrected(call, 9, NEXT.monday, title=f"{call.title}, lot réservé")
        world.publish(change, to=home, now=LATER)
        world.judge(change, reserved())
        world.compose(NEXT, LATER)
        world.address(LATER)
        (mail,) = world.mails()
        assert mail.subject.startswith("1 marché réservé")
        assert world.versions_told(person) == [(home, 2)]

    def test_a_second_source_a_reparse_or_new_rules_tell_nobody(self, world: World) -> None:
        home, call = reserved_call(world)
        world.subscribe("camille", RESERVED)
        world.compose()
        world.address()
        world.publish(replace(call, id="ted:1-2026", source="ted"), to=home, now=LATER)
        world.publish(replace(call, description="Relu autrement."), to=home, now=LATER)
        world.compose(NEXT, LATER)
        world.address(LATER)
        assert len(world.mails()) == 1


class TestLateAndMany:
    def test_a_notice_found_late_still_goes_out(self, world: World) -> None:
        person = world.subscribe("camille")
        world.compose()
        world.address()
        home = world.publish(notice(1), now=NOW + timedelta(days=3))
        world.compose(NEXT, LATER)
        world.address(LATER)
        assert world.versions_told(person) == [(home, 1)]
        assert "Publié avant la période" in world.mails()[-1].text

    def test_a_backfill_is_one_line_with_a_link_and_all_of_it_is_told(self, world: World) -> None:
        numbers = range(1, 301)
        for number in numbers:
            world.publish(notice(number))
        world.settings = world.settings.model_copy(update={"public_url": "https://veille.example"})
        person = world.subscribe("camille")
        world.compose()
        world.address()
        (mail,) = world.mails()
        assert len(mail.html.encode()) < 90_000
        assert "240\u00a0autres marchés correspondent à vos alertes." in mail.html
        assert "⟦view_url⟧" in mail.html
        assert mail.subject.startswith("300 marchés")
        assert len(world.told(person)) == 300
        world.compose(NEXT, LATER)
        world.address(LATER)
        assert len(world.mails()) == 1

    def test_the_facilitator_that_is_named_leads_to_the_directory(self, world: World) -> None:
        world.publish(notice())
        world.subscribe("camille")
        world.settings = world.settings.model_copy(update={"public_url": "https://veille.example"})
        world.compose()
        world.address()
        (mail,) = world.mails()
        assert '<a href="⟦site_url⟧/facilitateurs/34172"' in mail.html
        assert json.loads(mail.personal)["site_url"] == "https://veille.example"

    def test_without_pages_the_facilitator_is_only_named(self, world: World) -> None:
        world.publish(notice())
        world.subscribe("camille")
        world.compose()
        world.address()
        (mail,) = world.mails()
        assert "Montpellier Méditerranée Métropole" in mail.html
        assert "/facilitateurs/" not in mail.html

    def test_without_pages_the_line_says_how_to_get_the_rest(self, world: World) -> None:
        for number in range(1, 70):
            world.publish(notice(number))
        world.subscribe("camille")
        world.compose()
        world.address()
        (mail,) = world.mails()
        assert "en répondant à ce message" in mail.html
        assert "⟦view_url⟧" not in mail.html

    def test_who_confirmed_after_the_last_edition_gets_the_whole_of_the_next(
        self, world: World
    ) -> None:
        reserved_call(world)
        world.compose()
        world.address()
        person = world.subscribe("tard", since=NOW + timedelta(days=3))
        home = world.publish(notice(2, published_on=NEXT.monday), now=NOW + timedelta(days=1))
        world.read(NOW + timedelta(days=1))
        world.compose(NEXT, LATER)
        world.address(LATER)
        assert world.versions_told(person) == [(home, 1)]

    def test_a_paused_reader_gets_nothing_and_goes_on_after(self, world: World) -> None:
        reserved_call(world)
        person = world.subscribe("camille")
        with world.store.transaction() as session:
            subscribers.pause(session, person, NOW + timedelta(days=2))
        world.compose()
        world.address()
        assert world.mails() == []
        home = world.publish(notice(2, published_on=NEXT.monday), now=LATER)
        world.compose(NEXT, LATER)
        world.address(LATER)
        assert world.versions_told(person) == [(home, 1)]


class TestSilence:
    def test_a_facilitator_reads_that_there_was_nothing(self, world: World) -> None:
        world.publish(notice(1))
        world.subscribe("camille", RESERVED, kind="facilitator")
        world.compose()
        world.address()
        (mail,) = world.mails()
        assert (mail.kind, "Rien de nouveau" in mail.subject) == ("digest", True)

    def test_others_get_no_empty_mail(self, world: World) -> None:
        world.publish(notice(1))
        world.subscribe("camille", RESERVED, kind="buyer_agent")
        world.compose()
        world.address()
        assert world.mails() == []

    def test_a_silent_source_is_told_to_who_would_have_heard_nothing(self, world: World) -> None:
        world.coverage = SILENT
        world.subscribe("camille", RESERVED, kind="buyer_agent")
        world.compose()
        world.address()
        (mail,) = world.mails()
        assert mail.kind == "silent_source"
        assert "BOAMP n’a pas été lu en entier" in mail.text

    def test_a_silent_source_is_told_once_a_week(self, world: World) -> None:
        world.coverage = SILENT
        world.subscribe("camille", RESERVED, rhythm="daily", kind="structure")
        for day in range(17, 20):
            now = datetime(2026, 11, day, 7, 30, tzinfo=PARIS)
            world.compose_period(Period("daily", date(2026, 11, day - 1), date(2026, 11, day)), now)
            world.address(now)
        assert [mail.kind for mail in world.mails()] == ["silent_source"]

    def test_a_silent_source_is_named_in_the_digest_of_who_has_something(
        self, world: World
    ) -> None:
        world.coverage = SILENT
        reserved_call(world)
        world.subscribe("camille", RESERVED, kind="structure")
        world.compose()
        world.address()
        (mail,) = world.mails()
        assert mail.kind == "alert_structure"
        assert "BOAMP n’a pas été lu en entier" in mail.text


class TestApproval:
    def test_at_its_time_a_draft_goes_out_and_says_that_nobody_approved_it(
        self, world: World
    ) -> None:
        reserved_call(world)
        world.subscribe("camille")
        early = NOW.replace(hour=5)
        world.compose(now=early)
        assert world.address(early).messages == 0
        world.address(NOW)
        (mail,) = world.mails()
        assert "sans avoir été relue" in mail.html
        assert "sans avoir été relue" in mail.text

    def test_an_approved_one_says_nothing(self, world: World) -> None:
        reserved_call(world)
        world.subscribe("camille")
        world.compose(now=NOW.replace(hour=5))
        world.approve()
        world.address(NOW)
        (mail,) = world.mails()
        assert "relue" not in mail.html

    def test_with_hold_nothing_goes_out_unapproved(self, world: World) -> None:
        reserved_call(world)
        world.subscribe("camille")
        world.settings = world.settings.model_copy(update={"hold": True})
        world.compose()
        assert world.address(LATER).messages == 0
        world.approve()
        assert world.address(LATER).messages == 1

    def test_an_edition_is_sent_when_its_messages_are(self, world: World) -> None:
        reserved_call(world)
        world.subscribe("camille")
        world.compose()
        world.address()
        assert world.states() == ["sending"]
        world.end_messages(NOW)
        world.address()
        assert world.states() == ["sent"]

    def test_an_alert_of_a_sunday_waits_for_monday(self, world: World) -> None:
        sunday = datetime(2026, 11, 15, 18, 0, tzinfo=PARIS)
        reserved_call(world)
        world.subscribe("camille", rhythm="immediate")
        world.compose_period(immediate(sunday, 1), sunday)
        assert world.address(sunday).messages == 0
        assert world.address(sunday + timedelta(days=1)).messages == 1


class TestPreview:
    def test_preview_and_mail_are_equal_but_for_the_personal_fields(self, world: World) -> None:
        home, call = reserved_call(world)
        for number in range(2, 8):
            world.publish(notice(number))
        person = world.subscribe("camille", RESERVED, Filter(territories=("34",)))
        world.compose()
        world.address()
        change = corrected(call, 99, NEXT.monday, deadline=call.deadline + timedelta(days=7))
        world.publish(change, to=home, now=LATER)
        world.publish(notice(10, published_on=NEXT.monday), now=LATER)
        world.compose(NEXT, LATER)
        newest = max(one.id for one in editions_of(world))
        before = world.preview(person, [newest])
        world.address(LATER)
        after = world.preview(person, [newest])
        mail = world.mails()[-1]
        assert (before.html, before.text) == (after.html, after.text) == (mail.html, mail.text)
        values = {"address": "camille@structure.example"}
        assert fill_html(mail.html, values) != mail.html
        assert fill_html(before.html, values) == fill_html(mail.html, values)
        assert fill_text(before.text, values) == fill_text(mail.text, values)


def editions_of(world: World) -> list[editions.StoredEdition]:
    with world.store.read() as session:
        return editions.list_editions(session)


def verdict_of(world: World, call: Notice) -> Verdict:
    with world.store.read() as session:
        return verdicts.for_notices(session, [call.id], "r1", None)[call.id]


def withdraw(world: World, call: Notice) -> None:
    """Staff say that the sentence reserves nothing."""
    tag = NewTag(
        notice_id=call.id,
        question="reserved",
        answer="false_positive",
        quote=QUOTE,
        reason="other",
    )
    with world.store.transaction() as session:
        tags.add(session, [tag], author="Camille", now=LATER)
