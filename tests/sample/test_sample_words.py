"""What the notices say: varied, invented, and nobody's name or address."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.sample.buyers import BUYERS, COURT, FIRMS, SENDER
from scripts.sample.identifiers import luhn_digit
from scripts.sample.model import Case

SHORTEST = 40
NOT_WORDS = ("http", "urn:")
# Addresses of schemas, which the formats are made of.
SCHEMAS = {
    "data.europa.eu",
    "publications.europa.eu",
    "www.w3.org",
}


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if not key.startswith("@"):
                yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
    elif isinstance(node, str):
        yield node


def _sentences(text: str) -> Iterator[str]:
    for piece in re.split(r"(?<=[.!?;])\s+|\n+", text):
        sentence = " ".join(piece.split())
        if len(sentence) >= SHORTEST and not sentence.startswith(NOT_WORDS):
            yield sentence


def _all_text(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.suffix in (".xml", ".jsonl")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_no_sentence_more_than_three_times(
    records: list[dict[str, Any]], cases: tuple[Case, ...]
) -> None:
    """TED twins repeat their BOAMP notice; names of bodies are no sentences."""
    counts: Counter[str] = Counter()
    for record in records:
        for text in _strings(json.loads(record["donnees"])):
            counts.update(_sentences(text))
    for case in cases:
        if not case.boamp:
            counts.update(_sentences(f"{case.title}\n{case.text}\n{case.note}\n{case.conditions}"))
    names = {body.name for body in [*BUYERS.values(), *FIRMS.values(), COURT, SENDER]}
    assert {sentence for sentence, count in counts.items() if count > 3} <= names


def test_sixty_distinct_wordings(cases: tuple[Case, ...]) -> None:
    """A wording: what a notice says beyond its title, where it is reserved or has a clause."""
    silent = {"flag-without-words", "box-without-words"}
    wordings: dict[str, str] = {}
    for case in cases:
        says = "yes" in (case.clause.answer, case.reserved.answer)
        if not says or silent & set(case.traps):
            continue
        lots = " ".join(
            lot.conditions + " ".join(c.text for c in lot.criteria) for lot in case.lots
        )
        change = case.change.text + case.change.described if case.change else ""
        wordings[f"{case.note}{case.conditions}{case.reservation}{lots}{change}{case.text}"] = (
            case.key
        )
    assert len(wordings) >= 60


def test_objects_are_varied(records: list[dict[str, Any]]) -> None:
    first_words = Counter(record["objet"].split()[0].lower() for record in records)
    assert len(first_words) >= 60


def test_one_text_is_overlong(records: list[dict[str, Any]]) -> None:
    longest = max(len(text) for record in records for text in _strings(record["donnees"]))
    assert longest > 20_000


def test_every_body_says_that_it_is_invented() -> None:
    bodies = [*BUYERS.values(), *FIRMS.values(), COURT, SENDER]
    assert [body.name for body in bodies if not re.search(r"fictif|fictive", body.name)] == []


def test_published_buyers_say_that_they_are_invented(records: list[dict[str, Any]]) -> None:
    for record in records:
        assert re.search(r"fictif|fictive", record["nomacheteur"], re.IGNORECASE)


def test_identifiers_are_valid_and_attributed_to_nobody() -> None:
    for body in [*BUYERS.values(), *FIRMS.values()]:
        assert luhn_digit(body.siret[:8]) == body.siret[8]
        assert luhn_digit(body.siret[:13]) == body.siret[13]
        assert body.siret[4] == "9"
    assert len({body.siret for body in BUYERS.values()}) == len(BUYERS)


def test_addresses_are_under_example(sample_dir: Path) -> None:
    text = _all_text(sample_dir)
    hosts = set(re.findall(r"https?://([^/\"'\s<>\\?]+)", text))
    assert {host for host in hosts if not host.endswith(".example")} == SCHEMAS
    mails = set(re.findall(r"[\w.+-]+@[\w.-]+\w", text))
    assert {mail for mail in mails if not mail.endswith(".example")} == set()


def test_telephones_are_kept_for_fiction(sample_dir: Path) -> None:
    text = _all_text(sample_dir)
    numbers = re.findall(r"\+33 ?\d{9}\b|\b0[1-9](?:[ .]\d\d){4}\b", text)
    assert len(numbers) > 100
    for number in numbers:
        assert re.sub(r"\D", "", number).removeprefix("33").removeprefix("0").startswith("46571")


def test_no_person_but_the_invented_one(records: list[dict[str, Any]]) -> None:
    found = defaultdict(list)
    for record in records:
        for name in re.findall(r"\b(?:M\.|Mme|Monsieur|Madame) [A-ZÉ]\w+ \w+", record["donnees"]):
            found[name].append(record["idweb"])
    assert list(found) == ["Mme Camille Fictive"]
