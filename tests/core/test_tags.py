"""What a tag is, and where its words are."""

from dataclasses import replace

import pytest

from tests.core.tagged import CLAUSE, NOTICE, NOW, line, tag
from veille.core.notices import Lot, Notice, Text
from veille.core.tagging import apply_tags, concerning
from veille.core.tags import TagRefusal, checked, find, latest, meant_for, placed, quote_hash
from veille.core.verdicts import Verdict

TEXTS = (
    Text(field="conditions", text=f"Avant. {CLAUSE} Après."),
    Text(field="execution", text=f"{CLAUSE} {CLAUSE}"),
)
NOTICE_WITH_IT = Notice(id=NOTICE, source="boamp", texts=TEXTS)


def test_quotations_are_the_same_whatever_the_typing() -> None:
    assert quote_hash("Clause  d’Insertion ") == quote_hash("clause d'insertion")
    assert quote_hash("Clause d’insertion") != quote_hash("Clauses d’insertion")
    assert quote_hash(None) == quote_hash("")


def test_a_passage_is_looked_for_where_it_was_first() -> None:
    second = len(CLAUSE) + 1
    at_its_place = ("/texts/1/text", second, second + len(CLAUSE), CLAUSE)
    assert find(CLAUSE, NOTICE_WITH_IT, at="/texts/1/text", start=second) == at_its_place
    moved = ("/texts/1/text", 0, len(CLAUSE), CLAUSE)
    for wrong in (3, -len(CLAUSE), 10**9):
        assert find(CLAUSE, NOTICE_WITH_IT, at="/texts/1/text", start=wrong) == moved
    anywhere = ("/texts/0/text", 7, 7 + len(CLAUSE), CLAUSE)
    assert find(CLAUSE.lower(), NOTICE_WITH_IT) == anywhere


def test_lots_are_looked_through_too() -> None:
    given = Notice(id=NOTICE, source="boamp", lots=(Lot(id="LOT-0001", description=CLAUSE),))
    assert find(CLAUSE, given) == ("/lots/0/description", 0, len(CLAUSE), CLAUSE)


@pytest.mark.parametrize("quote", ["Autre chose.", "", "  ", "’"])
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert find(quote, NOTICE_WITH_IT) is None


def test_a_missed_passage_is_meant_for_the_notices_that_have_it() -> None:
    said = tag("missed", at="/title", start=0)
    found = placed(said, replace(NOTICE_WITH_IT, id="ted:1-2026"))
    assert found is not None
    assert (found.notice_id, found.at, found.start) == ("ted:1-2026", "/texts/0/text", 7)
    other = tag("right")
    silent = Notice(id="boamp:26-2", source="boamp", title="Rien.")
    assert meant_for([said, other], silent) == (other,)


def test_what_a_placed_tag_adds_is_a_slice_of_the_notice() -> None:
    meant = meant_for([tag("missed", CLAUSE.upper())], NOTICE_WITH_IT)
    [added] = apply_tags(Verdict(id=NOTICE, rules="r1"), meant).evidence
    assert TEXTS[0].text[added.start : added.end] == added.quote == CLAUSE


def test_only_what_speaks_of_a_notice_concerns_it() -> None:
    verdict = Verdict(id=NOTICE, rules="r1", evidence=(line(),))
    own = tag(id=1)
    whole = tag("right", None, id=2)
    passage = tag("missed", "Une autre phrase.", id=3)
    elsewhere = tag("missed", "Une autre encore.", id=4, notice_id="ted:1-2026")
    other = tag(quote="Rien de tel.", id=5)
    assert concerning(verdict, [own, whole, passage, elsewhere, other]) == (own, whole, passage)


def test_of_each_key_the_newest_that_counts_is_kept() -> None:
    older, newer = tag(id=1), tag("right", id=2)
    for_one_lot = tag("right", id=3, lot="LOT-0001")
    undone = tag("right", id=4, undone_at=NOW)
    waiting = tag("right", id=5, proposed=True)
    kept = latest([undone, newer, waiting, older, for_one_lot])
    assert sorted(one.id for one in kept.values()) == [2, 3]


def test_a_whole_tag_is_taken_as_it_is() -> None:
    for whole in (tag(), tag("right", None), tag("missed"), tag("kind")):
        assert checked(whole) is whole


def test_a_kind_of_another_question_is_refused() -> None:
    with pytest.raises(TagRefusal, match="type inconnu"):
        checked(tag("kind", kinds=("insertion",), question="reserved"))
