"""BOAMP: three records of one day, in three dialects."""

from pathlib import Path
from typing import Any

from spiders.parsers import parse
from tests.sources.suite import FIXTURES, SourceCase, Trial, Twin
from tests.spiders.crawling import TUESDAY
from veille.core.notices import Notice

FOLDER = FIXTURES / "boamp"
RECORDS = [
    FOLDER / name
    for name in ("eforms/contract_notice.json", "fnsimple/initial_lots.json", "mapa/initial.json")
]
TED = FIXTURES / "ted" / "eforms" / "competition_16.xml"


def asked(url: str, folder: Path) -> dict[str, Any]:
    return {"address": url, "since": TUESDAY}


def lay(folder: Path) -> None:
    (folder / "boamp").mkdir()
    for path in RECORDS:
        (folder / "boamp" / f"{path.parent.name}.json").write_bytes(path.read_bytes())


def on_ted(notice: Notice) -> Notice:
    """The journal's notice of the same purchase: both carry the buyer's own folder."""
    assert notice.procedure_id is not None
    known = parse("ted", TED.read_bytes()).notice.procedure_id
    assert known is not None
    text = TED.read_text(encoding="utf-8").replace(known, notice.procedure_id)
    return parse("ted", text.encode()).notice


CASE = SourceCase(
    name="boamp",
    fixtures=FOLDER,
    lay=lay,
    asked=asked,
    done=frozenset({TUESDAY}),
    empty=Trial(faults=("boamp:no-rows",), said="0 relevé sur 3 annoncés"),
    changed=Trial(
        faults=("boamp:renamed-field:field=idweb:to=identifiant",),
        read=3,
        unknown="record.identifiant",
        done=frozenset({TUESDAY}),
    ),
    blocked=Trial(faults=("boamp:html-page",), said="page HTML", kept=1),
    truncated=Trial(faults=("boamp:truncated",), said="réponse coupée"),
    slow=Trial(faults=("boamp:slow:seconds=1",), asked={"timeout": 0.2}, said="pas de réponse"),
    duplicate=Twin(
        of="boamp:26-900801",
        make=on_ted,
        together=True,
        why="le même dossier (BT-04) dans les deux avis",
    ),
)
