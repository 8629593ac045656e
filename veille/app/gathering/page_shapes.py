"""How the pages of a platform differ from the shape that was recorded, in lines for people."""

from collections.abc import Iterable, Iterator

from spiders.parsers.aws_shape import PageKind, differences, shape_of
from spiders.parsers.result import UnreadablePayload
from veille.core.french import typography
from veille.store.payloads import StoredPayload

_CALLED: dict[PageKind, str] = {"list": "liste", "notice": "avis"}


def said_of_pages(pages: Iterable[StoredPayload]) -> Iterator[str]:
    """What each page that a check kept differs by; one line where it is as it was recorded."""
    for page in pages:
        kind: PageKind = "list" if "/lister" in (page.address or "") else "notice"
        head = f"forme de la page ({_CALLED[kind]} {page.address or page.key})"
        try:
            found = differences(shape_of(page.content, kind)) or ("celle qui est connue",)
        except UnreadablePayload as error:
            found = (str(error),)
        yield from (f"{head}{typography(' : ')}{typography(line)}" for line in found)
