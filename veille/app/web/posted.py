"""What a form posted, as plain text; files are for the pages that ask for some."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Path
from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_FIELDS = 600


async def _posted(request: Request) -> ImmutableMultiDict[str, str]:
    try:
        form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    except HTTPException as error:
        too_large = error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        status = error.status_code if too_large else HTTPStatus.BAD_REQUEST
        raise HTTPException(status) from None
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    return ImmutableMultiDict([(key, str(value)) for key, value in form.multi_items()])


Posted = Annotated[ImmutableMultiDict[str, str], Depends(_posted)]
"""The fields of the form, in a route that may then run in a thread of its own."""

RowId = Annotated[int, Path(ge=1, lt=2**63)]
"""The number of a row in a path; a number that no row can have is a page that does not exist."""
