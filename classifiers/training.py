"""Training: labelled notices, and the rows of a table, to a model folder.

Always on all there is, never on corrections alone. What a score is calibrated on and measured by
is predicted for days that were not learned from (see ``cross``).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from classifiers import manifest as manifests
from classifiers import registry, table
from classifiers.calibration import bands
from classifiers.cross import LEAST_POSITIVES, Calibrated, columns, predicted_elsewhere
from classifiers.ensemble import fit_ensemble
from classifiers.features import FIELDS, VERSION, Field, features, present
from classifiers.habits import Habits, buyer_keys, day_of
from classifiers.labels import Label
from classifiers.layer import to_bytes
from classifiers.learner import Learner
from classifiers.manifest import Manifest, Trained
from classifiers.table import Row
from classifiers.views import Views, views_of
from veille.core.notices import Notice
from veille.core.refusals import Refusal

PREFIX = "potentiel"
_SHARE = 0.3  # of the notices that must have a field for the model to read it


class TrainingError(Refusal):
    """The notices cannot be learned from; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What training gives before it is written: the parts of a model folder."""

    manifest: Manifest
    files: dict[str, bytes]

    def write(self, out: Path) -> Path:
        """Write the model folder.

        Raises:
            ModelError: something is already there.
        """
        return registry.write(out, self.manifest, self.files)


def rows_of(
    labelled: Iterable[tuple[Notice, Label]], fields: Sequence[Field], learner: Learner
) -> Iterator[Row]:
    """The row of each labelled notice, read with ``fields``."""
    for notice, label in labelled:
        yield Row(
            views=views_of(notice, features(notice, fields, learner.tokenize)),
            positive=label.positive,
            weight=label.weight,
            day=day_of(notice),
            buyer=buyer_keys(notice.buyer),
            call=notice.kind == "competition",
        )


def train(
    labelled: Iterable[tuple[Notice, Label]],
    *,
    today: date,
    base: Sequence[Row] = (),
    base_fields: Sequence[Field] = (),
    sources: Sequence[str] = (),
) -> Learned:
    """Learn from labelled notices and from the rows of a ``base`` table.

    ``base_fields`` are what the table was read with: it is the fields of most rows that the
    model reads. ``sources`` name where the notices come from; ``today`` dates the model. The same
    input gives the same model. Needs the extra ``train``.

    Raises:
        TrainingError: there are too few notices that carry a clause.
    """
    pairs = list(labelled)
    fields = _fields([notice for notice, _ in pairs], len(base), base_fields)
    rows = [*base, *rows_of(pairs, fields, Learner())]
    return learn(rows, fields, today=today, sources=sources)


def learn(
    rows: Sequence[Row], fields: Sequence[Field], *, today: date, sources: Sequence[str] = ()
) -> Learned:
    """Learn from rows that were read with ``fields``; see ``train``."""
    taught = [row for row in rows if row.views.merged]
    positives = sum(row.positive for row in taught)
    if positives < LEAST_POSITIVES or positives == len(taught):
        raise TrainingError(
            f"avis avec clause : {positives} sur {len(taught)} ; il en faut au moins "
            f"{LEAST_POSITIVES}, et d’autres sans clause"
        )
    fitted = Calibrated(taught, *predicted_elsewhere(taught), Habits(table.seen_in(rows)))
    parts = fit_ensemble([row.views for row in taught], *columns(taught))
    files = {
        registry.TEXTCAT: parts.learner.to_bytes(),
        registry.OBJECT_LAYER: parts.thing.to_bytes(),
        registry.BUYER_LAYER: parts.whole.to_bytes(),
        registry.RARITY: to_bytes(parts.rarity),
        registry.TABLE: table.to_bytes(rows),
        registry.HABITS: table.to_bytes(
            [replace(row, views=Views()) for row in rows if row.seen()]
        ),
    }
    manifest = Manifest(
        format=manifests.FORMAT,
        name="",
        created_on=today,
        code=_version("veille"),
        features=VERSION,
        spacy=_version("spacy"),
        fields=tuple(fields),
        trained=_trained(taught, files, sources),
        potential=fitted.potential,
        likely=fitted.likely,
        potential_bands=bands(fitted.potential_scores, fitted.positive),
        likely_bands=bands(fitted.likely_scores, fitted.positive),
        metrics=fitted.metrics(),
        files=manifests.described(files),
    )
    return Learned(manifest.sealed(PREFIX), files)


def _fields(
    notices: Sequence[Notice], base: int, base_fields: Sequence[Field]
) -> tuple[Field, ...]:
    """The fields of the table, and those that enough of all rows have."""
    own = present(notices, _SHARE * (len(notices) + base))
    return tuple(field for field in FIELDS if field in base_fields or field in own)


def _trained(rows: Sequence[Row], files: dict[str, bytes], sources: Sequence[str]) -> Trained:
    days = [date.fromordinal(row.day) for row in rows if row.day]
    return Trained(
        notices=len(rows),
        positives=sum(row.positive for row in rows),
        buyers=len({row.buyer[:1] for row in rows}),
        since=min(days, default=None),
        until=max(days, default=None),
        data_sha256=manifests.described({registry.TABLE: files[registry.TABLE]})[
            registry.TABLE
        ].sha256,
        sources=tuple(sources),
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
