"""The name of an edition in file names and message identifiers."""

import re

from veille.core.clock import Week
from veille.core.editions import Edition
from veille.core.text import fold


def edition_name(edition: Edition) -> str:
    """``2026-W46-herault``: ASCII letters, digits and hyphens only."""
    return f"{Week.of(edition.period_start)}-{slug(edition.territory_label)}"


def slug(text: str) -> str:
    """The text in ASCII letters and digits with hyphens between words; ``sans-nom`` if none."""
    words = re.findall(r"[a-z0-9]+", fold(text).text)
    return "-".join(words)[:80].rstrip("-") or "sans-nom"
