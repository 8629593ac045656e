"""Measure judging: time against spaCy tokenising the same texts, memory on 100,000 notices."""

import subprocess
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import spacy

from classifiers import judge_many, registry
from classifiers.potential import LearnedModel
from scripts.process_tree import PeakMemory
from veille.core.interchange import notice_to_json
from veille.core.notices import Notice, passages

LONG_CHARACTERS = 1500
REPEATS = 5
LINES = 100_000

Measured = tuple[float, str, str, float]
"""A value, its unit, the name of its baseline, the baseline."""


def judge_vs_tokenise(notices: list[Notice]) -> Measured:
    """Judging the long notices, every signal and score, against spaCy tokenising their texts.

    Both have read all of them before.
    """
    texts = {notice.id: "\n".join(found.text for found in passages(notice)) for notice in notices}
    long = [notice for notice in notices if len(texts[notice.id]) >= LONG_CHARACTERS]
    nlp = spacy.blank("fr")
    model = LearnedModel.load(registry.shipped())

    def judge_all() -> None:
        for _ in judge_many(long, model=model):
            pass

    def tokenise_all() -> None:
        with nlp.memory_zone():
            for notice in long:
                nlp.make_doc(texts[notice.id])

    judge_all()
    for notice in long:  # outside of any zone: these tokens stay known
        nlp.make_doc(texts[notice.id])
    times = [(_timed(judge_all), _timed(tokenise_all)) for _ in range(REPEATS)]
    judged, tokenised = (median(column) for column in zip(*times, strict=True))
    name = f"spaCy blank(fr) on the same {len(long)} texts, of {LONG_CHARACTERS} characters or more"
    per = 1000 / len(long)
    return judged * per, "ms/notice", name, tokenised * per


def judge_peak_mib(notices: list[Notice], folder: Path) -> Measured:
    """The memory of ``veille judge`` on 100,000 lines, the notices over and over."""
    source = folder / "notices.jsonl"
    lines = [notice_to_json(notice) + "\n" for notice in notices]
    with source.open("w", encoding="utf-8") as file:
        file.writelines(islice(cycle(lines), LINES))
    command = [sys.executable, "-m", "veille", "judge", str(source)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    peak = PeakMemory(child.pid)
    if child.wait() != 0:
        raise RuntimeError(f"veille judge ended with status {child.returncode}")
    size = source.stat().st_size / 2**20
    return peak.stop(), "MiB", f"size of the same {LINES} lines", size


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
