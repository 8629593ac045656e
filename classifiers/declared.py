"""Declared signals: what the buyer ticked or coded, as published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from classifiers.rules.table import Asked, RuleKind
from classifiers.signals import WEIGHTS, Says, Signal
from veille.core.notices import Declared, Notice
from veille.core.text import normalise
from veille.core.verdicts import Evidence


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one value of one field says."""

    question: Asked
    says: Says
    kind: RuleKind | None = None


# eForms codes: BT-71 reserved participation, BT-736 reserved execution, BT-06 strategic
# procurement, BT-775 social objective. « acc-all » (accessibility) alone is no clause; an absent
# code means unknown, never no.
_CODES: Mapping[tuple[str, str], Meaning] = {
    ("BT-71", "res-ws"): Meaning("reserved", "yes", "unspecified"),
    ("BT-71", "res-pub-ser"): Meaning("reserved", "yes", "ess"),
    ("BT-71", "none"): Meaning("reserved", "no"),
    ("BT-736", "yes"): Meaning("reserved", "yes", "unspecified"),
    ("BT-06", "soc-obj"): Meaning("clause", "yes", "unspecified"),
    ("BT-775", "opp"): Meaning("clause", "yes", "insertion"),
    ("BT-775", "gen-eq"): Meaning("clause", "yes", "equality"),
    ("BT-775", "et-eq"): Meaning("clause", "yes", "equality"),
    ("BT-775", "work-cond"): Meaning("clause", "yes", "fair_trade"),
    ("BT-775", "hum-right"): Meaning("clause", "yes", "fair_trade"),
    ("BT-775", "other"): Meaning("clause", "yes", "unspecified"),
}
_RESERVED_FORMS = frozenset({"reservationMarche", "MARCHE_RESERVE"})
_NO = frozenset({"non", "no", "false", "0", "neant", "none"})


def declared_signals(notice: Notice) -> list[Signal]:
    """One signal for each declared value that speaks, in order."""
    return list(_signals(notice.declared))


def _signals(declared: tuple[Declared, ...]) -> Iterator[Signal]:
    for index, item in enumerate(declared):
        meaning = _meaning(item)
        if meaning is None:
            continue
        evidence = Evidence(
            signal="declared",
            for_=meaning.question,
            lot=item.lot,
            at=f"/declared/{index}/value",
            quote=item.value,
            start=0,
            end=len(item.value),
            rule=f"declared.{item.field}",
            weight=WEIGHTS[meaning.says],
        )
        yield Signal(
            question=meaning.question,
            says=meaning.says,
            evidence=evidence,
            kind=meaning.kind,
            lot=item.lot,
        )


def _meaning(item: Declared) -> Meaning | None:
    value = normalise(item.value)
    if not value:
        return None
    if item.field in _RESERVED_FORMS:
        return _reserved_form(value)
    if item.field == "criteres":
        return Meaning("clause", "yes", "unspecified") if "sociaux" in value.split() else None
    return _CODES.get((item.field, item.value.strip().lower()))


def _reserved_form(value: str) -> Meaning:
    """A box of a national form: any key but « non » says yes, and its text may tell for whom."""
    if value in _NO:
        return Meaning("reserved", "no")
    return Meaning("reserved", "yes", _form_kind(value))


def _form_kind(value: str) -> RuleKind:
    sheltered = "atelier" in value and "protege" in value
    return "handicap" if sheltered and "emploi" not in value else "unspecified"
