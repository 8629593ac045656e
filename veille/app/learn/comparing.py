"""Comparisons of models made apart from any page, and kept as the page that people read."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from veille.app.charts import Figure
from veille.app.learn.choosing import ChoiceError
from veille.app.learn.figures_page import Page
from veille.app.learn.history import history
from veille.app.learn.report import report
from veille.app.learn.report_page import report_page
from veille.app.learn.serving import models_dir
from veille.core.refusals import Refusal
from veille.settings import Settings
from veille.store import model_reports
from veille.store.database import Store
from veille.store.model_reports import ModelReport


def compare_all(store: Store, settings: Settings, now: datetime) -> int:
    """Make every comparison that is asked for, one after the other; gives how many were made.

    One that cannot be made says why, and does not stop the others.
    """
    with store.read() as session:
        asked = model_reports.waiting(session)
    return sum(_compare(store, settings, one, now) for one in asked)


def read_comparison(found: str) -> tuple[Page, dict[str, Any]]:
    """The page of a comparison that was kept, and its figures."""
    kept = json.loads(found)
    figures = [
        Figure(
            title=one["title"],
            sentence=one["sentence"],
            svg=one["svg"],
            columns=tuple(one["columns"]),
            rows=tuple(tuple(row) for row in one["rows"]),
        )
        for one in kept["page"]["figures"]
    ]
    return Page(kept["page"]["title"], kept["page"]["lead"], figures), kept["found"]


def _compare(store: Store, settings: Settings, asked: ModelReport, now: datetime) -> bool:
    try:
        with history(settings) as past:
            found = report(store, models_dir(settings), asked.challenger, now, history=past)
        if found["champion"] == found["challenger"]:
            raise ChoiceError("ce modèle sert déjà : il n’y a rien à comparer")
        kept = {"page": asdict(report_page(found)), "found": found}
    except Refusal as refusal:
        with store.transaction() as session:
            model_reports.failed(session, asked.id, str(refusal), now)
        return False
    with store.transaction() as session:
        text = json.dumps(kept, ensure_ascii=False)
        model_reports.done(session, asked.id, found["champion"], text, now)
    return True
