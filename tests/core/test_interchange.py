"""JSON Lines in and out, and the schema made from the same types."""

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.make_schemas import FOLDER, schemas
from tests.english import english_in
from veille.core.interchange import (
    InterchangeError,
    notice_from_json,
    notice_hash,
    notice_to_json,
    verdict_from_json,
    verdict_to_json,
)
from veille.core.notices import Buyer, Lot, Notice, Passage, Text, passages
from veille.core.verdicts import Evidence, Verdict

EARLIEST = datetime(1971, 1, 1)  # noqa: DTZ001 - hypothesis wants a naive bound
texts = st.text(st.characters(codec="utf-8"), max_size=40)
notices = st.builds(
    Notice,
    id=texts,
    source=st.sampled_from(["boamp", "ted", "feed"]),
    title=st.none() | texts,
    published_on=st.none() | st.dates(),
    deadline=st.none() | st.datetimes(min_value=EARLIEST, timezones=st.just(UTC)),
    buyer=st.none() | st.builds(Buyer, name=texts),
    cpv=st.lists(texts, max_size=3).map(tuple),
    lots=st.lists(st.builds(Lot, id=texts, title=st.none() | texts), max_size=3).map(tuple),
    texts=st.lists(
        st.builds(Text, field=st.sampled_from(["conditions", "other"]), text=texts), max_size=3
    ).map(tuple),
)


@given(notices)
def test_a_notice_comes_back_as_it_went(notice: Notice) -> None:
    assert notice_from_json(notice_to_json(notice)) == notice


def test_absent_null_and_unknown_keys_mean_unknown() -> None:
    bare = notice_from_json('{"id": "boamp:1", "source": "boamp"}')
    keys = {field.name for field in dataclasses.fields(Notice)} - {"id", "source"}
    nulls = dict.fromkeys(keys - {"deadline_approximate"}) | {"id": "boamp:1", "source": "boamp"}
    assert notice_from_json(json.dumps(nulls)) == bare
    assert notice_from_json('{"id": "boamp:1", "source": "boamp", "later": [1]}') == bare
    assert bare.cpv == ()
    assert bare.kind == "other"


def test_a_deadline_given_as_a_day_is_its_end_in_paris() -> None:
    notice = notice_from_json('{"id": "a", "source": "boamp", "deadline": "2021-02-08"}')
    assert notice.deadline is not None
    assert notice.deadline.isoformat() == "2021-02-08T23:59:00+01:00"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nothing",
        "[]",
        '{"id": "a"}',
        '{"id": 3, "source": "boamp"}',
        '{"id": "a", "source": "boamp", "deadline": "soon"}',
        '{"id": "a", "source": "boamp", "deadline": "2026-99-99"}',
        '{"id": "a", "source": "boamp", "kind": "surprise"}',
        "[" * 100_000,
    ],
)
@pytest.mark.parametrize("read", [notice_from_json, verdict_from_json])
def test_what_is_no_notice_or_verdict_is_said_in_one_line_of_french(
    read: Callable[[str], object], line: str
) -> None:
    with pytest.raises(InterchangeError) as caught:
        read(line)
    assert "\n" not in str(caught.value)
    assert english_in(str(caught.value)) == []


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("3", "/evidence\u00a0: liste attendue"),
        ("[3]", "/evidence/0\u00a0: objet attendu"),
        ('[{"signal": "stated"}]', "/evidence/0/for\u00a0: valeur hors de la liste"),
    ],
)
def test_evidence_that_is_none_is_said_by_its_place(evidence: str, said: str) -> None:
    with pytest.raises(InterchangeError) as caught:
        verdict_from_json(f'{{"id": "a", "rules": "r", "evidence": {evidence}}}')
    assert str(caught.value).startswith(said)


def test_the_hash_is_that_of_the_notice_without_its_label() -> None:
    notice = Notice(id="a", source="boamp", title="x")
    assert notice_hash(notice) == notice_hash(dataclasses.replace(notice, label={"any": True}))
    assert notice_hash(notice) != notice_hash(dataclasses.replace(notice, title="y"))


def test_a_verdict_comes_back_and_says_for_in_json() -> None:
    line = Evidence(signal="stated", for_="clause", at="/title", quote="x", start=0, end=1)
    verdict = Verdict(id="a", rules="r", evidence=(line,))
    raw = json.loads(verdict_to_json(verdict))
    assert raw["evidence"][0]["for"] == "clause"
    assert "for_" not in raw["evidence"][0]
    assert verdict_from_json(verdict_to_json(verdict)) == verdict


def test_a_verdict_that_is_none_is_said_in_one_line() -> None:
    for line in ("", "[]", '{"id": "a"}', '{"id": "a", "rules": "r", "evidence": [3]}'):
        with pytest.raises(InterchangeError):
            verdict_from_json(line)


def test_passages_point_at_every_text_of_the_notice() -> None:
    notice = Notice(
        id="a",
        source="boamp",
        published_on=date(2026, 1, 1),
        title="T",
        lots=(Lot(id="LOT-0001", description="D"),),
        texts=(Text(field="conditions", lot="LOT-0001", text="C"),),
    )
    assert list(passages(notice)) == [
        Passage("/title", "title", None, "T"),
        Passage("/lots/0/description", "lot.description", "LOT-0001", "D"),
        Passage("/texts/0/text", "texts.conditions", "LOT-0001", "C"),
    ]


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schema_is_the_one_the_types_give(name: str) -> None:
    assert (Path(FOLDER) / name).read_text(encoding="utf-8") == schemas()[name]
