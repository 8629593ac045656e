"""What a draft is composed anew with, for a page: nothing is judged, so no weights are loaded."""

from sqlalchemy.orm import Session

from classifiers import rules_version
from newsletters.making import Recipe
from veille.app.learn.serving import models_dir, serving_manifest
from veille.app.steps.editions import due_time
from veille.core.periods import EditionKind
from veille.core.tables import reference_tables
from veille.settings import Settings


def recipe_of(session: Session, settings: Settings, kind: EditionKind) -> Recipe:
    """The recipe of an edition of this kind, with the verdicts of today's rules and model."""
    manifest = serving_manifest(session, models_dir(settings))
    return Recipe(
        organisation=settings.organisation,
        publisher=settings.publisher,
        rules=rules_version(reference_tables()),
        model=manifest.name if manifest else None,
        bands=manifest.bands if manifest else None,
        due=due_time(settings, kind),
    )
