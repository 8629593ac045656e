"""At which field of a form of a subscriber a refusal is said."""

from veille.app.people.previewing import OutOfScopeError
from veille.app.people.self_service import PauseError
from veille.core.addresses import AddressError, UnshowableName
from veille.core.refusals import Refusal
from veille.core.territory import UnknownTerritoryError


class DateError(Refusal):
    """A day that is none."""


_FIELDS: tuple[tuple[type[Refusal], str], ...] = (
    (AddressError, "adresse"),
    (UnknownTerritoryError, "commune"),
    (OutOfScopeError, "commune"),
    (PauseError, "jusqu_au"),
    (DateError, "jusqu_au"),
)


def wrong_field(refusal: Refusal, *, name: str) -> str | None:
    """The field that a refusal is about; null where it is about several, or none.

    ``name`` is the field of the form that holds a name.
    """
    if isinstance(refusal, UnshowableName):
        return name
    return next((field for kind, field in _FIELDS if isinstance(refusal, kind)), None)
