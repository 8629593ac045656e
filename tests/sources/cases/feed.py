"""Feeds: an RSS and an Atom document."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from spiders.parsers import parse
from tests.sources.suite import FIXTURES, SourceCase, Trial, Twin, copies, edited
from veille.core.notices import Notice

FOLDER = FIXTURES / "feed"
BOAMP = FIXTURES / "boamp" / "mapa" / "initial.json"
lay = copies("feeds", FOLDER / "profil.rss", FOLDER / "recherche.atom")


def asked(url: str, folder: Path) -> dict[str, Any]:
    names = sorted(path.name for path in (folder / "feeds").iterdir())
    return {"feeds": tuple(f"{url}/feeds/{name}" for name in names)}


def in_the_bulletin(notice: Notice) -> Notice:
    """The bulletin's record of the same purchase: same title, same deadline."""
    other = parse("boamp", BOAMP.read_bytes()).notice
    return replace(other, title=notice.title, deadline=notice.deadline)


CASE = SourceCase(
    name="feed",
    fixtures=FOLDER,
    lay=lay,
    asked=asked,
    empty=Trial(broken=copies("feeds", FOLDER / "vide.rss")),
    changed=Trial(broken=edited(lay, "title>", "intitule>"), read=3),
    blocked=Trial(
        faults=("feeds:html-page:times=1",), said="page HTML au lieu d’un flux", read=1, kept=1
    ),
    truncated=Trial(faults=("feeds:truncated",), said="réponse coupée"),
    slow=Trial(faults=("feeds:slow:seconds=1",), asked={"timeout": 0.2}, said="pas de réponse"),
    duplicate=Twin(
        of="feed:5f5a062432697710",
        make=in_the_bulletin,
        together=False,
        why="un flux ne nomme pas l’acheteur : un titre et une date ne suffisent pas",
    ),
)
