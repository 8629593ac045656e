"""Packages: who publishes, when, under which licence, what is inside."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

_SOURCE = "https://raw.githubusercontent.com/open-contracting-extensions"
EXTENSIONS = tuple(
    f"{_SOURCE}/ocds_{name}_extension/master/extension.json"
    for name in ("lots", "otherRequirements", "sustainability")
)
"""The extensions whose fields are used, as packages name them."""

LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


def release_package(
    releases: Sequence[dict[str, Any]], *, uri: str, publisher: str, now: datetime
) -> dict[str, Any]:
    """Releases as OCDS 1.1 hands them over."""
    return {**_head(uri, publisher, now), "releases": list(releases)}


def record_package(
    records: Sequence[dict[str, Any]], *, uri: str, publisher: str, now: datetime
) -> dict[str, Any]:
    """Records as OCDS 1.1 hands them over; their releases are inside them."""
    return {**_head(uri, publisher, now), "records": list(records)}


def _head(uri: str, publisher: str, now: datetime) -> dict[str, Any]:
    return {
        "uri": uri,
        "version": "1.1",
        "publishedDate": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "publisher": {"name": publisher},
        "license": LICENCE,
        "extensions": list(EXTENSIONS),
    }
