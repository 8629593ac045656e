"""The history of a procedure for its page: each publication, and what it changed."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from newsletters import wording
from newsletters.entries import TITLE_LENGTH
from newsletters.lines import ChangeLine, LinkLine
from newsletters.plain import cut, plain, safe_url
from veille.core.changes import changes
from veille.core.documents import holds_documents
from veille.core.facts import facts
from veille.core.notices import Kind, Notice, Stage
from veille.core.procedures import Facts, Procedure
from veille.core.publications import Publication, publications
from veille.core.redaction import redact_contacts

_KINDS: dict[Kind, str] = {
    "planning": "Annonce d’un achat à venir",
    "competition": "Avis de marché",
    "change": "Rectificatif",
    "result": "Avis d’attribution",
    "cancellation": "Annulation",
    "other": "Autre avis",
}
_STAGES: dict[Stage, str] = {
    "modification": "Modification du contrat",
    "consultation": "Consultation préalable",
    "direct_award": "Attribution sans mise en concurrence",
}
_FOUND = "Documents trouvés par l’équipe"


@dataclass(frozen=True, slots=True)
class Step:
    """One publication: when, what it is, where to read it, what it changed.

    ``found`` documents were not published that day: staff found them.
    """

    day: date | None
    title: str
    links: tuple[LinkLine, ...]
    changes: tuple[ChangeLine, ...]
    found: bool = False


def history(procedure: Procedure, now: datetime) -> tuple[Step, ...]:
    """The publications of a procedure, oldest first."""
    steps = []
    before: Facts | None = None
    read: list[str] = []
    for publication in publications(procedure.notices):
        read.extend(notice.id for notice in publication.notices)
        known = facts(_only(procedure, read), now)
        steps.append(
            Step(
                day=publication.published_on,
                title=kind_of_notice(publication.merged),
                links=_links(publication),
                changes=_changes(before, known),
                found=holds_documents(publication.merged),
            )
        )
        before = known
    return tuple(steps)


def _only(procedure: Procedure, ids: list[str]) -> Procedure:
    kept = frozenset(ids)
    return replace(
        procedure, notices=tuple(notice for notice in procedure.notices if notice.id in kept)
    )


def kind_of_notice(notice: Notice) -> str:
    """What it is, in words."""
    if holds_documents(notice):
        return _FOUND
    return _STAGES.get(notice.stage, _KINDS[notice.kind])


def _links(publication: Publication) -> tuple[LinkLine, ...]:
    return tuple(
        LinkLine(text=wording.source_names((notice.source,)), url=url)
        for notice in publication.notices
        if (url := safe_url(notice.links.notice if notice.links else None))
    )


def _changes(before: Facts | None, after: Facts) -> tuple[ChangeLine, ...]:
    if before is None:
        return ()
    lines = (wording.change(change) for change in changes(before, after))
    return tuple(
        ChangeLine(label=label, before=_value(old), after=_value(new)) for label, old, new in lines
    )


def _value(text: str) -> str:
    return cut(redact_contacts(plain(text)), TITLE_LENGTH)
