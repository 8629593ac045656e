"""Tags: they win wherever verdicts are handed out, nothing is lost, nobody overwrites anybody."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.store.invented import NOW, keep
from tests.store.statements import sent
from tests.store.tagged_notices import (
    CLAUSE,
    MISSED,
    RULES,
    false,
    keep_judged,
    missed,
    save_judged,
    spoken,
)
from veille.core.interchange import notice_hash
from veille.core.notices import Notice
from veille.core.tags import NewTag, TagRefusal
from veille.store import Store, linking, procedures, same_sentence, tag_reading, tags, verdicts
from veille.store.models import ProcedureRow

LATER = NOW + timedelta(hours=1)


def answers(session: Session, *given: Notice) -> list[str]:
    found = verdicts.for_notices(session, [one.id for one in given], RULES, None)
    return [found[one.id].clause.answer for one in given]


def add(session: Session, *new: NewTag, **options) -> list[int]:
    return tags.add(session, new, author="Camille", now=options.pop("now", NOW), **options)


def test_a_tag_wins_wherever_verdicts_are_handed_out(store: Store) -> None:
    one, two = spoken(1), spoken(2)
    with store.transaction() as session:
        [first, _] = keep_judged(session, one, two)
        add(session, false(one))
        assert answers(session, one, two) == ["no", "yes"]
        hashed = verdicts.by_hashes(session, [notice_hash(one)], RULES, None)
        assert hashed[notice_hash(one)].clause.answer == "no"
        [loaded] = procedures.load(session, [first], RULES)
        assert loaded.verdicts[one.id].clause.answer == "no"
        [raw] = procedures.load(session, [first], RULES, raw=True)
        assert raw.verdicts[one.id].clause.answer == "yes"


def test_the_tag_holds_for_every_notice_of_the_procedure_and_every_rule(store: Store) -> None:
    one, twin = spoken(1), spoken(2)
    with store.transaction() as session:
        [home, other] = keep_judged(session, one, twin)
        procedures.merge(session, home, other)
        add(session, false(one))
        assert answers(session, one, twin) == ["no", "no"]


def test_the_tag_follows_its_notice_to_another_procedure(store: Store) -> None:
    one, two = spoken(1), spoken(2)
    with store.transaction() as session:
        [_, other] = keep_judged(session, one, two)
        add(session, false(one))
        linking.attach_many(session, [linking.Attachment(one.id, other, "staff", "staff")])
        assert answers(session, one, two) == ["no", "no"]


def test_a_missed_passage_is_placed_with_the_words_of_the_notice(store: Store) -> None:
    one = spoken(1, f"Voir le règlement. {MISSED}")
    with store.transaction() as session:
        keep_judged(session, one)
        add(session, missed(one, quote=MISSED.upper()))
        [verdict] = verdicts.for_notices(session, [one.id], RULES, None).values()
    [line] = verdict.evidence
    assert (line.at, line.quote, line.start) == ("/texts/0/text", MISSED, 19)
    assert one.texts[0].text[line.start : line.end] == line.quote
    assert verdict.clause.kinds == ("training",)


def test_a_correction_that_words_it_anew_opens_the_card_again(store: Store) -> None:
    one = spoken(1, f"{CLAUSE} {MISSED}")
    with store.transaction() as session:
        keep_judged(session, one)
        add(session, false(one), missed(one))
        corrected = spoken(1, "280 heures d’insertion.")
        keep(session, corrected)
        save_judged(session, corrected)
        [verdict] = verdicts.for_notices(session, [one.id], RULES, None).values()
    assert verdict.evidence == ()
    assert verdict.clause.answer == "no"


def test_a_passage_is_only_shown_in_the_words_that_were_judged(store: Store) -> None:
    one = spoken(1, MISSED)
    with store.transaction() as session:
        keep_judged(session, one)
        add(session, missed(one))
        keep(session, spoken(1, f"Bonjour. {MISSED}"))
        [old] = verdicts.by_hashes(session, [notice_hash(one)], RULES, None).values()
    assert old.evidence == ()


def test_an_undone_tag_has_no_effect_and_stays_known(store: Store) -> None:
    one = spoken(1)
    with store.transaction() as session:
        [home] = keep_judged(session, one)
        [first] = add(session, false(one))
        [second] = add(session, false(one, answer="right", reason=None), now=LATER)
        assert answers(session, one) == ["yes"]
        assert tags.undo(session, [second], by="Dominique", now=LATER) == 1
        assert answers(session, one) == ["no"]
        assert tags.undo(session, [second], by="Dominique", now=LATER) == 0
        kept = tag_reading.of_procedures(session, [home])[home]
    assert [(tag.id, tag.undone_at) for tag in kept] == [(first, None), (second, LATER)]


def test_saying_the_same_again_adds_nothing(store: Store) -> None:
    one = spoken(1)
    with store.transaction() as session:
        keep_judged(session, one)
        assert len(add(session, false(one))) == 1
        assert add(session, false(one), now=LATER) == []
        assert len(add(session, false(one, reason="negation"), now=LATER)) == 1


def test_a_proposal_waits_for_staff(store: Store) -> None:
    one = spoken(1)
    with store.transaction() as session:
        keep_judged(session, one)
        [waiting] = add(session, false(one), proposed=True)
        assert answers(session, one) == ["yes"]
        assert [tag.id for tag in tags.proposals(session, 10)] == [waiting]
        assert tags.accept(session, [waiting], by="Dominique", now=LATER) == 1
        assert tags.accept(session, [waiting], by="Dominique", now=LATER) == 0
        assert answers(session, one) == ["no"]
        assert tags.proposals(session, 10) == []


def test_two_who_look_at_the_same_card_do_not_overwrite_each_other(store: Store) -> None:
    one, other = spoken(1), spoken(2)
    with store.transaction() as session:
        [home, _] = keep_judged(session, one, other)
        seen = tags.versions(session, [home])[home]
        assert len(add(session, false(one), version=seen)) == 1
    with pytest.raises(TagRefusal, match="la fiche a changé"), store.transaction() as session:
        add(session, false(one, answer="right", reason=None), version=seen)
    with store.transaction() as session:
        assert answers(session, one) == ["no"]
        newer = tags.versions(session, [home])[home]
        assert len(add(session, false(one, answer="right", reason=None), version=newer)) == 1


def test_of_two_at_the_very_same_time_one_is_refused(store: Store) -> None:
    one = spoken(1)
    with store.transaction() as session:
        [home] = keep_judged(session, one)
        seen = tags.versions(session, [home])[home]
    together, said = threading.Barrier(2), []

    def speak(reason: str) -> None:
        together.wait()
        try:
            with store.transaction() as session:
                add(session, false(one, reason=reason), version=seen)
            said.append(reason)
        except TagRefusal as refusal:
            said.append(str(refusal))

    threads = [threading.Thread(target=speak, args=(why,)) for why in ("negation", "reserve")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.startswith("la fiche a changé") for one in said) == [False, True]


def test_the_version_changes_with_the_notices_and_not_with_other_cards(store: Store) -> None:
    one, two = spoken(1), spoken(2)
    with store.transaction() as session:
        [home, _] = keep_judged(session, one, two)
        seen = tags.versions(session, [home])
        add(session, false(two))
        assert tags.versions(session, [home]) == seen
        keep(session, spoken(1, "Autre chose."))
        assert tags.versions(session, [home]) != seen


def test_the_same_sentence_is_tagged_on_every_card_that_nobody_spoke_of(store: Store) -> None:
    one, two, three = spoken(1), spoken(2), spoken(3)
    with store.transaction() as session:
        keep_judged(session, one, two, three, spoken(4, "Rien."))
        add(session, false(three, answer="right", reason=None))
        [first] = add(session, false(one))
        common = {"author": "Camille", "now": LATER}
        assert same_sentence.apply_to_all(session, first, RULES, None, **common) == 1
        assert answers(session, one, two, three) == ["no", "no", "yes"]
        assert same_sentence.apply_to_all(session, first, RULES, None, **common) == 0
        assert tags.undo(session, [first], by="Camille", now=LATER, copies=True) == 2
        assert answers(session, one, two, three) == ["yes", "yes", "yes"]


def test_a_missed_passage_is_not_applied_to_all(store: Store) -> None:
    one = spoken(1, MISSED)
    with store.transaction() as session:
        keep_judged(session, one)
        [made] = add(session, missed(one))
        for tag_id, why in ((made, "seule une phrase"), (made + 1, "introuvable")):
            with pytest.raises(TagRefusal, match=why):
                same_sentence.apply_to_all(session, tag_id, RULES, None, author="Camille", now=NOW)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"notice_id": "boamp:26-404"}, "avis introuvable.*boamp:26-404"),
        ({"answer": "missed", "reason": None, "kinds": ("qpv",), "quote": "Ailleurs."}, "passage"),
        ({"reason": None}, "motif"),
        ({"kinds": ("insertion",)}, "type va avec"),
        ({"answer": "kind", "reason": None, "kinds": ("prison",)}, "type inconnu"),
        ({"quote": " "}, "citer la phrase"),
        ({"quote": "a" * 5_001}, "5000 caractères"),
        ({"comment": "a" * 2_001}, "2000 caractères"),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_line(store: Store, changed: dict, why: str) -> None:
    one = spoken(1)
    with store.transaction() as session:
        keep_judged(session, one)
        with pytest.raises(TagRefusal, match=why):
            add(
                session,
                false(one, **changed)
                if "notice_id" not in changed
                else NewTag(**{"question": "clause", "answer": "right", **changed}),
            )
        assert tag_reading.of_procedures(session, [1]) == {}


def test_what_counts_marks_the_procedure_for_its_next_version(store: Store) -> None:
    def marks(session: Session) -> list[str | None]:
        found = list(session.scalars(select(ProcedureRow.to_version)))
        procedures.versions_done(session, [home])
        return found

    one = spoken(1)
    with store.transaction() as session:
        [home] = keep_judged(session, one)
        marks(session)
        [waiting] = add(session, false(one), proposed=True)
        assert marks(session) == [None]
        tags.accept(session, [waiting], by="Dominique", now=LATER)
        assert marks(session) == ["tag"]
        tags.undo(session, [waiting], by="Dominique", now=LATER)
        assert marks(session) == ["tag"]
        add(session, false(one), now=LATER)
        assert marks(session) == ["tag"]


def test_a_tag_that_waits_for_its_version_survives_a_merge(store: Store) -> None:
    one, twin = spoken(1), spoken(2)
    with store.transaction() as session:
        [home, other] = keep_judged(session, one, twin)
        procedures.versions_done(session, [home, other])
        add(session, false(twin))
        procedures.merge(session, home, other)
        assert dict(procedures.to_version(session, 10)) == {home: "tag"}


def test_learning_gets_raw_verdicts_and_what_staff_said_of_them(store: Store) -> None:
    one, two, three = spoken(1), spoken(2), spoken(3, MISSED)
    with store.transaction() as session:
        keep_judged(session, one, two, three)
        [first] = add(session, false(one))
        [second] = add(session, missed(three))
        found = list(tags.judged_with_tags(session, RULES, None))
        assert list(tags.judged_with_tags(session, "r2", None)) == []
    assert [notice for notice, _, _ in found] == [one, two, three]
    assert [verdict.clause.answer for _, verdict, _ in found] == ["yes", "yes", "no"]
    assert [[tag.id for tag in own] for _, _, own in found] == [[first], [], [second]]


@pytest.mark.parametrize("count", [2, 40])
def test_no_query_is_sent_for_each_card(store: Store, count: int) -> None:
    given = [spoken(number, f"{CLAUSE} {MISSED}") for number in range(1, count + 1)]
    with store.transaction() as session:
        homes = keep_judged(session, *given)
        for one in given[::2]:
            add(session, false(one), missed(one))
        with sent(session) as reading:
            verdicts.for_notices(session, [one.id for one in given], RULES, None)
        with sent(session) as loading:
            list(procedures.load(session, homes, RULES))
        with sent(session) as learning:
            list(tags.judged_with_tags(session, RULES, None))
        with sent(session) as looking:
            tags.versions(session, homes)
        [first] = add(session, false(given[0], reason="negation"), now=LATER)
        with sent(session) as spreading:
            same_sentence.apply_to_all(session, first, RULES, None, author="Camille", now=LATER)
    assert len(reading) == 4
    assert len(loading) == 8
    assert len(learning) == 5
    assert len(looking) == 2
    assert len(spreading) <= 6
