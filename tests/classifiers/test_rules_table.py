"""Every rule is tested by its own examples and counter-examples."""

import re
import time

import pytest

from classifiers import RULES_VERSION
from classifiers.matching import hits
from classifiers.rules import RULES
from classifiers.rules.table import Rule
from classifiers.sentences import read

_EXAMPLES = [
    pytest.param(rule, text, id=f"{rule.id}:{text[:40]}")
    for rule in RULES
    for text in rule.examples
]
_COUNTER_EXAMPLES = [
    pytest.param(rule, text, id=f"{rule.id}:{text[:40]}")
    for rule in RULES
    for text in rule.counter_examples
]


def _meets(rule: Rule, text: str) -> bool:
    field = min(rule.fields)
    for sentence in read(text).sentences():
        if rule.effect == "masks":
            found = re.search(rule.pattern, sentence.text) is not None
        else:
            found = any(hit.rule is rule for hit in hits(sentence.text, rule.question, field))
        if found:
            return True
    return False


@pytest.mark.parametrize(("rule", "text"), _EXAMPLES)
def test_a_rule_meets_its_examples(rule: Rule, text: str) -> None:
    assert _meets(rule, text)


@pytest.mark.parametrize(("rule", "text"), _COUNTER_EXAMPLES)
def test_a_rule_passes_by_its_counter_examples(rule: Rule, text: str) -> None:
    assert not _meets(rule, text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_complete(rule: Rule) -> None:
    assert rule.examples
    assert rule.fields
    assert (rule.kind is not None) == (rule.effect == "affirms")
    for text in rule.examples:
        assert any(stem in read(text).folded.text for stem in rule.stems), text


def test_rule_identifiers_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_the_version_tells_the_table() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-[0-9a-f]{8}", RULES_VERSION)


_SHORT, _LONG = 50_000, 100_000
_STEADY = 0.02  # seconds under which a measure is noise


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    for _match in pattern.finditer(text):
        pass
    return time.process_time() - start


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_pattern_takes_time_linear_in_the_text(rule: Rule) -> None:
    pattern = re.compile(rule.pattern)
    example = re.sub("[.;!?]", " ", read(rule.examples[0]).folded.text)
    for unit in (f"{example[: len(example) * 2 // 3]} ", f"{rule.stems[0]} "):
        text = unit * (_LONG // len(unit) + 1)
        for _attempt in range(3):  # the machine may be busy
            short, long = _seconds(pattern, text[:_SHORT]), _seconds(pattern, text[:_LONG])
            if long < 3.2 * max(short, _STEADY):
                break
        else:
            pytest.fail(f"{short:.3f} s then {long:.3f} s on {unit!r}")
