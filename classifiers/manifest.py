"""What a model folder says of itself: what it was trained on, how to read it, what it is worth."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from classifiers.calibration import Scale
from classifiers.features import Field
from veille.core.bands import Band, Bands
from veille.core.refusals import Refusal, value_refusal

FORMAT = 2
_DIGITS = 12  # of the digest that end the name


class ManifestError(Refusal):
    """Bytes that are no manifest; the message says why, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """The notices learned from; ``data_sha256`` is the hash of their table.

    ``positives`` carry a clause or are reserved; ``sources`` name where they come from.
    """

    notices: int
    positives: int
    buyers: int
    since: date | None
    until: date | None
    data_sha256: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """``likely`` in log-odds: ``intercept + odds × raw log-odds + habit × the buyer's log-odds``.

    ``average`` is the rate that a buyer's own is smoothed towards and compared with.
    """

    intercept: float
    odds: float
    habit: float
    average: float


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the folder."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``fields`` are what the model was trained on: serving reads these and no other.

    ``features`` and ``code`` are the versions it was trained with; ``metrics`` were measured on
    notices it did not learn from. ``digest`` is the hash of all the rest, and ends the name.
    """

    format: int
    name: str
    created_on: date
    code: str
    features: str
    spacy: str
    fields: tuple[Field, ...]
    trained: Trained
    potential: Scale
    likely: Likely
    potential_bands: tuple[Band, ...]
    likely_bands: tuple[Band, ...]
    metrics: dict[str, Any]
    files: dict[str, File]
    digest: str = ""

    @property
    def bands(self) -> Bands:
        """The bands of both scores, as the rest of the house reads them."""
        return Bands(self.potential_bands, self.likely_bands)

    def sealed(self, prefix: str) -> "Manifest":
        """The manifest with its digest, and its name: ``prefix``, the last day, the digest."""
        digest = self._hash()
        day = self.trained.until or self.created_on
        return replace(self, name=f"{prefix}-{day.isoformat()}-{digest[:_DIGITS]}", digest=digest)

    def is_intact(self) -> bool:
        """Whether nothing changed since it was sealed."""
        return self.digest == self._hash() and self.name.endswith(self.digest[:_DIGITS])

    def _hash(self) -> str:
        bare = _adapter().dump_python(replace(self, name="", digest=""), mode="json")
        canonical = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()


def described(files: Mapping[str, bytes]) -> dict[str, File]:
    """The entries of the manifest for files of these contents."""
    return {
        name: File(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        for name, content in sorted(files.items())
    }


def to_json(manifest: Manifest) -> str:
    """The manifest as indented JSON."""
    raw = _adapter().dump_python(manifest, mode="json")
    return json.dumps(raw, indent=2, ensure_ascii=False) + "\n"


def from_json(content: bytes) -> Manifest:
    """The manifest, read.

    Raises:
        ManifestError: it is no manifest, or of a format that this version does not know.
    """
    try:
        manifest = _adapter().validate_json(content)
    except ValidationError as error:
        raise ManifestError(value_refusal(error)) from None
    if manifest.format != FORMAT:
        raise ManifestError(f"format {manifest.format}, cette version lit le {FORMAT}")
    return manifest


@cache
def _adapter() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)
