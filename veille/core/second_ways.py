"""Sources that are a second way to the notices of another one.

They add no notice of their own: they are asked for what the first way did not give, and what they
list is compared with what it gave.
"""

from collections.abc import Mapping

SECOND_WAYS: Mapping[str, str] = {"dila": "boamp"}
"""The first way, by the name of the second."""
