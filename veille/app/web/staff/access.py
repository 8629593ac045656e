"""Which role a page asks for, as the type of a route's parameter: ``member: Facilitator``."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request

from veille.app.people.staffing import PAGE
from veille.app.web.signed_in import member_of
from veille.app.web.site import path_of
from veille.store.staff import ROLES, Member, Role

_SAFE = frozenset({"GET", "HEAD"})
_LONGEST = 500


class SignInNeeded(HTTPException):
    """Nobody is signed in: 303 to the page that asks who comes, and leads back to ``page``."""

    def __init__(self, page: str) -> None:
        super().__init__(303, headers={"Location": f"{PAGE}?suite={quote(page)}"})


class RoleNeeded(HTTPException):
    """Who is signed in may not do this."""

    def __init__(self) -> None:
        super().__init__(403, "Votre rôle ne permet pas cela : demandez-le à qui administre.")


class _Requires:
    """Gives who is signed in with one of ``roles``; anybody else goes no further."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    def __call__(self, request: Request) -> Member:
        """Who is signed in.

        Raises:
            SignInNeeded: nobody is, and a page was asked for.
            HTTPException: 403, nobody is, or with another role.
        """
        member = member_of(request)
        if member is None:
            if request.method in _SAFE:
                raise SignInNeeded(_asked(request))
            raise HTTPException(403)
        if member.role not in self.roles:
            raise RoleNeeded
        return member


Reader = Annotated[Member, Depends(_Requires(*ROLES))]
"""Anybody of staff."""
Facilitator = Annotated[Member, Depends(_Requires("facilitator", "admin"))]
"""Whoever may review, follow and send."""
Admin = Annotated[Member, Depends(_Requires("admin"))]
"""Whoever runs the watch."""


def required_roles(dependency: object) -> frozenset[Role] | None:
    """The roles that a dependency of a route asks for; null when it asks for none."""
    return dependency.roles if isinstance(dependency, _Requires) else None


def next_page(text: str) -> str:
    """Where to go once signed in: a page of staff, whatever was asked for."""
    inside = text == PAGE or text.startswith((f"{PAGE}/", f"{PAGE}?"))
    odd = any(mark in text for mark in ("//", "\\", "..")) or not text.isprintable()
    return text if inside and not odd and len(text) <= _LONGEST else PAGE


def _asked(request: Request) -> str:
    query = request.url.query
    return next_page(path_of(request.scope) + (f"?{query}" if query else ""))
