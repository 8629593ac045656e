"""``make audit`` passes only when everything was looked up and nothing is known."""

import json
import subprocess
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from scripts import audit

HASH = f"sha256:{64 * 'b'}"
TODAY = date(2026, 11, 30)
LOCK = """\
# made by make lock
one-package==1.2 \\
    --hash=sha256:aa
other_package==3.0 ; python_version >= "3.11" \\
    --hash=sha256:bb \\
    --hash=sha256:cc
for-another-system==9 ; sys_platform == "never" \\
    --hash=sha256:dd
"""
CLEAN = [
    {"name": "one-package", "version": "1.2", "vulns": []},
    {"name": "other-package", "version": "3.0", "vulns": []},
]
KNOWN = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["1.3"]}
BAD = [{**CLEAN[0], "vulns": [KNOWN]}, CLEAN[1]]
ASIDE = '[[ignored]]\nid = "CVE-2026-1"\nreason = "not used"\nuntil = 2026-12-31\n'


def run(tmp_path: Path, said: Any, status: int = 0, stderr: str = "", aside: str = "") -> int:
    lock, ignored = tmp_path / "lock", tmp_path / "ignored"
    lock.write_text(LOCK)
    ignored.write_text(aside)
    stdout = said if isinstance(said, str) else json.dumps({"dependencies": said, "fixes": []})
    answer = subprocess.CompletedProcess([], status, stdout, stderr)
    return audit.main(lock, ignored, TODAY, lambda _: answer)


def test_nothing_known_about_anything(tmp_path: Path, capsys: Any) -> None:
    assert run(tmp_path, CLEAN) == 0
    assert "2 packages audited, 0 known" in capsys.readouterr().out


def test_a_vulnerability_fails_and_is_named(tmp_path: Path, capsys: Any) -> None:
    assert run(tmp_path, BAD, 1) == 1
    assert capsys.readouterr().err == "one-package 1.2: PYSEC-2026-1, fixed in 1.3\n"


@pytest.mark.parametrize(
    ("said", "status", "stderr", "why"),
    [
        ("", 1, "Traceback\nConnectionError: no such host", "ConnectionError: no such host"),
        ("", 1, "", "no answer"),
        ("<html>blocked</html>", 0, "", "no answer"),
        ({"message": "too many requests"}, 0, "", "no answer"),
        ([], 0, "No known vulnerabilities found", "no answer about 2 packages"),
        (CLEAN[:1], 0, "", "no answer about 1 packages, other-package first"),
        ([CLEAN[0], {**CLEAN[1], "version": "2.9"}], 0, "", "no answer about 1 packages"),
        ([CLEAN[0], {"name": "other-package", "skip_reason": "?"}], 0, "", "could not be looked"),
        (CLEAN, 1, "the service refused", "the service refused"),
    ],
)
def test_what_could_not_be_audited_fails_in_one_line(
    tmp_path: Path, capsys: Any, said: Any, status: int, stderr: str, why: str
) -> None:
    assert run(tmp_path, said, status, stderr) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("audit not made: ")
    assert why in lines[0]


def test_what_is_set_aside_passes_until_its_day(tmp_path: Path, capsys: Any) -> None:
    assert run(tmp_path, BAD, 1, aside=ASIDE) == 0
    assert "set aside until 2026-12-31: not used" in capsys.readouterr().err
    assert run(tmp_path, BAD, 1, aside=ASIDE.replace("2026-12-31", "2026-11-29")) == 1
    assert "which is over" in capsys.readouterr().err
    assert run(tmp_path, CLEAN, aside=ASIDE) == 0
    assert "no longer found" in capsys.readouterr().err


@pytest.mark.parametrize("left_out", ["id", "reason", "until"])
def test_nothing_is_set_aside_without_a_reason_and_a_day(tmp_path: Path, left_out: str) -> None:
    kept = [line for line in ASIDE.splitlines() if not line.startswith(left_out)]
    assert run(tmp_path, CLEAN, aside="\n".join(kept)) == 1


class _Service(BaseHTTPRequestHandler):
    """An invented OSV, which knows something against one package."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = asked["package"]["name"] == "one-package"
        affected = [
            {
                "package": {"ecosystem": "PyPI", "name": "one-package"},
                "ranges": [
                    {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.3"}]}
                ],
            }
        ]
        vulnerability = {
            "id": "GHSA-aaaa-bbbb-cccc",
            "aliases": ["CVE-2026-1"],
            "summary": "invented",
            "details": "invented",
            "published": "2026-01-01T00:00:00Z",
            "affected": affected,
        }
        content = json.dumps({"vulns": [vulnerability]} if known else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


def test_as_the_real_program_asks_a_service(tmp_path: Path, capsys: Any) -> None:
    lock, ignored = tmp_path / "requirements.lock", tmp_path / "ignored"
    lock.write_text(LOCK.replace("sha256:aa", f"sha256:{64 * 'a'}").replace("sha256:bb", HASH))
    lock.write_text(lock.read_text().replace("sha256:cc", HASH).replace("sha256:dd", HASH))
    ignored.write_text("")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Service) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/v1/query"
        status = audit.main(
            lock, ignored, TODAY, lambda path: audit.ask_osv(path, "--osv-url", url)
        )
        server.shutdown()
    said = capsys.readouterr()
    assert (status, said.out) == (1, "2 packages audited, 1 known vulnerabilities\n")
    assert said.err.startswith("one-package 1.2: ")
    assert "fixed in 1.3" in said.err
    nobody = f"http://127.0.0.1:{server.server_port}/v1/query"
    assert audit.main(lock, ignored, TODAY, lambda path: audit.ask_osv(path, "--osv-url", nobody))
    assert capsys.readouterr().err.startswith("audit not made: ")


def test_the_lock_of_the_project_can_be_read() -> None:
    found = audit.locked(audit.LOCK.read_text())
    assert {"fastapi", "scrapy", "pip-audit"} <= set(found)
    assert audit.read_ignored(audit.IGNORED.read_text()) is not None
