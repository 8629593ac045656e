"""DILA's directories: the files of one day, one of each root."""

from pathlib import Path
from typing import Any

from spiders.parsers import parse
from tests.sources.suite import FIXTURES, SourceCase, Trial, Twin, edited
from tests.spiders.crawling import TUESDAY
from veille.core.notices import Notice
from veille.portal.dila import ROOT

FOLDER = FIXTURES / "dila"
TED = FIXTURES / "ted" / "eforms" / "competition_16.xml"
DAY = "2026/11/10"
NAMES = {
    "26-970101": "eforms",
    "26-970102": "fnsimple",
    "26-970103": "mapa",
    "26-970104": "dsp",
}


def asked(url: str, folder: Path) -> dict[str, Any]:
    return {"address": f"{url}{ROOT}", "since": TUESDAY}


def lay(folder: Path) -> None:
    day = folder / "dila" / DAY
    day.mkdir(parents=True)
    for name, root in NAMES.items():
        (day / f"{name}.xml").write_bytes((FOLDER / f"{root}.xml").read_bytes())


def nothing(folder: Path) -> None:
    """A directory without a notice in it."""
    day = folder / "dila" / DAY
    day.mkdir(parents=True)
    (day / "lisez-moi.txt").write_text("Rien ce jour.", encoding="utf-8")


def on_ted(notice: Notice) -> Notice:
    """The journal's notice of the same purchase: both carry the buyer's own folder.

    (The bulletin's own record of it is no second notice: tests/spiders/test_dila_spider.py.)
    """
    assert notice.procedure_id is not None
    known = parse("ted", TED.read_bytes()).notice.procedure_id
    assert known is not None
    text = TED.read_text(encoding="utf-8").replace(known, notice.procedure_id)
    return parse("ted", text.encode()).notice


CASE = SourceCase(
    name="dila",
    fixtures=FOLDER,
    lay=lay,
    asked=asked,
    done=frozenset({TUESDAY}),
    empty=Trial(broken=nothing),
    changed=Trial(broken=edited(lay, "GESTION>", "GESTIONS>"), unread=4, done=frozenset({TUESDAY})),
    blocked=Trial(faults=("dila:html-page",), said="sans liste de fichiers", kept=1),
    truncated=Trial(
        faults=(f"{ROOT}/{DAY}/26-9701:cut:times=1",), said="XML incomplet", read=3, kept=1
    ),
    slow=Trial(faults=("dila:slow:seconds=1",), asked={"timeout": 0.2}, said="pas de réponse"),
    duplicate=Twin(
        of="boamp:26-970101",
        make=on_ted,
        together=True,
        why="le même dossier (BT-04) dans les deux avis",
    ),
)
