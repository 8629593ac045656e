"""Alert mails: a maildir with a mail of each of two platforms."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spiders.parsers import parse
from tests.sources.suite import FIXTURES, SourceCase, Trial, Twin, edited
from veille.core.notices import Notice

FOLDER = FIXTURES / "alerts"
PAGE = FIXTURES / "aws" / "MPI-pub-20261100101.htm"


def box(*names: str) -> Callable[[Path], None]:
    """A maildir with these mails, none read yet."""

    def lay(folder: Path) -> None:
        for part in ("new", "cur", "tmp"):
            (folder / part).mkdir()
        for name in names:
            shutil.copy(FOLDER / f"{name}.eml", folder / "new" / f"1.{name}")

    return lay


def asked(url: str, folder: Path) -> dict[str, Any]:
    return {"boxes": (f"maildir://{folder}",)}


def emptied(folder: Path) -> None:
    """Besides the mails, one without a word in it."""
    lay(folder)
    (folder / "new" / "0.empty").write_bytes(b"\n\n")


def halved(folder: Path) -> None:
    """The second mail stops in the middle."""
    lay(folder)
    path = folder / "new" / "1.place"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def on_the_platform(notice: Notice) -> Notice:
    """The page that the alert leads to."""
    assert notice.links is not None
    return parse("aws", PAGE.read_bytes(), notice.links.notice).notice


lay = box("aws", "place")

CASE = SourceCase(
    name="alert",
    fixtures=FOLDER,
    lay=lay,
    asked=asked,
    empty=Trial(broken=emptied, read=4, unread=1),
    changed=Trial(
        broken=edited(lay, "marches-publics.info", "plateforme.example"),
        read=2,
        others=1,
        unknown="plateforme.example",
    ),
    blocked="une boîte ne répond pas de page : ce qui n’est pas une alerte y est un courriel",
    truncated=Trial(broken=halved, read=2, others=1),
    slow="un dossier local n’est pas attendu ; un serveur IMAP muet : test_alert_boxes.py",
    duplicate=Twin(
        of="alert:b27c640d6e488b28",
        make=on_the_platform,
        together=True,
        why="le numéro de l’avis est dans l’adresse du courriel",
    ),
)
