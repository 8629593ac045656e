"""Every yes has evidence, and every quotation is exactly a slice of the notice."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers import judge
from classifiers.rules import RULES
from classifiers.sentences import QUOTE_LENGTH
from veille.core.notices import Declared, DeclaredField, Lot, Notice, Text, TextField
from veille.core.verdicts import Verdict

_SENTENCES = [text for rule in RULES for text in (*rule.examples, *rule.counter_examples)]
_JOINTS = [". ", ".", "", " ", " ; ", "\n", "\r\n- ", "  œuvre … ", " l’É\u0301cole "]
_FIELDS: list[TextField] = ["conditions", "criteria", "additional", "selection", "correction"]
_DECLARED: list[tuple[DeclaredField, str]] = [
    ("BT-71", "res-ws"),
    ("BT-71", "none"),
    ("BT-775", "opp"),
    ("criteres", "sociaux"),
    ("reservationMarche", "non"),
]


@st.composite
def _texts(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=5))
    lots = draw(st.sampled_from(["", "Lot 1 : ", "Pour les lots 2 et 3, ", "Hors lot 1, "]))
    return lots + "".join(part + draw(st.sampled_from(_JOINTS)) for part in parts)


@st.composite
def _notices(draw: st.DrawFn) -> Notice:
    lots = draw(st.integers(min_value=0, max_value=3))
    declared = draw(st.lists(st.sampled_from(_DECLARED), max_size=3))
    lot = draw(st.sampled_from([None, "LOT-0001"]))
    return Notice(
        id="boamp:26-1",
        source="boamp",
        title=draw(_texts()),
        description=draw(_texts()),
        lots=tuple(
            Lot(id=f"LOT-{number:04d}", title=draw(_texts())) for number in range(1, lots + 1)
        ),
        texts=tuple(
            Text(field=draw(st.sampled_from(_FIELDS)), text=text, lot=lot)
            for text in draw(st.lists(_texts(), max_size=2))
        ),
        declared=tuple(Declared(field=field, value=value, lot=lot) for field, value in declared),
    )


def _at(notice: Notice, pointer: str) -> str:
    found: Any = notice
    for step in pointer.strip("/").split("/"):
        found = found[int(step)] if step.isdigit() else getattr(found, step)
    assert isinstance(found, str)
    return found


def _proofs(verdict: Verdict, question: str) -> set[str | None]:
    return {line.lot for line in verdict.evidence if line.for_ == question and line.weight == 1.0}


@settings(derandomize=True, deadline=None, max_examples=150)
@given(_notices())
def test_every_quotation_is_a_slice_of_the_notice(notice: Notice) -> None:
    for line in judge(notice).evidence:
        assert line.at is not None
        assert line.quote
        assert _at(notice, line.at)[line.start : line.end] == line.quote
        assert line.quote == line.quote.strip()
        assert len(line.quote) <= QUOTE_LENGTH


@settings(derandomize=True, deadline=None, max_examples=150)
@given(_notices())
def test_every_yes_has_evidence(notice: Notice) -> None:
    verdict = judge(notice)
    for question, answer in (
        ("reserved", verdict.reserved.answer),
        ("clause", verdict.clause.answer),
    ):
        proofs = _proofs(verdict, question)
        assert bool(proofs) or answer == "no"
        for item in verdict.by_lot:
            own = item.reserved.answer if question == "reserved" else item.clause.answer
            assert own == "no" or item.lot in proofs or None in proofs


@settings(derandomize=True, deadline=None, max_examples=100)
@given(_notices())
def test_the_notice_is_the_sum_of_its_lots(notice: Notice) -> None:
    verdict = judge(notice)
    if verdict.by_lot:
        answers = {item.reserved.answer for item in verdict.by_lot}
        assert (verdict.reserved.answer == "yes") == ("yes" in answers)
        answers = {item.clause.answer for item in verdict.by_lot}
        assert (verdict.clause.answer == "yes") == ("yes" in answers)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.text(max_size=400))
def test_any_text_is_accepted(text: str) -> None:
    judge(Notice(id="boamp:26-1", source="boamp", title=text, description=text))
