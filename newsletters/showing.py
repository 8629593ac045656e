"""What a digest shows of an edition: all is told, the most useful is shown."""

from collections import Counter
from dataclasses import dataclass, replace

from newsletters.ordering import capped
from veille.core.editions import Edition, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many entries a digest shows at most: calls without a clause, awards, and late ones

    of each other section. The whole edition has the others.
    """

    opportunity: int = 40
    award: int = 40
    late: int = 20


DEFAULT = Caps()


def shown(edition: Edition, caps: Caps = DEFAULT) -> Edition:
    """The edition with the entries that its digest shows, which counts the others."""
    kept = capped(edition.entries, _limits(caps), caps.late)
    return cut_to(edition, {entry.procedure_id for entry in kept})


def _limits(caps: Caps) -> dict[Section, int]:
    return {"opportunity": caps.opportunity, "award": caps.award}


def cut_to(edition: Edition, procedures: set[int]) -> Edition:
    """The edition with the entries of these procedures, which counts the others, by section."""
    omitted = Counter(edition.coverage.omitted)
    left_out = (entry for entry in edition.entries if entry.procedure_id not in procedures)
    omitted.update(entry.section for entry in left_out)
    return replace(
        edition,
        entries=tuple(entry for entry in edition.entries if entry.procedure_id in procedures),
        coverage=replace(edition.coverage, omitted=dict(+omitted)),
    )
