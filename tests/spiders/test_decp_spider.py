"""The award files crawl as a child process: by ranges, unless nothing changed."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.spiders.crawling import Crawls, asked_of, patched_crawl, plain, portal_of
from veille.portal.server import Portal
from veille.store import contracts

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "decp"
UID = "213499900000172024VALINV01"


def folder_with(folder: Path, **files: bytes) -> Path:
    (folder / "decp").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / "decp" / f"{name}.json").write_bytes(content)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    known = {name: (FIXTURES / f"{name}.json").read_bytes() for name in ("2019", "2022", "2024")}
    return folder_with(tmp_path / "replay", **known)


def run(crawls: Crawls, portal: Portal, *names: str, **known: Any) -> Any:
    feeds = tuple(f"{portal.url}/decp/{name}.json" for name in names)
    return crawls.run("", source="decp", feeds=feeds, departments=("34",), **known)


def uids(crawls: Crawls) -> set[str]:
    return {one.key for one in crawls.payloads() if one.state == "parsed"}


def in_ranges_of(size: int, crawls: Crawls) -> None:
    patched_crawl(crawls, "import spiders.decp", f"spiders.decp.RANGE = {size}")


def test_the_contracts_of_the_territory_are_kept(crawls: Crawls, folder: Path) -> None:
    with portal_of(folder) as portal:
        result = run(crawls, portal, "2019", "2022", "2024")
    assert result.complete
    assert result.stored == result.received == 5
    assert UID in uids(crawls)
    with crawls.store.read() as session:
        found = contracts.by_uid(session, UID)
    assert found is not None
    assert found.contract.social == ("clause", "criterion")
    dialects = {one.dialect for one in crawls.payloads()}
    assert dialects == {"decp-2019", "decp-2022", "decp-2024"}


def test_a_file_that_did_not_change_is_not_read_again(crawls: Crawls, folder: Path) -> None:
    with portal_of(folder) as portal:
        run(crawls, portal, "2022")
        again = run(crawls, portal, "2022")
        assert again.complete
        assert again.received == again.stored == 0
        assert asked_of(portal, "/decp/")[-1].headers["if-none-match"]
    assert crawls.last().status == "complete"


def test_a_large_file_comes_in_ranges_and_gives_the_same(crawls: Crawls, folder: Path) -> None:
    in_ranges_of(700, crawls)
    with portal_of(folder) as portal:
        result = run(crawls, portal, "2022")
        asked = [one.headers["range"] for one in asked_of(portal, "/decp/")]
    assert result.complete
    assert asked[:2] == ["bytes=0-699", "bytes=700-1399"]
    assert len(asked) > 3
    assert uids(crawls) == {UID}


def test_a_corrected_file_replaces_what_it_corrects(crawls: Crawls, folder: Path) -> None:
    with portal_of(folder) as portal:
        run(crawls, portal, "2022")
    text = (FIXTURES / "2022.json").read_text(encoding="utf-8").replace("575000", "580000")
    with portal_of(folder_with(folder, **{"2022": text.encode()})) as portal:
        result = run(crawls, portal, "2022")
    assert result.stored == 1
    assert sorted(one.state for one in crawls.payloads()) == ["parsed", "superseded"]
    with crawls.store.read() as session:
        found = contracts.by_uid(session, UID)
    assert found is not None
    assert found.contract.amount == 580_000


def test_a_file_that_stops_is_incomplete_and_its_beginning_kept(
    crawls: Crawls, folder: Path
) -> None:
    whole = json.loads((FIXTURES / "2019.json").read_text(encoding="utf-8"))
    cut = json.dumps(whole).encode()[:-200]
    with portal_of(folder_with(folder, cut=cut)) as portal:
        result = run(crawls, portal, "cut")
        assert not result.complete
        assert "JSON incomplet" in plain(result.causes[0])
        assert len(uids(crawls)) == 2
        again = run(crawls, portal, "cut")
        assert "if-none-match" not in asked_of(portal, "/decp/")[-1].headers
    assert not again.complete


def test_what_is_no_award_file_is_said(crawls: Crawls, tmp_path: Path) -> None:
    content = b'{"erreur": "inconnu"}'
    with portal_of(folder_with(tmp_path / "replay", odd=content)) as portal:
        result = run(crawls, portal, "odd", "absent")
    causes = plain(" ".join(result.causes))
    assert "ni marché ni concession" in causes
    assert "HTTP 404" in causes
    assert crawls.last().status == "incomplete"


def test_a_contract_that_cannot_be_read_is_kept_and_counted(crawls: Crawls, tmp_path: Path) -> None:
    content = json.dumps({"marches": [{"objet": "sans acheteur", "id": "1"}]}).encode()
    with portal_of(folder_with(tmp_path / "replay", odd=content)) as portal:
        result = run(crawls, portal, "odd")
    assert result.complete
    assert result.unread == 1
    (kept,) = crawls.payloads()
    assert kept.state == "failed"
    assert "SIRET" in plain(kept.error or "")


def test_a_server_that_wants_quiet_is_asked_later(crawls: Crawls, folder: Path) -> None:
    with portal_of(folder, "decp:500:times=1") as portal:
        result = run(crawls, portal, "2022")
    assert result.complete
