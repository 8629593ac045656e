"""Documents that a form of staff hands over: their names as given, their bytes."""

from typing import Annotated

from fastapi import Depends
from starlette.datastructures import UploadFile
from starlette.requests import Request

from veille.app.finds.extraction import GivenFile
from veille.app.finds.limits import MOST_BYTES, MOST_FILES
from veille.app.web.form_data import form_data

FIELD = "documents"
_MOST_FIELDS = 5


async def _handed(request: Request) -> tuple[GivenFile, ...]:
    """The guard bounds the whole of it; one file more than is read says that there are too many."""
    async with form_data(request, most_files=MOST_FILES + 1, most_fields=_MOST_FIELDS) as form:
        chosen = [one for one in form.getlist(FIELD) if isinstance(one, UploadFile)]
        return tuple(
            [
                GivenFile(one.filename or "document", await one.read(MOST_BYTES + 1))
                for one in chosen
                if one.filename or one.size
            ]
        )


Handed = Annotated[tuple[GivenFile, ...], Depends(_handed)]
"""The files of the form, in a route that may then run in a thread of its own."""
