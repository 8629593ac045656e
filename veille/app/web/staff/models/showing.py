"""Models in words, for people who are no statisticians."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from classifiers.gate import Answer, sentence_of
from classifiers.manifest import Manifest
from veille.app.learn import exam, measures
from veille.app.learn.listing import Listed
from veille.app.learn.wording import compared
from veille.core import french
from veille.core.bands import BAND_LABELS, Band
from veille.core.french import NBSP, number
from veille.store import serving
from veille.store.serving import Cause, Trial

CAUSES: Mapping[Cause, str] = {
    "gate": "la comparaison l’a dit meilleur",
    "hand": "choisi à la main",
    "rollback": "retour en arrière",
}
SHIPPED = "le modèle livré"
_SCORES = (("potential", "Potentiel"), ("likely", "Probable"))
_WHAT = {
    "potential": "d’après ce qui est acheté, jamais d’après l’acheteur ; c’est lui qui range « à "
    "saisir »",
    "likely": "le même, avec les habitudes de l’acheteur",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a score was worth when the model was made: a figure, its interval, what it means."""

    name: str
    what: str
    value: str
    interval: str
    reading: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What the gate said once: its sentence, what it rests on, whether the model may serve."""

    at: datetime
    champion: str
    sentence: str
    good: bool
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A model, as its manifest tells it."""

    learned: str
    scores: tuple[Score, ...]
    bands: tuple[tuple[str, str, str], ...]


def card(manifest: Manifest) -> Card:
    """What a model learned from, what it was worth, what its bands mean."""
    return Card(
        learned=_learned(manifest),
        scores=tuple(
            _score(name, words, manifest.metrics[name])
            for name, words in _SCORES
            if "interval" in manifest.metrics.get(name, {})
        ),
        bands=tuple(_band(band) for band in manifest.potential_bands),
    )


def tried(session: Session, name: str) -> list[Tried]:
    """What the gate said of a model, the newest first."""
    return [_tried(trial) for trial in serving.trials(session, name)]


def measure(model: Listed, score: str) -> str:
    """``0,244 (0,213 à 0,277)``; empty where it is not known."""
    found = model.manifest.metrics.get(score) if model.manifest else None
    if not isinstance(found, Mapping) or "interval" not in found:
        return ""
    return f"{measures.score(found['average_precision'])} ({measures.bounds(found['interval'])})"


def _learned(manifest: Manifest) -> str:
    known = manifest.trained
    days = (
        f", publiés {french.period(known.since, known.until)}"
        if known.since and known.until
        else ""
    )
    return (
        f"Appris de {french.count(known.notices, 'avis', 'avis')}{days}, de "
        f"{french.count(known.buyers, 'acheteur')} ; {number(known.positives)} portaient une "
        "clause ou étaient réservés."
    )


def _score(name: str, words: str, found: Mapping[str, Any]) -> Score:
    base = found["positives"] / found["notices"] if found["notices"] else 0.0
    tenth, first = found["recall_first_tenth"], found["precision_at_50"]
    low, high = found["interval"]
    return Score(
        name=words,
        what=_WHAT[name],
        value=measures.score(found["average_precision"]),
        interval=measures.bounds((low, high)),
        reading=(
            f"En lisant le premier dixième des avis dans cet ordre, on trouve "
            f"{measures.rate(tenth)} de ceux qui portent une clause ; au hasard, ce serait 10 %.",
            f"Des 50 premiers, {measures.rate(first)} en portaient une ; au hasard, "
            f"{measures.rate(base)}.",
            f"La précision moyenne résume l’ordre entier : {measures.score(base)} au hasard, 1 si "
            f"tout est bien rangé. Mesurée ici sur {number(found['notices'])} avis qu’il n’avait "
            f"pas appris ; d’autres avis auraient donné entre {measures.score(low)} et "
            f"{measures.score(high)} (95 fois sur 100).",
        ),
    )


def _band(band: Band) -> tuple[str, str, str]:
    observed = measures.rate(band.observed)
    return BAND_LABELS[band.name], f"{number(band.notices)}{NBSP}avis", observed


def _tried(trial: Trial) -> Tried:
    decision = exam.from_data(trial.decision)
    answer: Answer = decision.answer
    return Tried(
        at=trial.tried_at,
        champion=trial.champion,
        sentence=french.capitalised(sentence_of(answer)),
        good=decision.promotes,
        grounds=tuple(compared(decision)),
    )
