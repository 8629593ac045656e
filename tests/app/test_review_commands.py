"""``veille review`` as a person runs it."""

import json
from pathlib import Path

import pytest

from tests.app.conftest import Run
from tests.store.tagged_notices import CLAUSE, RULES, keep_judged, spoken
from tests.store.templates import store_at
from veille.core.interchange import notice_hash
from veille.store import Store, verdicts

SAID = ("--question", "clause", "--author", "Camille")
FALSE = (*SAID, "--answer", "false_positive", "--reason", "boilerplate", "--quote", CLAUSE)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The database of the install, with two calls that state the same clause."""
    made = store_at(tmp_path / "veille.db")
    with made.transaction() as session:
        keep_judged(session, spoken(1), spoken(2))
    return made


def answer(store: Store, number: int) -> str:
    with store.read() as session:
        digest = notice_hash(spoken(number))
        return verdicts.by_hashes(session, [digest], RULES, None)[digest].clause.answer


def test_a_tag_is_given_then_undone(veille: Run, store: Store) -> None:
    given = veille("review", "tag", "boamp:26-1", *FALSE)
    assert (given.returncode, given.stderr) == (0, "")
    [number] = json.loads(given.stdout)["tags"]
    assert answer(store, 1) == "no"
    undone = veille("review", "undo", str(number), "999", "--author", "Dominique")
    assert undone.returncode == 1
    assert json.loads(undone.stdout) == {"changed": 1}
    assert len(undone.stderr.splitlines()) == 1
    assert answer(store, 1) == "yes"


def test_a_proposal_is_shown_then_accepted(veille: Run, store: Store) -> None:
    veille("review", "tag", "boamp:26-1", *FALSE, "--propose")
    assert answer(store, 1) == "yes"
    waiting = [json.loads(line) for line in veille("review", "proposals").stdout.splitlines()]
    assert [(one["notice"], one["reason"]) for one in waiting] == [("boamp:26-1", "boilerplate")]
    veille("review", "accept", str(waiting[0]["id"]), "--author", "Dominique")
    assert answer(store, 1) == "no"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("boamp:26-404", *FALSE), 1, "avis introuvable"),
        (("boamp:26-1", *FALSE, "--version", "old"), 1, "la fiche a changé"),
        (("boamp:26-1", *FALSE, "--kind", "qpv"), 1, "un type va avec"),
        (("boamp:26-1", *FALSE, "--kind", "nothing"), 1, "/kinds/0"),
        (("boamp:26-1", *SAID, "--answer", "maybe"), 2, "choisir parmi"),
    ],
)
def test_what_is_refused_is_said_in_one_line(
    veille: Run, store: Store, arguments: tuple[str, ...], status: int, said: str
) -> None:
    done = veille("review", "tag", *arguments)
    assert done.returncode == status
    assert said in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert answer(store, 1) == "yes"


def test_a_file_of_tags_is_read_line_by_line(veille: Run, store: Store, tmp_path: Path) -> None:
    file = tmp_path / "tags.csv"
    file.write_text(
        "\ufeffnotice;question;answer;reason;quote;kinds;author\n"
        f'boamp:26-1;clause;false_positive;negation;"{CLAUSE}";;Camille\n'
        "boamp:26-404;clause;right;;;;Camille\n"
        f"boamp:26-2;clause;kind;;{CLAUSE};training qpv;\n"
        "boamp:26-2;clause;sure;;;;\n",
        encoding="utf-8",
    )
    done = veille("review", "import", str(file))
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"new": 2, "known": 0, "refused": 2}
    assert [line.split(":")[1].split()[0] for line in done.stderr.splitlines()] == ["3", "5"]
    assert answer(store, 1) == "no"
    again = veille("review", "import", str(file))
    assert json.loads(again.stdout) == {"new": 0, "known": 2, "refused": 2}


@pytest.mark.parametrize(
    "content", [b"", b"a;b\n1;2\n", b"\xff\xfe\x00", b'notice,question,answer,quote\n"x']
)
def test_a_file_that_is_no_table_of_tags_is_refused(
    veille: Run, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "tags.csv"
    file.write_bytes(content)
    done = veille("review", "import", str(file))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "tags.csv" in done.stderr


def test_without_tags_recall_says_so_and_the_queue_is_empty(veille: Run) -> None:
    recall = veille("review", "recall", "--now", "2026-11-16T08:00")
    assert (recall.returncode, recall.stdout) == (
        0,
        "Rappel des clauses écrites\u00a0: pas encore assez d’étiquettes.\n",
    )
    queue = veille("review", "queue", "--now", "2026-11-16T08:00")
    assert (queue.returncode, queue.stdout) == (0, "")
