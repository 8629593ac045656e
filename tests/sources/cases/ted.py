"""TED: two notices of the search, each read from its XML."""

from pathlib import Path
from typing import Any

from spiders.parsers import parse
from tests.sources.suite import FIXTURES, SourceCase, Trial, Twin, copies
from tests.spiders.crawling import MONDAY, TUESDAY
from veille.core.notices import Notice

FOLDER = FIXTURES / "ted"
NOTICES = [FOLDER / "eforms" / name for name in ("planning_4.xml", "competition_16.xml")]
BOAMP = FIXTURES / "boamp" / "eforms" / "contract_notice.json"


def asked(url: str, folder: Path) -> dict[str, Any]:
    return {"address": url, "documents": url}


def in_the_bulletin(notice: Notice) -> Notice:
    """The bulletin's record of the same purchase: both carry the buyer's own folder."""
    assert notice.procedure_id is not None
    known = parse("boamp", BOAMP.read_bytes()).notice.procedure_id
    assert known is not None
    text = BOAMP.read_text(encoding="utf-8").replace(known, notice.procedure_id)
    return parse("boamp", text.encode()).notice


CASE = SourceCase(
    name="ted",
    fixtures=FOLDER,
    lay=copies("ted", *NOTICES),
    asked=asked,
    done=frozenset({MONDAY, TUESDAY}),
    empty=Trial(faults=("ted:no-rows",), said="0 relevé sur 2 annoncés"),
    changed=Trial(
        faults=("ted:renamed-field:field=publication-number:to=number",),
        said="0 relevé sur 2 annoncés",
    ),
    blocked=Trial(faults=("notices:html-page:times=1",), said="page HTML", read=1, kept=1),
    truncated=Trial(faults=("notices:truncated",), said="réponse coupée"),
    slow=Trial(faults=("notices:slow:seconds=1",), asked={"timeout": 0.2}, said="pas de réponse"),
    duplicate=Twin(
        of="ted:600001-2026",
        make=in_the_bulletin,
        together=True,
        why="le même dossier (BT-04) dans les deux avis",
    ),
)
