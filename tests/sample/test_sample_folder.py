"""The committed folder is what the script writes, today and on the next run."""

import re
from pathlib import Path

import pytest

from scripts.make_sample import CHALLENGE
from scripts.sample import folder, load
from scripts.sample.load import expectation
from scripts.sample.model import Expected


def test_committed_folder_is_what_the_script_writes(sample_dir: Path) -> None:
    written = folder.files()
    committed = {
        path.relative_to(sample_dir).as_posix(): path.read_bytes()
        for path in sample_dir.rglob("*")
        if path.is_file() and path.suffix != ".py"
    }
    assert committed.keys() == written.keys()
    assert [name for name in written if committed[name] != written[name]] == []


def test_committed_challenge_set_is_what_the_script_writes() -> None:
    assert CHALLENGE.read_bytes() == folder.expectations()


def test_writing_replaces_what_was_there(tmp_path: Path) -> None:
    sample, challenge = tmp_path / "sample", tmp_path / "fixtures" / "expected.jsonl"
    (sample / "ted").mkdir(parents=True)
    (sample / "ted" / "old.xml").write_text("<old/>")
    count = folder.write(sample, challenge)
    found = [path for path in sample.rglob("*") if path.is_file()]
    assert len(found) + 1 == count
    assert not (sample / "ted" / "old.xml").exists()
    assert challenge.read_bytes() == folder.expectations()


def test_marker_is_one_line(sample_dir: Path) -> None:
    assert (sample_dir / "SAMPLE").read_text(encoding="utf-8").count("\n") == 1


def test_ted_files_are_named_by_eight_digits(documents: dict[str, bytes]) -> None:
    assert all(re.fullmatch(r"\d{8}-2026\.xml", name) for name in documents)


def test_expectation_line_is_read() -> None:
    assert expectation("insertion qpv @1,3 mandatory 315h") == Expected(
        answer="yes", kinds=("insertion", "qpv"), lots=(1, 3), binding="mandatory", hours=315
    )
    assert expectation("unclear") == Expected(answer="unclear")


def test_a_slip_in_an_expectation_is_refused() -> None:
    with pytest.raises(ValueError, match="12heures"):
        expectation("insertion 12heures")


def test_a_european_correction_takes_over_what_it_corrects() -> None:
    cases = {case.key: case for case in load.cases()}
    initial, correction = cases["periscolaire-montpellier"], cases["periscolaire-rectif"]
    assert correction.previous == initial.key
    assert correction.conditions == initial.conditions
    assert correction.deadline != initial.deadline
