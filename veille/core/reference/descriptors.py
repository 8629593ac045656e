"""The descriptors of BOAMP: what notices without CPV codes say is bought."""

from functools import cache

from veille.core.reference.tables import rows


def label(code: str) -> str | None:
    """The French label of a descriptor; null when it is none."""
    return _labels().get(code)


@cache
def _labels() -> dict[str, str]:
    return {row["code"]: row["label"] for row in rows("descriptors")}
