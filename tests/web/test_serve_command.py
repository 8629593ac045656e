"""``veille serve`` as a person runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.app.conftest import ROOT, run_veille
from veille.app.commands import serve

WAIT = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_it_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_")}
    running = subprocess.Popen(
        [sys.executable, "-m", "veille", "serve", "--port", str(port)],
        cwd=ROOT,
        env=own | {"VEILLE_VAR_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert '"ok"' in read_when_up(f"http://127.0.0.1:{port}/sante", running)
    finally:
        running.send_signal(signal.SIGTERM)
        said, wrong = running.communicate(timeout=WAIT)
    assert (running.returncode, wrong) == (0, "")
    assert f"http://127.0.0.1:{port}" in said


def test_a_page_waits_for_no_acknowledgement() -> None:
    listening = serve._listening("127.0.0.1", 0)
    with listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def read_when_up(url: str, running: "subprocess.Popen[str]") -> str:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing at {url}: {running.poll()}")


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run_veille(tmp_path, "serve", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"port {port}" in done.stderr
    assert "Traceback" not in done.stderr
