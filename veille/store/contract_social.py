"""How a column holds what a contract declares of social considerations."""

from typing import cast

from veille.core.contracts import SOCIALS, Social


def written(social: tuple[Social, ...] | None) -> str | None:
    """The codes between commas, in one order; null = not said, empty = said to be none."""
    return None if social is None else ",".join(one for one in SOCIALS if one in social)


def read(column: str | None) -> tuple[Social, ...] | None:
    """What ``written`` wrote."""
    if column is None:
        return None
    return tuple(cast("Social", one) for one in column.split(",") if one)
