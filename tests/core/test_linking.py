"""Linking: the same groups whatever the order and the batches, and staff win."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from veille.core.link_keys import Linkable
from veille.core.linking import MAX_BUYERS, Merge, Resolution, neighbourhood, resolve
from veille.core.procedures import Key, KeyKind

DAY = date(2026, 9, 1)


def folder(value: str) -> Key:
    return Key("folder", value, True)


def numbered(value: str) -> Key:
    return Key("notice", value, True)


def made(
    identifier: str,
    *found: Key,
    buyer: str | None = "a",
    day: int = 0,
    procedure: int | None = None,
) -> Linkable:
    return Linkable(
        id=identifier,
        keys=(numbered(identifier), *found),
        buyer=buyer,
        published_on=DAY + timedelta(days=day),
        procedure=procedure,
    )


class Memory:
    """A store in miniature: notices, the procedure each is in, and merged ids."""

    def __init__(self) -> None:
        self.notices: dict[str, Linkable] = {}
        self.made = 0

    def link(self, batch: Iterable[Linkable]) -> None:
        new = [replace(notice, procedure=self._procedure(notice.id)) for notice in batch]
        resolution = resolve(neighbourhood(new, self._sharing))
        incoming = {notice.id: notice for notice in new}
        for group in resolution.groups:
            number = group.procedure
            if number is None:
                self.made += 1
                number = self.made
            for held in group.notices:
                notice = incoming.get(held.notice_id) or self.notices[held.notice_id]
                self.notices[held.notice_id] = replace(notice, procedure=number)

    def groups(self) -> set[frozenset[str]]:
        found: dict[int | None, set[str]] = {}
        for notice in self.notices.values():
            found.setdefault(notice.procedure, set()).add(notice.id)
        return {frozenset(ids) for ids in found.values()}

    def _procedure(self, identifier: str) -> int | None:
        known = self.notices.get(identifier)
        return known.procedure if known else None

    def _sharing(self, wanted: frozenset[Key]) -> list[Linkable]:
        return [notice for notice in self.notices.values() if wanted.intersection(notice.keys)]


def rules(resolution: Resolution) -> dict[str, str]:
    return {held.notice_id: held.rule for group in resolution.groups for held in group.notices}


def ids(resolution: Resolution) -> list[list[str]]:
    return [[held.notice_id for held in group.notices] for group in resolution.groups]


def test_a_shared_procedure_id_joins_and_the_rule_is_recorded() -> None:
    resolution = resolve([made("a:1", folder("f")), made("b:2", folder("f")), made("a:3")])
    assert ids(resolution) == [["a:1", "b:2"], ["a:3"]]
    assert rules(resolution) == {"a:1": "folder", "b:2": "folder", "a:3": "alone"}


def test_a_correction_joins_the_notice_that_it_names_even_before_it_is_known() -> None:
    correction = made("a:2", numbered("a:1"), day=3)
    other_correction = made("a:3", numbered("a:1"), day=5)
    resolution = resolve([correction, other_correction])
    assert ids(resolution) == [["a:2", "a:3"]]
    assert set(rules(resolution).values()) == {"chain"}


def test_the_surest_tie_is_the_rule_recorded() -> None:
    same, its_own = Key("uuid", "u", True), Key("self", "u", False)
    one = made("a:1", folder("f"), same, its_own)
    twin = made("b:2", folder("f"), same, its_own)
    assert set(rules(resolve([one, twin])).values()) == {"uuid"}
    correction = made("b:2", folder("f"), same)
    assert set(rules(resolve([one, correction])).values()) == {"chain"}


def test_a_known_procedure_keeps_its_id_and_the_newer_merges_into_the_older() -> None:
    resolution = resolve(
        [
            made("a:1", folder("f"), procedure=9),
            made("a:2", folder("g"), procedure=4),
            made("a:3", folder("f"), folder("g"), day=2),
        ]
    )
    assert [group.procedure for group in resolution.groups] == [4]
    assert resolution.merges == (Merge(newer=9, older=4),)


def test_linking_again_changes_nothing() -> None:
    memory = Memory()
    batch = [made("a:1", folder("f")), made("b:2", folder("f")), made("c:3")]
    memory.link(batch)
    before, count = memory.groups(), memory.made
    memory.link(batch)
    assert (memory.groups(), memory.made) == (before, count)


def test_a_procedure_id_shared_by_too_many_buyers_joins_nothing() -> None:
    many = [
        made(f"a:{number}", folder("constant"), buyer=str(number))
        for number in range(MAX_BUYERS + 1)
    ]
    resolution = resolve(many)
    assert len(resolution.groups) == len(many)
    assert resolution.ignored == (folder("constant"),)
    assert len(resolve(many[:-1]).groups) == 1


def test_a_constant_found_out_late_lets_go_of_what_it_had_joined() -> None:
    memory = Memory()
    for number in range(300):
        memory.link([made(f"a:{number}", folder("constant"), buyer=str(number), day=number)])
    assert len(memory.groups()) == 300
    assert memory.notices["a:0"].procedure == 1, "the oldest notice keeps the first id"


def test_the_fallback_never_joins_two_different_procedure_ids() -> None:
    same = Key("fallback", "siret minute title", True)
    apart = resolve([made("a:1", same, folder("f")), made("a:2", same, folder("g"))])
    assert ids(apart) == [["a:1"], ["a:2"]]
    assert [(doubt.notice_id, doubt.other_id) for doubt in apart.doubts] == [("a:1", "a:2")]
    together = resolve([made("a:1", same, folder("f")), made("b:2", same)])
    assert ids(together) == [["a:1", "b:2"]]
    assert rules(together) == {"a:1": "fallback", "b:2": "fallback"}


def test_look_alikes_are_kept_apart_and_named() -> None:
    look = Key("doubt", "siren title", False)
    resolution = resolve([made("a:1", look), made("a:2", look, day=20), made("a:3", look, day=400)])
    assert len(resolution.groups) == 3
    assert [(doubt.notice_id, doubt.other_id) for doubt in resolution.doubts] == [("a:1", "a:2")]


def test_a_known_look_alike_raises_a_doubt_and_is_not_regrouped() -> None:
    look = Key("doubt", "siren title", False)
    known = made("a:1", look, procedure=3)
    resolution = resolve([made("a:2", look, day=1)], alike=[known])
    assert ids(resolution) == [["a:2"]]
    assert [(doubt.notice_id, doubt.other_id) for doubt in resolution.doubts] == [("a:1", "a:2")]


def test_a_look_alike_of_the_same_procedure_is_no_doubt() -> None:
    look = Key("doubt", "siren title", False)
    known = made("a:1", look, procedure=3)
    again = made("a:2", look, folder("f"), day=1, procedure=3)
    assert resolve([again], alike=[known]).doubts == ()


def test_staff_keep_apart_what_rules_would_join() -> None:
    notices = [
        made("a:1", folder("f"), procedure=1),
        made("a:2", folder("f"), day=1, procedure=2),
        made("a:3", numbered("a:2"), folder("f"), day=2),
    ]
    resolution = resolve(notices, pinned={"a:1": 1, "a:2": 2})
    assert ids(resolution) == [["a:1"], ["a:2", "a:3"]]
    assert [group.procedure for group in resolution.groups] == [1, 2]
    assert rules(resolution) == {"a:1": "staff", "a:2": "staff", "a:3": "chain"}
    assert resolution.merges == ()


def test_staff_join_what_rules_keep_apart() -> None:
    notices = [made("a:1", procedure=1), made("a:2", procedure=5)]
    resolution = resolve(notices, pinned={"a:1": 1, "a:2": 1})
    assert ids(resolution) == [["a:1", "a:2"]]
    assert resolution.groups[0].procedure == 1
    assert resolution.merges == (Merge(newer=5, older=1),)


KINDS: tuple[KeyKind, ...] = ("uuid", "folder", "fallback")
shared_keys = st.builds(
    lambda kind, value: Key(kind, value, True), st.sampled_from(KINDS), st.sampled_from("pqrs")
)


@st.composite
def many_notices(draw: st.DrawFn) -> list[Linkable]:
    count = draw(st.integers(1, 14))
    buyers = st.sampled_from("abcdefgh") | st.none()
    notices = []
    for number in range(count):
        named = draw(st.lists(st.integers(0, count - 1), max_size=1))
        found = draw(st.lists(shared_keys, max_size=2, unique=True))
        chain = [numbered(f"n:{other}") for other in named]
        notices.append(
            made(f"n:{number}", *found, *chain, buyer=draw(buyers), day=draw(st.integers(0, 5)))
        )
    return notices


def cut(notices: Sequence[Linkable], sizes: Sequence[int]) -> Iterable[Sequence[Linkable]]:
    start = 0
    for size in sizes:
        yield notices[start : start + size]
        start += size
    yield notices[start:]


@settings(max_examples=150, deadline=None)
@given(many_notices(), st.randoms(use_true_random=False), st.lists(st.integers(0, 5), max_size=5))
def test_order_and_batches_do_not_change_the_groups(
    notices: list[Linkable], chance: Random, sizes: list[int]
) -> None:
    at_once, in_parts = Memory(), Memory()
    at_once.link(notices)
    shuffled = list(notices)
    chance.shuffle(shuffled)
    for batch in cut(shuffled, sizes):
        in_parts.link(batch)
    assert in_parts.groups() == at_once.groups()


@settings(max_examples=100, deadline=None)
@given(many_notices())
def test_every_notice_is_in_exactly_one_group(notices: list[Linkable]) -> None:
    placed = [held for group in ids(resolve(notices)) for held in group]
    assert sorted(placed) == sorted(notice.id for notice in notices)
