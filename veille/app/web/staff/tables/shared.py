"""What the pages of the domain tables share: which table, who may change it, when it counts."""

from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException

from veille.app.people.staffing import PAGE
from veille.app.web.site import Site
from veille.app.web.staff.access import RoleNeeded
from veille.core.french import count, typography
from veille.core.table_info import TableInfo
from veille.core.table_list import UnknownTableError, table_info
from veille.store.staff import Member

TABLES = f"{PAGE}/tables"
_MOST_DIGITS = 18


def _table(slug: str) -> TableInfo:
    try:
        return table_info(slug)
    except UnknownTableError:
        raise HTTPException(404) from None


Table = Annotated[TableInfo, Depends(_table)]
"""The table that the path names."""


def may_change(member: Member, info: TableInfo) -> bool:
    """Whether this member may change the table: what the law fixes is for admins."""
    return member.role == "admin" or (member.role == "facilitator" and not info.by_admins)


def check_may_change(member: Member, info: TableInfo) -> None:
    """The same.

    Raises:
        RoleNeeded: they may not.
    """
    if not may_change(member, info):
        raise RoleNeeded


def edit_number(text: str) -> int:
    """The number of an edit as a form carries it; 0, which none has, for anything else."""
    is_one = len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit()
    return int(text) if is_one else 0


def when_it_counts(site: Site, info: TableInfo) -> str:
    """When a change is seen, in words."""
    if info.name in ("bodies", "facilitators"):
        return typography(
            "L’annuaire et les pages changent tout de suite, les éditions à la prochaine "
            "composition ; ce qui a été envoyé ne change pas."
        )
    every = count(site.settings.immediate_minutes, "minute")
    return typography(
        f"Les consultations concernées sont recalculées dans les {every} si l’horloge tourne, "
        "sinon au prochain « veille watch ». Personne n’est prévenu à nouveau pour cela, et ce qui "
        "a été envoyé ne change pas."
    )
