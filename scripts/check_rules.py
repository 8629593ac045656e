"""Measure the rules on labelled texts: ``check_rules.py FOLDER [--list]``.

FOLDER holds ``labelled/*`` and ``ted/legacy/*.xml``. Each labelled text is put in the field it
came from and judged; precision, recall and the identifiers of the disagreements are printed for
each set.
"""

import argparse
import csv
import gzip
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from classifiers import RULES_VERSION, judge
from scripts.make_sample import CHALLENGE, SAMPLE
from spiders.parsers.boamp import parse_record
from spiders.parsers.ted import parse_document
from veille.core.notices import Notice, Text, TextField
from veille.core.verdicts import Verdict


@dataclass(frozen=True)
class Case:
    """A notice made of one labelled text, and what its label says (null = not labelled)."""

    notice: Notice
    reserved: bool | None = None
    clause: bool | None = None


@dataclass
class Score:
    """Counts for one question of one set, with the identifiers that disagree."""

    true: int = 0
    extra: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, id_: str, *, expected: bool, found: bool) -> None:
        """Count one case."""
        if expected and found:
            self.true += 1
        elif found:
            self.extra.append(id_)
        elif expected:
            self.missed.append(id_)

    @property
    def precision(self) -> float:
        """The share of what was found that the labels confirm."""
        return self.true / max(1, self.true + len(self.extra))

    @property
    def recall(self) -> float:
        """The share of what is labelled that was found."""
        return self.true / max(1, self.true + len(self.missed))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _notice(id_: str, text: str, where: TextField, title: str | None = None) -> Notice:
    return Notice(id=id_, source="boamp", title=title, texts=(Text(field=where, text=text),))


def gold_reserved(folder: Path) -> Iterator[Case]:
    """Texts about reservation that were read."""
    for row in rows(folder / "gold_reserve_texts_read.jsonl.gz"):
        yield Case(_notice(row["idweb"], row["texte"], "conditions"), reserved=row["reserve"])


def gold_clause(folder: Path) -> Iterator[Case]:
    """Clauses, read, that the buyer's own flag missed."""
    for row in rows(folder / "gold_flag_false_but_clause_in_text.jsonl.gz"):
        yield Case(_notice(row["idweb"], row["texte"], "conditions"), clause=row["clause"])


def wordings(folder: Path) -> Iterator[Case]:
    """Wordings looked over: positive means clause, criterion or reservation."""
    for index, row in enumerate(rows(folder / "wordings.jsonl.gz")):
        where: TextField = "criteria" if row["champ"].startswith("crit") else "conditions"
        yield Case(
            _notice(row["avis"] or f"#{index}", row["texte"], where),
            clause=row["positif"],
        )


def conditions(folder: Path) -> Iterator[Case]:
    """Condition texts labelled by rule."""
    for row in rows(folder / "conditions_2020_2021.jsonl.gz"):
        yield Case(
            _notice(row["idweb"], row["texte"], "conditions"),
            reserved=row["reserve_regex"],
            clause=row["clause_regex"],
        )


def ted(folder: Path) -> Iterator[Case]:
    """TED notices whose passages were read; doubtful labels are left out."""
    with (folder / "ted_social_labels.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            path = folder.parent / "ted" / "legacy" / f"{row['publication_number']}.xml"
            notice = parse_document(path.read_bytes()).notice
            reserved = {"oui": True, "oui_lot": True, "non": False}.get(row["reserve"])
            clause = {"oui": True, "critere": True, "non": row["objet_insertion"] == "oui"}
            yield Case(notice, reserved=reserved, clause=clause.get(row["clause_sociale"]))


def boamp(folder: Path) -> Iterator[Case]:
    """Two months of notices, labelled by rule on their condition texts."""
    for row in rows(folder / "boamp_2021_jan_feb.jsonl.gz"):
        texts = tuple(Text(field=item["field"], text=item["text"]) for item in row["texts"])
        notice = Notice(id=row["id"], source="boamp", title=row["title"], texts=texts)
        label = row["label"]
        yield Case(notice, reserved=label["reserved"], clause=label["clause_stated"])


def challenge(_folder: Path) -> Iterator[Case]:
    """The project's own sample: every wording and trap, what it means written beside it."""
    lines = CHALLENGE.read_text(encoding="utf-8").splitlines()
    expected = {line["id"]: line for line in map(json.loads, lines)}
    for notice in _sample():
        line = expected.get(notice.id)
        if line is not None:
            reserved, clause = line["reserved"]["answer"], line["clause"]["answer"]
            yield Case(notice, reserved=_SURE.get(reserved), clause=_SURE.get(clause))


_SURE = {"yes": True, "no": False}  # what the sample calls unclear is left out


def _sample() -> Iterator[Notice]:
    for path in sorted((SAMPLE / "boamp").glob("*.jsonl")):
        for record in path.read_text(encoding="utf-8").splitlines():
            yield parse_record(json.loads(record)).notice
    for path in sorted((SAMPLE / "ted").glob("*.xml")):
        yield parse_document(path.read_bytes()).notice


SETS: dict[str, Callable[[Path], Iterator[Case]]] = {
    "challenge": challenge,
    "gold_reserved": gold_reserved,
    "gold_clause": gold_clause,
    "wordings": wordings,
    "ted": ted,
    "conditions": conditions,
    "boamp_2021": boamp,
}


# What a set's labels do not tell: a wording is positive for either question; two months of
# notices are not labelled for what the object itself is.
EITHER = frozenset({"wordings"})
NOT_THE_OBJECT = frozenset({"boamp_2021"})


def measure(name: str, folder: Path) -> dict[str, Score]:
    """Scores by question of the set ``name`` of the folder ``labelled``."""
    scores = {"reserved": Score(), "clause": Score()}
    for case in SETS[name](folder):
        answers = found(name, judge(case.notice))
        for question, expected in (("reserved", case.reserved), ("clause", case.clause)):
            if expected is not None:
                scores[question].add(case.notice.id, expected=expected, found=answers[question])
    return scores


def found(name: str, verdict: Verdict) -> dict[str, bool]:
    """What the verdict says, in the terms of the set's labels."""
    reserved, clause = verdict.reserved.answer == "yes", verdict.clause.answer == "yes"
    if name in NOT_THE_OBJECT:
        clause = clause and verdict.clause.kinds != ("insertion_service",)
    if name in EITHER:
        reserved = clause = reserved or clause
    return {"reserved": reserved, "clause": clause}


def main() -> int:
    """Print the scores; with ``--list`` the identifiers that disagree too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--set", choices=sorted(SETS), action="append")
    options = parser.parse_args()
    print(f"rules {RULES_VERSION}")
    for name in options.set or SETS:
        for question, score in measure(name, options.folder / "labelled").items():
            total = score.true + len(score.extra) + len(score.missed)
            if not total:
                continue
            print(
                f"{name:14} {question:9} precision {score.precision:.3f} "
                f"recall {score.recall:.3f} (true {score.true}, extra {len(score.extra)}, "
                f"missed {len(score.missed)})"
            )
            if options.list:
                print("   extra :", " ".join(score.extra))
                print("   missed:", " ".join(score.missed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
