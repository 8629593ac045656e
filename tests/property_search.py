"""A pytest plugin that looks for counter-examples nobody has met: ``make properties``.

The suite tries the same examples at every run, so that it never fails by chance. Here each property
draws others, and many times more of them; whatever fails is printed with its seed. Nothing but
properties is run.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("PROPERTY_TIMES", "15"))
"""How many times the examples of an ordinary run."""

# Where ``@settings`` keeps what it says; Hypothesis has no public way to change it afterwards.
_SETTINGS = "_hypothesis_internal_use_settings"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the properties alone, each with more examples, at random."""
    properties, others = [], []
    for item in items:
        function = getattr(item, "obj", None)
        function = getattr(function, "__func__", function)  # of a class: the method itself
        if getattr(function, "is_hypothesis_test", False):
            _widen(function)
            properties.append(item)
        else:
            others.append(item)
    items[:] = properties
    config.hook.pytest_deselected(items=others)


def _widen(function: object) -> None:
    if getattr(function, "is_widened", False):  # once for all the parameters of a test
        return
    usual = getattr(function, _SETTINGS, settings.default)
    wider = settings(
        usual,
        derandomize=False,
        max_examples=usual.max_examples * TIMES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    setattr(function, _SETTINGS, wider)
    function.is_widened = True  # type: ignore[attr-defined]
