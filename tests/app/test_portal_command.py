"""``veille portal``: it says where it is, serves, misbehaves when asked, and stops when told."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.app.conftest import ROOT, SAMPLE, Run

RECORDS = "/api/explore/v2.1/catalog/datasets/boamp/records?limit=1"


@contextmanager
def portal(*arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    command = [sys.executable, "-m", "veille", "portal", "--data", str(SAMPLE), *arguments]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            assert child.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+", child.stdout.readline())
            assert found
            yield child, found[0]
        finally:
            child.terminate()


def test_it_says_its_address_and_serves_the_records() -> None:
    with (
        portal("--now", "2026-11-16T07:30") as (_, url),
        urllib.request.urlopen(url + RECORDS) as answer,
    ):
        assert json.load(answer)["total_count"] == 204


def test_it_misbehaves_when_asked() -> None:
    with (
        portal("--fault", "boamp:html-page") as (_, url),
        urllib.request.urlopen(url + RECORDS) as answer,
    ):
        assert b"<html" in answer.read().lower()


def test_an_interruption_ends_it_without_a_word() -> None:
    with portal() as (child, _):
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=20) == 0


def test_a_fault_that_does_not_exist_is_status_1(veille: Run) -> None:
    done = veille("portal", "--data", str(SAMPLE), "--fault", "boamp:nothing")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
