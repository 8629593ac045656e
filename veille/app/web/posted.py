"""What a form posted, as plain text; files are for the pages that ask for some."""

from typing import Annotated

from fastapi import Depends, Path
from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request

from veille.app.web.form_data import form_data

MOST_FIELDS = 600


async def _posted(request: Request) -> ImmutableMultiDict[str, str]:
    async with form_data(request, most_files=0, most_fields=MOST_FIELDS) as form:
        return ImmutableMultiDict([(key, str(value)) for key, value in form.multi_items()])


Posted = Annotated[ImmutableMultiDict[str, str], Depends(_posted)]
"""The fields of the form, in a route that may then run in a thread of its own."""

RowId = Annotated[int, Path(ge=1, lt=2**63)]
"""The number of a row in a path; a number that no row can have is a page that does not exist."""
