"""The form of a request, bounded; what is none is refused in one way, whoever reads it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request


@asynccontextmanager
async def form_data(
    request: Request, *, most_files: int, most_fields: int
) -> AsyncIterator[FormData]:
    """The fields (of 1 MiB at most) and files of the form, open while they are read.

    Raises:
        HTTPException: 413 where it is too large, 400 where it is no form.
    """
    try:
        async with request.form(max_files=most_files, max_fields=most_fields) as form:
            yield form
    except HTTPException as error:
        too_large = error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        status = error.status_code if too_large else HTTPStatus.BAD_REQUEST
        raise HTTPException(status) from None
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
