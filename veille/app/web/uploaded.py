"""A file that a form posted, read whole up to a limit."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

FIELD = "fichier"
MOST_BYTES = 900_000
"""Below what a request may hold in all."""
_MOST_FIELDS = 10


async def _uploaded(request: Request) -> bytes:
    """The bytes of the field ``fichier``; none where no file was chosen."""
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            given = form.get(FIELD)
            return await given.read(MOST_BYTES) if isinstance(given, UploadFile) else b""
    except HTTPException as error:
        too_large = error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        status = error.status_code if too_large else HTTPStatus.BAD_REQUEST
        raise HTTPException(status) from None
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None


Uploaded = Annotated[bytes, Depends(_uploaded)]
"""The content of the file of the form, in a route that may then run in a thread of its own."""
