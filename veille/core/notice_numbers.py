"""The number of a notice as people write it.

``26-85977``, ``boamp:26-85977``, ``456789-2026``, ``2026/S 123-456789``, the UUID of a procedure.
"""

import re

from veille.core.link_keys import clean_uuid
from veille.core.procedures import Key

_LONGEST = 60
_BOAMP = re.compile(r"(?:boamp[ :n°-]*)?(\d{2}-\d{1,7})")
_TED = re.compile(r"(?:ted[ :n°-]*)?0*(\d{1,8})[-/]((?:19|20)\d\d)")
_JOURNAL = re.compile(r"(?:ted[ :n°-]*)?((?:19|20)\d\d)/s ?\d{1,3}-0*(\d{1,8})")
_OURS = re.compile(r"feed:[0-9a-f]{16}|[a-z][a-z0-9_]{1,20}:[a-z0-9_.-]{1,40}")


def notice_keys(text: str) -> tuple[Key, ...]:
    """What the notices with this number are recognised by; none for any other words."""
    given = text.strip().lower().strip('"«» \u00a0')
    if not given or len(given) > _LONGEST:
        return ()
    uuid = clean_uuid(given)
    if uuid:
        return (Key("uuid", uuid, True), Key("folder", uuid, True))
    number = _number(given)
    return (Key("notice", number, True),) if number else ()


def _number(given: str) -> str | None:
    journal = _JOURNAL.fullmatch(given)
    if journal:
        return f"ted:{journal[2]}-{journal[1]}"
    ted = _TED.fullmatch(given)
    if ted:
        return f"ted:{ted[1]}-{ted[2]}"
    boamp = _BOAMP.fullmatch(given)
    if boamp:
        return f"boamp:{boamp[1]}"
    return given if _OURS.fullmatch(given) else None
