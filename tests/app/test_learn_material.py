"""What an install learns from: labels, fields, and what is kept apart."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers import judge, registry
from classifiers.gate import is_frozen
from classifiers.habits import buyer_keys
from classifiers.labels import Label
from tests.app import learning
from veille.app.learn import material
from veille.app.learn.material import Judged, Shipped
from veille.core.notices import Notice
from veille.core.tags import Tag, TagAnswer


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    folder: Path = learning.ship(tmp_path_factory.mktemp("shipped"))
    return Shipped([], registry.read_manifest(folder))


def source_of(notices: Sequence[Notice]) -> material.Source:
    """The notices judged by today's rules, read again each time."""
    judged: list[Judged] = [(notice, judge(notice), ()) for notice in notices]

    @contextmanager
    def opened() -> Iterator[Iterator[Judged]]:
        yield iter(judged)

    return opened


def test_every_notice_is_either_learned_from_or_kept_apart(shipped: Shipped) -> None:
    made = learning.notices(120)
    source = source_of(made)
    taught = [notice for notice, _ in material.taught(source)]
    apart = [notice for notice, _ in material.kept_apart(source, shipped.manifest)]
    assert sorted(one.id for one in (*taught, *apart)) == sorted(one.id for one in made)
    assert not {buyer_keys(one.buyer) for one in taught} & {buyer_keys(one.buyer) for one in apart}


def test_what_the_notice_says_is_its_label(shipped: Shipped) -> None:
    source = source_of(learning.notices(60))
    found = {notice.id: label for notice, label in material.taught(source)}
    stated = {one.id for one in learning.notices(60) if one.texts and not is_frozen(one.buyer)}
    assert stated
    assert {key for key, label in found.items() if label.positive} == stated
    assert {label.origin for label in found.values()} == {"observed"}


@pytest.mark.parametrize(("answer", "positive"), [("right", True), ("false_positive", False)])
def test_staff_s_word_is_the_label(answer: TagAnswer, positive: bool) -> None:
    notice = next(one for one in learning.notices() if one.texts)
    verdict = judge(notice)
    said = [
        Tag(
            notice_id=notice.id,
            question="clause",
            answer=answer,
            reason=None if positive else "other",
            quote=line.quote,
            id=number,
            author="camille",
            created_at=datetime(2026, 11, 22, tzinfo=UTC),
        )
        for number, line in enumerate(verdict.evidence)
        if line.for_ == "clause"
    ]
    label = material.label_of(verdict, said)
    assert (label.positive, label.origin) == (positive, "tag")


def test_full_texts_are_read_where_enough_notices_have_them(shipped: Shipped) -> None:
    plain = learning.notices(60)
    told = [replace(one, description="Balayage et lavage des sols.") for one in plain]
    assert "description" not in material.fields_of(source_of(plain), shipped)
    assert "description" in material.fields_of(source_of(told), shipped)
    assert "description" not in material.fields_of(source_of([*plain, *plain, *told[:30]]), shipped)


def test_the_fields_of_the_shipped_table_stay(shipped: Shipped) -> None:
    assert set(shipped.manifest.fields) <= set(material.fields_of(source_of([]), shipped))


def test_a_contract_labels_what_neither_a_tag_nor_a_signal_does(shipped: Shipped) -> None:
    made = learning.notices(120)
    source = source_of(made)
    plain = {notice.id: label for notice, label in material.taught(source)}
    apart = [(notice.id, label) for notice, label in material.kept_apart(source, shipped.manifest)]
    declared = {one.id: True for one in made}
    told = {notice.id: label for notice, label in material.taught(source, declared)}
    for identifier, label in plain.items():
        expected = label if label.positive else Label(True, "contract")
        assert told[identifier] == expected
    denied = dict.fromkeys(declared, False)
    assert [label.positive for _, label in material.taught(source, denied)] == [
        label.positive for label in plain.values()
    ]
    again = [(notice.id, label) for notice, label in material.kept_apart(source, shipped.manifest)]
    assert again == apart
    assert {label.origin for _, label in apart} <= {"observed", "tag"}
