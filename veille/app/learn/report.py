"""A model beside the one that serves: measures on the frozen notices, and what would change."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from classifiers import measures as measured
from classifiers.calibration import reliability
from classifiers.curves import precision_recall
from classifiers.gate import Exam, Marks
from classifiers.learner import Floats
from veille.app.learn import exam, material
from veille.app.learn import serving as models
from veille.app.learn.choosing import ChoiceError
from veille.app.learn.cycle import judged_notices, shipped_table
from veille.app.learn.listing import listed
from veille.app.learn.moves import DAYS, changes
from veille.store import serving
from veille.store.database import Store


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
        **changes(store, champion, challenger, now),
        "versions": _versions(store, models_dir),
    }


def _versions(store: Store, models_dir: Path) -> list[dict[str, Any]]:
    """What each model learned from, and was worth when it was made."""
    found = []
    for model in listed(store, models_dir):
        measured_then = model.manifest.metrics.get("potential") if model.manifest else None
        if model.manifest is not None and measured_then is not None:
            found.append(
                {
                    "name": model.name,
                    "notices": model.manifest.trained.notices,
                    "average_precision": measured_then["average_precision"],
                    "interval": measured_then["interval"],
                }
            )
    return sorted(found, key=lambda one: one["notices"])


def _figures(marks: Marks, of: Exam) -> dict[str, Any]:
    scores = {"potential": marks.potential, "likely": marks.likely}
    return {name: _measured(values, of) for name, values in scores.items()}


def _measured(scores: Floats, of: Exam) -> dict[str, Any]:
    positive = of.positive
    if not positive.any() or positive.all():
        return {"notices": len(positive), "positives": int(positive.sum())}
    return measured.summary(scores, positive) | {
        "interval": measured.interval(scores, positive, of.buyers),
        "curve": precision_recall(scores, positive),
        "calibration": reliability(scores, positive),
    }


def _newest(store: Store, models_dir: Path) -> str:
    for model in listed(store, models_dir)[1:]:
        if not model.serves and model.manifest is not None:
            return model.name
    raise ChoiceError("aucun autre modèle que celui qui sert : veille model train")
