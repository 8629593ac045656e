"""The habits that the contracts of this install show, laid over those inside a model."""

from typing import TYPE_CHECKING

from veille.store import practices
from veille.store.database import Store

if TYPE_CHECKING:
    from classifiers.habits import Habits
    from classifiers.potential import LearnedModel


def habits_of(store: Store, model: "LearnedModel") -> "Habits | None":
    """The habits to judge by; null where no contract says anything: the model's own then serve."""
    with store.read() as session:
        declared = practices.declared(session)
    if not declared:
        return None
    from classifiers.contract_habits import Declared, WithContracts

    lines = (Declared(one.siren, one.day.toordinal(), one.clause) for one in declared)
    return WithContracts(model.habits, lines, model.manifest.likely.average)
