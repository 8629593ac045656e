"""Sources that are a second way to the notices of another one.

They add no notice of their own: they are asked for what the first way did not give, and what they
list is compared with what it gave.
"""

from collections.abc import Mapping

SECOND_WAYS: Mapping[str, str] = {"dila": "boamp"}
"""The first way, by the name of the second."""


def whose_notices(source: str) -> str:
    """The source that the notices of a source are of: its own, or the first way's."""
    return SECOND_WAYS.get(source, source)
