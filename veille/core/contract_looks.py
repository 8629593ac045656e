"""What contracts and procedures are recognised by, from all that is known of them."""

from collections.abc import Iterable, Sequence
from datetime import date

from veille.core.clock import paris
from veille.core.contract_join import Awarded, Called
from veille.core.contracts import SIREN_LENGTH, Contract
from veille.core.notices import Notice
from veille.core.object_likeness import ObjectText

MOST_LOTS = 40
_AWARDS = ("result", "modification", "direct_award")


def awarded_of(contract: Contract) -> Awarded:
    """What ``contract`` is compared by."""
    sirens = (holder.siren for holder in contract.holders)
    return Awarded(
        text=ObjectText.of(contract.object),
        cpv=contract.cpv,
        notified_on=contract.notified_on,
        published_on=contract.published_on,
        amount=contract.amount,
        holders=frozenset(siren for siren in sirens if siren),
    )


def called_of(procedure_id: int, notices: Sequence[Notice]) -> Called:
    """What the procedure of these notices, oldest first, is compared by."""
    lots = {lot.id: lot for notice in notices for lot in notice.lots}
    titles = list(dict.fromkeys(notice.title for notice in notices if notice.title))
    names = [lot.title for lot in list(lots.values())[:MOST_LOTS] if lot.title]
    texts = [ObjectText.of(title) for title in titles]
    texts += [ObjectText.of(titles[0] if titles else None, name) for name in names]
    texts += [ObjectText.of(name) for name in names]
    values = [notice.value.amount for notice in notices if notice.value]
    awards = [award for notice in notices for award in notice.awards]
    winners = (award.winner.siret for award in awards if award.winner and award.winner.siret)
    days = [notice.published_on or notice.dispatched_on for notice in notices]
    return Called(
        procedure_id=procedure_id,
        texts=tuple(dict.fromkeys(texts)),
        cpv=tuple(dict.fromkeys(code for notice in notices for code in notice.all_cpv())),
        opened_on=min((day for day in days if day), default=None),
        due_on=_due_on(notices),
        awarded_on=_awarded_on(notices),
        value=max(values, default=None),
        amounts=tuple(award.amount for award in awards if award.amount),
        holders=frozenset(siret[:SIREN_LENGTH] for siret in winners),
        lots=len(lots),
    )


def _due_on(notices: Iterable[Notice]) -> date | None:
    """The last deadline that was told for sure."""
    days = [
        paris(notice.deadline).date()
        for notice in notices
        if notice.deadline and not notice.deadline_approximate
    ]
    return max(days, default=None)


def _awarded_on(notices: Iterable[Notice]) -> date | None:
    """The day of the award, else that of the notice that tells it."""
    told = [notice for notice in notices if notice.stage in _AWARDS]
    days = [award.on for notice in told for award in notice.awards if award.on]
    days = days or [day for notice in told if (day := notice.published_on)]
    return max(days, default=None)
