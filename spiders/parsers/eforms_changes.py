"""What an eForms notice says of earlier ones: whether it corrects or cancels one, and which."""

import re

from lxml import etree

from spiders.parsers.scalars import notice_reference
from spiders.parsers.ubl import EXTENSION, PREFERRED_LANGUAGE, first, path, text
from veille.core.text import normalise

_CHANGES = path(f"{EXTENSION}/efac:Changes")
_REASON_CODE = path("efac:ChangeReason/cbc:ReasonCode")
_REASON_TEXT = path("efac:ChangeReason/efbc:ReasonDescription")
_CHANGED_NOTICE = path("efbc:ChangedNoticeIdentifier")
_MODIFIED_NOTICE = path(f"{EXTENSION}/efac:ContractModification/efbc:ChangedNoticeIdentifier")
_PLANNING_NOTICE = path(
    "cac:ProcurementProjectLot/cac:TenderingProcess/cac:NoticeDocumentReference/cbc:ID"
)
_PLANNING_OF_NOTICE = path("cac:TenderingProcess/cac:NoticeDocumentReference/cbc:ID")

_CANCEL = "cancel"
_WHOLE = r"(?:procedure|consultation|marche|concession|avis|appel d offres|mise en concurrence)"
_CANCELLED = re.compile(
    rf"declaree? sans suite|classee? sans suite|\b{_WHOLE} (?:est|a ete) (?:annulee?|abandonnee?)\b"
    rf"|\b(?:annulation|abandon) (?:de la|de l|du)(?: presente?)? ?{_WHOLE}\b"
)
_NOT_ALL = re.compile(r"\blots?\b|\bannule(?:nt)? et remplace")


def is_correction(root: etree._Element) -> bool:
    """Whether the notice says that it changes an earlier one."""
    return root.find(_CHANGES) is not None


def is_cancellation(root: etree._Element) -> bool:
    """Whether the reason of the change cancels the procedure: its code, else its words.

    Words count only in the reason, and not when they speak of a lot or of a notice that replaces
    another one (« annule et remplace »).
    """
    for changes in root.iterfind(_CHANGES):
        if first(changes, _REASON_CODE) == _CANCEL:
            return True
        reason = normalise(text(changes, _REASON_TEXT, PREFERRED_LANGUAGE) or "")
        if _CANCELLED.search(reason) and not _NOT_ALL.search(reason):
            return True
    return False


def superseded(root: etree._Element) -> tuple[str, ...]:
    """The notices that this one changes or follows, each once: BT-758, BT-1501(n), BT-125."""
    written = [first(changes, _CHANGED_NOTICE) for changes in root.iterfind(_CHANGES)]
    for where in (_MODIFIED_NOTICE, _PLANNING_OF_NOTICE, _PLANNING_NOTICE):
        written.extend(element.text for element in root.iterfind(where))
    return tuple(dict.fromkeys(key for key in map(notice_reference, written) if key))
