"""Every code of the closed lists has a French label."""

from typing import get_args

from veille.core.procedures import State
from veille.core.verdicts import Binding, ClauseKind, ReservedKind
from veille.core.wording import BINDING_LABELS, CLAUSE_LABELS, RESERVED_LABELS, STATE_LABELS


def test_every_code_has_a_label() -> None:
    assert set(STATE_LABELS) == set(get_args(State))
    assert set(RESERVED_LABELS) == set(get_args(ReservedKind))
    assert set(CLAUSE_LABELS) == set(get_args(ClauseKind))
    assert set(BINDING_LABELS) == set(get_args(Binding))
