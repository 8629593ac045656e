"""A typed tender looked at before it is kept: its verdict by the rules, and what it looks like."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from classifiers import judge
from spiders.parsers import parse_decoded
from veille.app.by_hand.typed import Record
from veille.app.domain_tables import tables_in
from veille.app.finds.quotations import Said, said_in
from veille.core.filters import LONGEST_EXPRESSION, Filter
from veille.core.link_keys import keys
from veille.core.procedures import Procedure
from veille.core.refusals import Refusal
from veille.core.search import Search
from veille.store import cards, linking, procedures, searching
from veille.store.cards import StoredCard
from veille.store.searching import Found

_MOST = 5


@dataclass(frozen=True, slots=True)
class Looked:
    """The typed tender as a procedure that nothing keeps, and the known ones like it.

    ``said`` is what was read in its documents, in their order.
    """

    procedure: Procedure
    alike: Found
    is_known: bool
    said: tuple[Said, ...] = ()


def look(
    session: Session,
    record: Record,
    now: datetime,
    words: str = "",
    chosen: int | None = None,
) -> Looked:
    """What would be kept. Changes nothing.

    ``is_known`` says that the same object, text and address, or the same documents, were kept
    before. Known procedures alike are the ``chosen`` one, those tied to it, and those of ``words``,
    by default of its object.
    """
    notice = parse_decoded("manual", record).notice
    verdict = judge(notice, tables_in(session))
    looked = Procedure(
        id=0, notices=(notice,), verdicts={notice.id: verdict}, first_seen={notice.id: now}
    )
    own = linking.sharing(session, keys(notice))
    is_known = any(one.id == notice.id for one in own)
    tied = {one.procedure for one in own if one.procedure is not None and one.id != notice.id}
    current = procedures.resolve(session, tied)
    wanted = words.strip() or notice.title or ""
    first = {chosen} if chosen is not None else set()
    found = [
        *_known(session, first),
        *_known(session, set(current.values())),
        *_same_words(session, wanted, now),
    ]
    distinct = {one.card.procedure_id: one for one in found}
    shown = tuple(distinct.values())[:_MOST]
    ids = [one.card.procedure_id for one in shown]
    alike = Found(shown, None, searching.samples(session, ids))
    return Looked(looked, alike, is_known, said_in(notice, verdict))


def _known(session: Session, ids: set[int]) -> list[StoredCard]:
    return [versions[-1] for versions in cards.load(session, sorted(ids)).values()]


def _same_words(session: Session, wanted: str, now: datetime) -> list[StoredCard]:
    """Those whose object, lots or buyer hold the beginning of this object, or these words."""
    words = wanted[:LONGEST_EXPRESSION].rsplit(" ", 1)
    beginning = words[0] if len(wanted) > LONGEST_EXPRESSION else wanted
    try:
        asked = Filter(words=(beginning,))
    except Refusal:
        return []
    return list(searching.find(session, Search(filter=asked), now, most=_MOST).cards)
