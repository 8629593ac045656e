"""What a parser gives back, and how it says that it cannot."""

from dataclasses import dataclass

from veille.core.notices import Notice
from veille.core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Parsed:
    """One payload, read.

    ``dialect`` names the shape it was written in (``eforms``, ``fnsimple``, ``mapa``, ``dsp``,
    ``divers``, ``boamp_legacy``, ``flat``, ``unknown``…); ``unread`` holds the paths, without
    values, that no parser read: how a new field of a source is noticed. ``others`` are the further
    notices of a payload that lists several.
    """

    notice: Notice
    dialect: str
    unread: tuple[str, ...] = ()
    others: tuple[Notice, ...] = ()


class UnreadablePayload(Refusal):
    """A payload that holds no notice; the message says why, in one bounded line of French."""
