"""A form that holds a file: its fields, and the bytes of the file."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import ImmutableMultiDict, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from veille.app.web.guard import MOST_BYTES
from veille.app.web.posted import MOST_FIELDS


@dataclass(frozen=True, slots=True)
class Upload:
    """What was posted: ``content`` is that of the one file, empty where none was chosen."""

    fields: ImmutableMultiDict[str, str]
    content: bytes


async def _uploaded(request: Request) -> Upload:
    """The guard bounds the whole of it."""
    try:
        form = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES)
    except HTTPException as error:
        too_large = error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        raise HTTPException(error.status_code if too_large else HTTPStatus.BAD_REQUEST) from None
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    try:
        content = b""
        fields = []
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                content = await value.read()
            else:
                fields.append((name, value))
    finally:
        await form.close()
    return Upload(ImmutableMultiDict(fields), content)


Uploaded = Annotated[Upload, Depends(_uploaded)]
"""The fields and the file of a form, in a route that may then run in a thread of its own."""
