"""Award data: one file of each format."""

import shutil
from pathlib import Path
from typing import Any

from tests.sources.suite import FIXTURES, SourceCase, Trial, copies, edited

FOLDER = FIXTURES / "decp"
lay = copies("decp", FOLDER / "2019.json", FOLDER / "2022.json")


def asked(url: str, folder: Path) -> dict[str, Any]:
    names = sorted(path.name for path in (folder / "decp").iterdir())
    return {"feeds": tuple(f"{url}/decp/{name}" for name in names)}


def nothing(folder: Path) -> None:
    """A file without a contract in it."""
    (folder / "decp").mkdir()
    (folder / "decp" / "2022.json").write_text('{"marches": {"marche": []}}', encoding="utf-8")


def twice(folder: Path) -> None:
    """The contracts of 2022 in a community's file as well as in the ministry's."""
    lay(folder)
    shutil.copy(FOLDER / "2022.json", folder / "decp" / "metropole.json")


CASE = SourceCase(
    name="decp",
    fixtures=FOLDER,
    lay=lay,
    asked=asked,
    empty=Trial(broken=nothing, said="ni marché ni concession"),
    changed=Trial(broken=edited(lay, '"acheteur"', '"acheteurPublic"'), read=2, unread=3),
    blocked=Trial(faults=("decp:html-page",), said="page HTML", kept=2),
    truncated=Trial(faults=("decp:truncated",), said="réponse coupée"),
    slow=Trial(faults=("decp:slow:seconds=1",), asked={"timeout": 0.2}, said="pas de réponse"),
    duplicate=Trial(broken=twice, read=4),
)
