"""A form that holds a file: its fields, and the bytes of the file."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import ImmutableMultiDict, UploadFile
from starlette.requests import Request

from veille.app.web.form_data import form_data
from veille.app.web.posted import MOST_FIELDS


@dataclass(frozen=True, slots=True)
class Upload:
    """What was posted: ``content`` is that of the one file, empty where none was chosen."""

    fields: ImmutableMultiDict[str, str]
    content: bytes


async def _uploaded(request: Request) -> Upload:
    """The guard bounds the whole of it."""
    async with form_data(request, most_files=1, most_fields=MOST_FIELDS) as form:
        parts = form.multi_items()
        fields = [(name, value) for name, value in parts if isinstance(value, str)]
        files = [value for _, value in parts if isinstance(value, UploadFile)]
        content = await files[0].read() if files else b""
    return Upload(ImmutableMultiDict(fields), content)


Uploaded = Annotated[Upload, Depends(_uploaded)]
"""The fields and the file of a form, in a route that may then run in a thread of its own."""
