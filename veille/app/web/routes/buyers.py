"""The page of a buyer, for anyone who has its address."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.web.buyer_page import buyer_page
from veille.app.web.pages import page
from veille.app.web.site import site_of

router = APIRouter(include_in_schema=False)


@router.get("/acheteurs/{identity}")
def buyer(request: Request, identity: Annotated[str, Path(max_length=250)]) -> Response:
    """What it declared of its contracts, and where to look further."""
    found = buyer_page(site_of(request), identity)
    if found is None:
        raise HTTPException(404)
    return page(request, "buyer.html.j2", shown=found)
