"""What axe-core found, page by page and mail by mail."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class Ledger:
    """Counts what was looked at, and keeps what was wrong with it."""

    def __init__(self) -> None:
        self._seen: dict[str, set[str]] = {"page": set(), "mail": set()}
        self._details: list[dict[str, Any]] = []

    def note(self, sort: str, name: str, scheme: str, violations: Iterable[Any]) -> list[str]:
        """Note one look; gives a line for each violation."""
        self._seen[sort].add(name)
        lines = []
        for violation in violations:
            places = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
            self._details.append(
                {
                    sort: name,
                    "scheme": scheme,
                    "rule": violation["id"],
                    "impact": violation["impact"],
                    "nodes": places,
                }
            )
            lines.append(f"{name} ({scheme}) : {violation['id']} {places[:3]}")
        return lines

    def write(self, path: Path) -> None:
        """The report: how many pages and mails, how many violations, and which."""
        path.parent.mkdir(parents=True, exist_ok=True)
        report = {
            "pages": len(self._seen["page"]),
            "mails": len(self._seen["mail"]),
            "violations": len(self._details),
            "details": self._details,
        }
        path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
