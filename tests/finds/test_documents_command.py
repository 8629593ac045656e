"""``veille documents``: what a file says, with its pages, and what could not be read."""

from pathlib import Path

import pytest

from scripts.invented_documents import CLAUSE, pdf, zipped
from veille.app.console import Failure
from veille.app.finds.judging import judge_documents


def test_the_answers_and_the_sentences_are_printed_with_their_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "dce.zip"
    file.write_bytes(zipped({"CCAP.pdf": pdf(["Préambule du cahier", CLAUSE]), "prix.ods": b"\0"}))
    assert not judge_documents([str(file)], "Veille")
    out, err = capsys.readouterr()
    lines = out.replace("\u00a0", " ").splitlines()
    assert lines[:2] == ["Marché réservé : non", "Clause sociale : oui, 140 heures"]
    assert lines[2].startswith("CCAP, page 2 : clause sociale : « Le titulaire réserve")
    assert err.startswith("prix.ods")


def test_nothing_read_is_a_stated_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="absent"):
        judge_documents([str(tmp_path / "absent.pdf")], "Veille")
    with pytest.raises(Failure, match="Internet public"):
        judge_documents(["http://127.0.0.1/ccap.pdf"], "Veille")
