"""A release for each publication of a procedure, and the record that sums them up.

The extensions used are named in ``veille.core.ocds.package``. A reservation that names nobody has
no code there, and is not told: the open-data files of procedures tell it.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from veille.core.clock import start_of_day
from veille.core.facts import facts
from veille.core.notices import Notice
from veille.core.ocds.codes import TENDER_STATUSES, tag_of
from veille.core.ocds.parties import parties, reference
from veille.core.ocds.tender import awards, filled, tender
from veille.core.procedures import Facts, Procedure
from veille.core.publications import Publication, publications
from veille.core.verdicts import Verdict

SAMPLE = "[Exemple] "


def ocid_of(prefix: str, procedure_id: int) -> str:
    """The open contracting id of a procedure: ``prefix`` is that of the publisher."""
    return f"{prefix}-{procedure_id}"


def releases(procedure: Procedure, prefix: str, now: datetime) -> list[dict[str, Any]]:
    """A release for each publication, the oldest first."""
    ocid = ocid_of(prefix, procedure.id)
    return [_release(one, procedure, ocid, now) for one in publications(procedure.notices)]


def record(procedure: Procedure, prefix: str, now: datetime) -> dict[str, Any]:
    """The releases, and what is known today as one compiled release."""
    ocid, own = ocid_of(prefix, procedure.id), releases(procedure, prefix, now)
    known = facts(procedure, now)
    last = max((one["date"] for one in own), default=_moment(now))
    compiled = {
        "ocid": ocid,
        "id": f"{ocid}-{last}",
        "date": last,
        "tag": ["compiled"],
        "initiationType": "tender",
        "language": "fr",
        **_blocks(_summed(procedure, known), _verdict_of(known), known, ocid, procedure.sample),
    }
    return {"ocid": ocid, "releases": own, "compiledRelease": filled(compiled)}


def _release(
    publication: Publication, procedure: Procedure, ocid: str, now: datetime
) -> dict[str, Any]:
    notice = publication.merged
    known = facts(replace(procedure, notices=publication.notices), now)
    day = publication.published_on
    seen = [procedure.first_seen[one.id] for one in publication.notices
            if one.id in procedure.first_seen]  # fmt: skip
    at = start_of_day(day) if day else min(seen, default=now)
    block = {
        "ocid": ocid,
        "id": f"{ocid}-{notice.id}",
        "date": _moment(min(at, now)),
        "tag": [tag_of(notice)],
        "initiationType": "tender",
        "language": "fr",
        **_blocks(notice, procedure.verdicts.get(notice.id), known, ocid, procedure.sample),
    }
    return filled(block)


def _blocks(
    notice: Notice, verdict: Verdict | None, known: Facts, ocid: str, sample: bool
) -> dict[str, Any]:
    title = f"{SAMPLE}{notice.title or ''}" if sample else notice.title
    marked = replace(notice, title=title)
    return {
        "parties": parties(notice),
        "buyer": reference(notice.buyer),
        "tender": tender(marked, verdict, TENDER_STATUSES.get(known.state), ocid),
        "awards": awards(notice, ocid),
    }


def _summed(procedure: Procedure, known: Facts) -> Notice:
    """The last publication with what is known from all of them."""
    last = publications(procedure.notices)[-1].merged
    described = next((one for one in reversed(procedure.notices) if one.description), last)
    natures = [one.contract_nature for one in procedure.notices if one.contract_nature]
    return replace(
        last,
        title=known.title,
        description=described.description,
        buyer=known.buyer,
        lots=known.lots,
        cpv=known.cpv,
        value=known.value,
        deadline=known.deadline,
        procedure_type=known.procedure_type,
        contract_nature=natures[-1] if natures else None,
        duration_months=known.duration_months,
        starts_on=known.starts_on,
        ends_on=known.ends_on,
        awards=known.awards,
        links=known.links,
    )


def _verdict_of(known: Facts) -> Verdict:
    return Verdict(id="", rules="", reserved=known.reserved, clause=known.clause)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
