"""What only the list says of a notice: kept as the fragment of its page's address.

No server sees a fragment and a browser ignores it: the page stays byte for byte what was sent, and
what is read again still knows what the list showed beside it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qs, urldefrag, urlencode

from spiders.parsers.aws_list import Row
from veille.core.clock import PARIS

_SOCIAL = "sociaux"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The day of publication, the deadline, whether the picture of social criteria was there."""

    published_on: date | None = None
    deadline: datetime | None = None
    social: bool = False


def with_row(address: str, row: Row) -> str:
    """The address of a page with what its row says."""
    said = {
        "publie": row.published_on.isoformat() if row.published_on else None,
        "limite": f"{row.deadline:%Y-%m-%dT%H:%M}" if row.deadline else None,
        "criteres": _SOCIAL if row.social else None,
    }
    fragment = urlencode({name: value for name, value in said.items() if value}, safe=":")
    return f"{address}#{fragment}" if fragment else address


def listed_in(address: str | None) -> Listed:
    """What the list said, from an address that ``with_row`` made; any other says nothing."""
    try:
        said = parse_qs(urldefrag(address or "").fragment, max_num_fields=10)
        day, limit = said.get("publie"), said.get("limite")
        return Listed(
            published_on=date.fromisoformat(day[0]) if day else None,
            deadline=datetime.fromisoformat(limit[0]).replace(tzinfo=PARIS) if limit else None,
            social=said.get("criteres") == [_SOCIAL],
        )
    except ValueError:
        return Listed()
