"""AWS: a list and the pages of seven notices."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from spiders.parsers import parse
from tests.sources.suite import FIXTURES, SourceCase, Trial, Twin, copies
from veille.core.notices import Notice

FOLDER = FIXTURES / "aws"
BOAMP = FIXTURES / "boamp" / "mapa" / "initial.json"
PAGES = sorted(path for path in FOLDER.glob("*.htm") if "108" not in path.stem)


def asked(url: str, folder: Path) -> dict[str, Any]:
    return {"feeds": (url,)}


def in_the_bulletin(notice: Notice) -> Notice:
    """The bulletin's record of the same purchase: buyer, object and deadline are the same."""
    other = parse("boamp", BOAMP.read_bytes()).notice
    return replace(other, title=notice.title, buyer=notice.buyer, deadline=notice.deadline)


CASE = SourceCase(
    name="aws",
    fixtures=FOLDER,
    lay=copies("aws", *PAGES),
    asked=asked,
    empty=Trial(faults=("/Annonces/lister:no-rows",), said="annoncés", kept=3),
    changed=Trial(
        faults=("aws:renamed-field:field=nbResultAvis:to=total",),
        said="liste de forme inconnue",
        kept=3,
    ),
    blocked=Trial(faults=("/Annonces/lister:html-page",), said="page de blocage", kept=1),
    truncated=Trial(faults=("/Annonces/MPI-pub-:cut:times=1",), said="page coupée", read=6, kept=1),
    slow=Trial(faults=("aws:slow:seconds=1",), asked={"timeout": 0.2}, said="pas de réponse"),
    duplicate=Twin(
        of="aws:20261100102",
        make=in_the_bulletin,
        together=True,
        why="acheteur (SIRET), objet et date limite sont les mêmes",
    ),
)
