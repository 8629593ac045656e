"""Which verdicts pages show: those of today's rules and of the model that serves.

Only what the model says of itself is read: its weights take seconds to load and judge nothing here.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from classifiers import rules_version
from classifiers.registry import ModelError
from veille.app.domain_tables import tables_in
from veille.app.learn.serving import folder_of, models_dir, read_manifest, serving_name
from veille.app.web.site import Site
from veille.core.bands import Bands
from veille.core.procedures import Procedure
from veille.core.tables import Tables
from veille.store import judges, procedures


@dataclass(frozen=True, slots=True)
class Read:
    """A procedure with the verdicts to show, and the bands that people see instead of scores."""

    procedure: Procedure
    bands: Bands | None


def read(
    session: Session, site: Site, procedure_id: int, tables: Tables | None = None
) -> Read | None:
    """The procedure of this id, or what it was merged into; null when there is none.

    ``tables`` are those of today by default. Until what serves has judged it by them, the verdicts
    of whoever judged it last are shown.
    """
    rules, model = rules_version(tables or tables_in(session)), serving_name(session)
    found = _loaded(session, procedure_id, rules, model)
    if found is None or found.verdicts:
        return Read(found, _bands(site, model)) if found else None
    last = judges.last_of(session, found.id)
    if last is None:
        return Read(found, None)
    judged = _loaded(session, procedure_id, *last)
    return Read(judged, _bands(site, last[1])) if judged else None


def bands_now(session: Session, site: Site) -> Bands | None:
    """The bands of the model that serves; null without one that can be used."""
    return _bands(site, serving_name(session))


def _loaded(session: Session, procedure_id: int, rules: str, model: str | None) -> Procedure | None:
    return next(procedures.load(session, [procedure_id], rules, model), None)


def _bands(site: Site, model: str | None) -> Bands | None:
    if not model:
        return None
    try:
        manifest = read_manifest(folder_of(model, models_dir(site.settings)))
    except ModelError:
        return None
    return manifest.bands
