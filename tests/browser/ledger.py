"""What axe-core found, page by page and mail by mail."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def in_both_schemes(page: "Page") -> Iterator[tuple[str, Any]]:
    """What is wrong with the page in light, then with its colours in dark: they alone change."""
    from axe_playwright_python.sync_playwright import Axe

    for scheme, rules in (("light", RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        yield scheme, Axe().run(page, options=rules).response["violations"]


class Ledger:
    """Counts what was looked at, and keeps what was wrong with it."""

    def __init__(self) -> None:
        self._seen: dict[str, set[str]] = {"page": set(), "mail": set()}
        self._details: list[dict[str, Any]] = []

    def look(self, page: "Page", name: str, sort: Literal["page", "mail"] = "page") -> list[str]:
        """Look at what the browser shows, in light and dark; a line for each violation."""
        return [
            line
            for scheme, found in in_both_schemes(page)
            for line in self._note(sort, name, scheme, found)
        ]

    def _note(self, sort: str, name: str, scheme: str, violations: Iterable[Any]) -> list[str]:
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
