"""Link: every notice that is new or changed finds its procedure; a doubt keeps two apart."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from veille.core.facts import facts
from veille.core.link_keys import Linkable, keys, linkable
from veille.core.linking import Resolution, neighbourhood, resolve
from veille.store import linking, procedures
from veille.store.database import Store

BATCH = 500


def link(store: Store, now: datetime, tell: Callable[[int], None] = lambda _: None) -> int:
    """Link what is not linked, a batch a transaction, and date what changed; how many notices."""
    done = 0
    for sample in (False, True):
        while count := _link_batch(store, now, sample=sample):
            done += count
            tell(done)
    date_contracts(store, now)
    return done


def _link_batch(store: Store, now: datetime, *, sample: bool) -> int:
    with store.transaction() as session:
        batch = linking.unlinked(session, BATCH, sample=sample)
        if not batch:
            return 0
        own = {unlinked.notice.id: keys(unlinked.notice) for unlinked in batch}
        linking.save_keys(session, own)
        new = [linkable(unlinked.notice, unlinked.procedure_id) for unlinked in batch]
        near = _neighbourhood(session, new)
        doubtful = {key for notice in near for key in notice.keys if not key.strong}
        alike = linking.sharing(session, doubtful)
        pins = linking.pinned(session, [notice.id for notice in near])
        resolution = resolve(near, alike=alike, pinned=pins)
        home = {held.id: held.procedure for held in alike if held.procedure is not None}
        home |= _write_groups(session, resolution, now, sample=sample)
        doubts = [
            (home[doubt.notice_id], home[doubt.other_id], doubt.key.value)
            for doubt in resolution.doubts
            if doubt.notice_id in home and doubt.other_id in home
        ]
        procedures.add_doubts(session, doubts, now)
        return len(batch)


def _neighbourhood(session: Session, new: Sequence[Linkable]) -> tuple[Linkable, ...]:
    """The new notices, those of the procedures that they are in today, and all they are tied to.

    A notice that was read again may have lost the key that tied it: its procedure is looked at
    whole.
    """
    today = {notice.procedure for notice in new if notice.procedure is not None}
    known = {notice.id for notice in new}
    beside = [notice for notice in linking.members(session, today) if notice.id not in known]
    return neighbourhood([*new, *beside], lambda wanted: linking.sharing(session, wanted))


def _write_groups(
    session: Session, resolution: Resolution, now: datetime, *, sample: bool
) -> dict[str, int]:
    """Merge, make and fill procedures; the procedure of each notice of the resolution."""
    for merge in resolution.merges:
        procedures.merge(session, merge.older, merge.newer)
    fresh = [group for group in resolution.groups if group.procedure is None]
    made = iter(procedures.create(session, len(fresh), now, sample=sample))
    home: dict[str, int] = {}
    attachments = []
    for group in resolution.groups:
        procedure = group.procedure if group.procedure is not None else next(made)
        for assigned in group.notices:
            home[assigned.notice_id] = procedure
            attachments.append(
                linking.Attachment(
                    assigned.notice_id,
                    procedure,
                    assigned.rule,
                    "staff" if assigned.rule == "staff" else "rule",
                )
            )
    linking.attach_many(session, attachments)
    return home


def date_contracts(store: Store, now: datetime) -> None:
    """Work out when the contracts of changed procedures end, for the renewals to come."""
    while True:
        with store.transaction() as session:
            ids = procedures.undated(session, BATCH)
            if not ids:
                return
            ends = dict.fromkeys(ids) | {
                procedure.id: facts(procedure, now).ends_on
                for procedure in procedures.load(session, ids)
            }
            procedures.record_ends(session, ends)
