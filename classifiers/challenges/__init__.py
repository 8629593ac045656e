"""The challenges: invented notices whose answer any facilitator would give.

Written for the gate, never learned from: a model that has unlearned the trade fails here,
whatever an install's own labels say. Trades that work by hand on one side, purchases without on
the other, and what only looks like a clause (« insertion paysagère », « réserve », software of
social services).
"""

from functools import cache
from pathlib import Path

from classifiers.labels import Label, given
from veille.core.interchange import notice_from_json
from veille.core.notices import Notice

_FILE = Path(__file__).parent / "challenges.jsonl"


@cache
def challenges() -> tuple[tuple[Notice, Label], ...]:
    """Every challenge with its label."""
    lines = _FILE.read_bytes().splitlines()
    read = ((notice, given(notice)) for notice in map(notice_from_json, lines))
    return tuple((notice, label) for notice, label in read if label is not None)
