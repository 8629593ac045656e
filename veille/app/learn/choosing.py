"""Choosing by hand which model serves, and going back."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

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

_MEANWHILE = "un autre modèle vient d’être choisi, voir veille model list"


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
    reason = _reason(why)
    model = models.load(name, models_dir)
    with store.transaction() as session:
        said_so = choose(session, name, by=by, why=reason, now=now)
    if not said_so:
        complain(
            f"{name} : choisi à la main, la comparaison ne l’a pas dit meilleur ; "
            "pour revenir en arrière : veille model rollback"
        )
    return model


def choose(
    session: Session, name: str, *, by: str, why: str, now: datetime, seen: int | None = None
) -> bool:
    """Let a model that was verified serve from now on; whether the gate had said that it may.

    ``seen`` is the change that held when whoever chooses looked, 0 before any: of two who choose at
    once the second is refused.

    Raises:
        ChoiceError: no reason is given, it serves already, or someone else chose meanwhile.
    """
    reason = _reason(why)
    held = _held(session, seen)
    if _name(held) == name:
        raise ChoiceError(f"{name} sert déjà")
    change = Change(
        model=None if name == registry.shipped().name else name,
        cause="hand",
        since=now,
        by=by,
        why=reason,
    )
    if serving.record(session, change, over=held) is None:
        raise ChoiceError(_MEANWHILE)
    return any(trial.answer == PROMOTES for trial in serving.trials(session, name))


def roll_back(store: Store, *, by: str, why: str, now: datetime) -> Serving:
    """Let the model that served before serve again, even when the present one is unusable.

    Raises:
        ChoiceError: none served before.
    """
    with store.transaction() as session:
        return go_back(session, by=by, why=why.strip() or "retour en arrière", now=now)


def go_back(
    session: Session, *, by: str, why: str, now: datetime, seen: int | None = None
) -> Serving:
    """The same in the caller's transaction, with a reason; ``seen`` as in ``choose``.

    Raises:
        ChoiceError: no reason is given, none served before, or someone else chose meanwhile.
    """
    reason = _reason(why)
    _held(session, seen)
    back = serving.roll_back(session, since=now, by=by, why=reason)
    if back is None:
        raise ChoiceError("aucun modèle ne servait avant celui-ci")
    return back


def before(session: Session) -> str | None:
    """The name of the model that going back would let serve; null where there is none."""
    present = serving.current(session)
    if present is None:
        return None
    below = next((one for one in serving.history(session) if one.id == present.below), None)
    if below is None and present.model is None:
        return None
    return _name(below)


def _held(session: Session, seen: int | None) -> Serving | None:
    held = serving.current(session)
    if seen is not None and seen != (held.id if held else 0):
        raise ChoiceError(_MEANWHILE)
    return held


def _reason(why: str) -> str:
    if not why.strip():
        raise ChoiceError("choisir un modèle à la main demande une raison")
    return why.strip()


def _name(held: Serving | None) -> str:
    return (held.model if held else None) or registry.shipped().name
