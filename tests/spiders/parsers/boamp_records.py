"""Small BOAMP records for tests: only what a test is about, in the true wire format."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "boamp"


def record(
    donnees: Mapping[str, Any] | None = None,
    indexation: Mapping[str, Any] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """A record of API v2.1; ``gestion`` and ``donnees`` are strings holding JSON, or null."""
    flat = {
        "idweb": "26-900001",
        "objet": "Entretien d'exemple",
        "famille": "FNS",
        "nature": "APPEL_OFFRE",
        "etat": "INITIAL",
        "dateparution": "2026-11-10",
        "datefindiffusion": "2026-12-10",
        "gestion": json.dumps({"INDEXATION": indexation}) if indexation is not None else None,
        "donnees": json.dumps(donnees) if donnees is not None else None,
    }
    return {**flat, **fields}


def fixture(name: str) -> dict[str, Any]:
    """A recorded example (``fnsimple/initial_lots``) as a decoded record."""
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return found
