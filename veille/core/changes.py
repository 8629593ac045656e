"""What changed between two readings of a procedure, for people: told facts only."""

from collections.abc import Iterable
from datetime import UTC

from veille.core import french
from veille.core.likeness import is_cut_from, same_text
from veille.core.notices import Lot, Place
from veille.core.procedures import Change, FactName, Facts, State
from veille.core.text import normalise
from veille.core.verdicts import Clause, Reserved
from veille.core.wording import BINDING_LABELS, CLAUSE_LABELS, RESERVED_LABELS, STATE_LABELS


def changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    """The told facts that differ, each with its old and new value in French.

    Nothing is told when only the reading changed: another source of the same publications, a
    reparse, new rules or a new model. With the same publications read by the same rules, a
    reservation or a clause can still change: staff said so. A deadline that passes is no change.
    """
    if _same_publications(before, after):
        return judgement_changes(before, after) if before.judged_by == after.judged_by else ()
    return differences(before, after)


def differences(before: Facts, after: Facts) -> tuple[Change, ...]:
    """Every told fact that differs, whatever made it differ: what a reader of ``before`` lacks."""
    return _content(before, after) + judgement_changes(before, after)


def _same_publications(before: Facts, after: Facts) -> bool:
    return before.publications > 0 and before.publications == after.publications


def _content(before: Facts, after: Facts) -> tuple[Change, ...]:
    found = (
        _state(before, after),
        _deadline(before, after),
        _title(before, after),
        _lots(before, after),
        _value(before, after),
        _places(before, after),
        _winner(before, after),
    )
    return tuple(change for change in found if change is not None)


def judgement_changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    """What differs of the reservation and of the clause, whoever judged."""
    found = (
        _change("reserved", _reserved_text(before.reserved), _reserved_text(after.reserved)),
        _change("clause", _clause_text(before.clause), _clause_text(after.clause)),
    )
    return tuple(change for change in found if change is not None)


def _change(fact: FactName, before: str | None, after: str | None) -> Change | None:
    return None if before == after else Change(fact=fact, before=before, after=after)


def _state(before: Facts, after: Facts) -> Change | None:
    return _change("state", _told_state(before.state), _told_state(after.state))


def _told_state(state: State) -> str:
    """Closed by time alone reads as open: the deadline was told."""
    return STATE_LABELS["open" if state == "closed" else state]


def _deadline(before: Facts, after: Facts) -> Change | None:
    if _minute(before) == _minute(after):
        return None
    return Change(fact="deadline", before=_deadline_text(before), after=_deadline_text(after))


def _minute(facts: Facts) -> str | None:
    """The deadline to the minute, in UTC; the end of display is no told deadline."""
    if facts.deadline is None or facts.deadline_approximate:
        return None
    return facts.deadline.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def _deadline_text(facts: Facts) -> str | None:
    if facts.deadline is None or facts.deadline_approximate:
        return None
    return french.date_and_time(facts.deadline)


def _title(before: Facts, after: Facts) -> Change | None:
    old, new = before.title, after.title
    if same_text(old, new) or (old and new and (is_cut_from(old, new) or is_cut_from(new, old))):
        return None
    return Change(fact="title", before=old, after=new)


def _lots(before: Facts, after: Facts) -> Change | None:
    """Lots added, removed or renamed; only those are shown."""
    old, new = _lot_titles(before.lots), _lot_titles(after.lots)
    differing = {
        lot for lot in old.keys() | new.keys() if not _same_lot(old.get(lot), new.get(lot))
    }
    return _change("lots", _lots_text(old, differing), _lots_text(new, differing))


def _same_lot(old: str | None, new: str | None) -> bool:
    return (old is None) == (new is None) and same_text(old, new)


def _lot_titles(lots: Iterable[Lot]) -> dict[str, str]:
    return {lot.id: lot.title or "" for lot in lots}


def _lots_text(titles: dict[str, str], shown: set[str]) -> str | None:
    lines = [
        f"{french.lots([lot])}{french.NBSP}: {titles[lot]}" if titles[lot] else french.lots([lot])
        for lot in sorted(shown & titles.keys())
    ]
    return f"{french.NBSP}; ".join(lines) or None


def _value(before: Facts, after: Facts) -> Change | None:
    return _change("value", _value_text(before), _value_text(after))


def _value_text(facts: Facts) -> str | None:
    return french.amount(facts.value.amount, facts.value.currency) if facts.value else None


def _places(before: Facts, after: Facts) -> Change | None:
    if _place_set(before) == _place_set(after):
        return None
    return Change(fact="places", before=_places_text(before), after=_places_text(after))


def _place_set(facts: Facts) -> set[tuple[str, str, str]]:
    return {
        (place.nuts or "", place.postcode or "", normalise(place.city or ""))
        for place in facts.places
    }


def _places_text(facts: Facts) -> str | None:
    names = sorted(filter(None, (_place_text(place) for place in facts.places)))
    return french.join(list(dict.fromkeys(names))) or None


def _place_text(place: Place) -> str:
    return " ".join(filter(None, (place.postcode, place.city))) or place.nuts or ""


def _winner(before: Facts, after: Facts) -> Change | None:
    """Winners compared by lot and folded name, shown by name."""
    if _winner_set(before) == _winner_set(after):
        return None
    return Change(fact="winner", before=_winners_text(before), after=_winners_text(after))


def _winner_set(facts: Facts) -> set[tuple[str, str]]:
    return {
        (award.lot or "", normalise(award.winner.name))
        for award in facts.awards
        if award.winner and award.winner.name
    }


def _winners_text(facts: Facts) -> str | None:
    names = {award.winner.name for award in facts.awards if award.winner and award.winner.name}
    return french.join(sorted(names)) or None


def _reserved_text(reserved: Reserved) -> str:
    if reserved.answer == "no":
        return "non réservé"
    kinds = french.join([RESERVED_LABELS[kind] for kind in sorted(reserved.kinds)])
    answer = "réservé" if reserved.answer == "yes" else "réservation à vérifier"
    return _sentence(answer, kinds, french.lots(sorted(reserved.lots)))


def _clause_text(clause: Clause) -> str:
    if clause.answer == "no":
        return "aucune vue"
    kinds = french.join([CLAUSE_LABELS[kind] for kind in sorted(clause.kinds)])
    answer = "" if clause.answer == "yes" else "à vérifier"
    volume = french.hours(clause.hours) if clause.hours else ""
    lots = french.lots(sorted(clause.lots))
    said = _sentence(answer, kinds, BINDING_LABELS[clause.binding], volume, lots)
    return said or "vue dans l’avis"


def _sentence(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
