"""Choosing by hand which model serves, and going back."""

from datetime import datetime
from pathlib import Path

from classifiers import registry
from classifiers.gate import Answer
from classifiers.potential import LearnedModel
from veille.app.console import complain
from veille.app.learn import serving as models
from veille.core.refusals import Refusal
from veille.store import serving
from veille.store.database import Store
from veille.store.serving import Change, Serving

PROMOTES: Answer = "promote"


class ChoiceError(Refusal):
    """A model that cannot be chosen, or nothing to go back to."""


def promote(
    store: Store, models_dir: Path, name: str, *, by: str, why: str, now: datetime
) -> LearnedModel:
    """Let a model serve from now on, whatever the gate said; a line warns when it did not say so.

    Raises:
        ModelError: there is no such model, or it cannot be used.
        ChoiceError: no reason is given, it serves already, or someone else chose meanwhile.
    """
    if not why.strip():
        raise ChoiceError("choisir un modèle à la main demande une raison")
    model = models.load(name, models_dir)
    with store.transaction() as session:
        held = serving.current(session)
        if _name(held) == name:
            raise ChoiceError(f"{name} sert déjà")
        trials = serving.trials(session, name)
        change = Change(
            model=None if name == registry.shipped().name else name,
            cause="hand",
            since=now,
            by=by,
            why=why.strip(),
        )
        if serving.record(session, change, over=held) is None:
            raise ChoiceError("un autre modèle vient d’être choisi, voir veille model list")
    if not any(trial.answer == PROMOTES for trial in trials):
        complain(
            f"{name} : choisi à la main, la comparaison ne l’a pas dit meilleur ; "
            "pour revenir en arrière : veille model rollback"
        )
    return model


def roll_back(store: Store, *, by: str, why: str, now: datetime) -> Serving:
    """Let the model that served before serve again, even when the present one is unusable.

    Raises:
        ChoiceError: none served before.
    """
    with store.transaction() as session:
        back = serving.roll_back(session, since=now, by=by, why=why.strip() or "retour en arrière")
    if back is None:
        raise ChoiceError("aucun modèle ne servait avant celui-ci")
    return back


def _name(held: Serving | None) -> str:
    return (held.model if held else None) or registry.shipped().name
