"""Mail as files, where there is no relay: each written whole or not at all."""

import os
import tempfile
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The two files of an edition; ``changed`` is false where both held the same bytes already."""

    message: Path
    page: Path
    changed: bool


def write(directory: Path, name: str, message: EmailMessage, html: str) -> Written:
    """Write ``<name>.eml`` and ``<name>.html`` under ``directory``, made if absent.

    A file that holds the same bytes is not touched.

    Raises:
        OSError: the folder or a file cannot be written.
    """
    eml, page = directory / f"{name}.eml", directory / f"{name}.html"
    changed = [keep(eml, message.as_bytes()), keep(page, html.encode("utf-8"))]
    return Written(message=eml, page=page, changed=any(changed))


def keep(path: Path, content: bytes, *, mode: int = 0o644) -> bool:
    """Write a file whole, its folder made if absent; false when it holds the same bytes already.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.read_bytes() == content:
        return False
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True
