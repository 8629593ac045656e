"""A model beside the one that serves: measures on the frozen notices, and what would change."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from classifiers import measures as measured
from classifiers.calibration import reliability
from classifiers.curves import precision_recall
from classifiers.gate import Exam, Marks
from classifiers.learner import Floats
from classifiers.potential import LearnedModel
from veille.app.learn import exam, material
from veille.app.learn import serving as models
from veille.app.learn.choosing import ChoiceError
from veille.app.learn.cycle import judged_notices, shipped_table
from veille.app.learn.listing import listed
from veille.core.bands import BAND_LABELS, BAND_NAMES, band_of
from veille.core.notices import Notice
from veille.store import notices, serving
from veille.store.database import Store

DAYS = 90
"""Days of notices whose bands are compared."""

Changes = Mapping[str, Mapping[str, int]]
"""Notices by the band that serves, then by the new one."""


def report(
    store: Store,
    models_dir: Path,
    name: str | None,
    now: datetime,
    *,
    history: Store | None = None,
) -> dict[str, Any]:
    """Plain data about a model (the newest that does not serve when no name is given).

    Raises:
        ModelError: a model cannot be used.
        ChoiceError: there is no other model than the one that serves.
    """
    champion = models.serving_model(store, models_dir)
    challenger = models.load(name or _newest(store, models_dir), models_dir)
    stores = [store, *([history] if history else [])]
    frozen = material.kept_apart(judged_notices(stores, champion), shipped_table().manifest)
    sitting = exam.sat(champion, challenger, frozen)
    with store.read() as session:
        trials = serving.trials(session, challenger.name)
    return {
        "champion": champion.name,
        "challenger": challenger.name,
        "decision": exam.as_data(sitting.decision()),
        "trials": [
            {"tried_at": trial.tried_at.isoformat(), "champion": trial.champion}
            | {"decision": json.loads(trial.decision)}
            for trial in trials
        ],
        "frozen": {
            "champion": _figures(sitting.champion, sitting.exam),
            "challenger": _figures(sitting.challenger, sitting.exam),
        },
        "days": DAYS,
        "bands": changes(store, champion, challenger, now),
    }


def changes(
    store: Store, champion: LearnedModel, challenger: LearnedModel, now: datetime
) -> dict[str, dict[str, int]]:
    """Recent notices by the French band of their potential, now and with the challenger."""
    counted: Counter[tuple[str, str]] = Counter()
    since = now.date() - timedelta(days=DAYS)
    with store.read() as session:
        recent = notices.published_between(session, since, now.date())
        for batch in exam.batches(recent):
            counted.update(zip(_bands(champion, batch), _bands(challenger, batch), strict=True))
    labels = [BAND_LABELS[band] for band in BAND_NAMES]
    return {before: {after: counted[before, after] for after in labels} for before in labels}


def _bands(model: LearnedModel, batch: list[Notice]) -> list[str]:
    """A notice with nothing to judge by counts in the lowest band."""
    found = (scores.potential or 0.0 for scores in model.score_many(batch))
    bands = (band_of(score, model.bands.potential) for score in found)
    return [BAND_LABELS[band.name if band else "low"] for band in bands]


def _figures(marks: Marks, of: Exam) -> dict[str, Any]:
    scores = {"potential": marks.potential, "likely": marks.likely}
    return {name: _measured(values, of.positive) for name, values in scores.items()}


def _measured(scores: Floats, positive: Floats) -> dict[str, Any]:
    if not positive.any() or positive.all():
        return {"notices": len(positive), "positives": int(positive.sum())}
    return measured.summary(scores, positive) | {
        "curve": precision_recall(scores, positive),
        "calibration": reliability(scores, positive),
    }


def _newest(store: Store, models_dir: Path) -> str:
    for model in listed(store, models_dir)[1:]:
        if not model.serves and model.manifest is not None:
            return model.name
    raise ChoiceError("aucun autre modèle que celui qui sert : veille model train")
