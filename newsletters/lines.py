"""One entry as people read it: marks, facts, proofs, notes and links."""

from dataclasses import dataclass
from typing import Literal

from newsletters import expectations, wording
from newsletters.plain import safe_url
from newsletters.proofs import QuotationLine, quotation_lines
from veille.core import french
from veille.core.editions import Entry, Finding, LotLine
from veille.core.french import NBSP
from veille.core.procedures import Change
from veille.core.text import normalise

Tone = Literal["reserved", "clause", "expected", "alert", "quiet"]

FACILITATORS = "/facilitateurs"
"""Where the pages say whom to turn to, commune by commune."""

_SHOWN_LOTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word or two in a coloured box; the words say it all, the tone only helps."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A fact with its label (null where the words need none), and what it rests on.

    ``page`` is the path of one of our pages that says more of it.
    """

    label: str | None
    text: str
    basis: str | None = None
    page: str | None = None

    @property
    def said(self) -> str:
        """All of it in one line."""
        label = f"{self.label}{NBSP}: " if self.label else ""
        basis = f" ({self.basis})" if self.basis else ""
        return f"{label}{self.text}{basis}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A fact that changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """An address for people."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry in words: ``lines`` are what one acts on, ``explanation`` what the potential rests

    on, ``obligation`` what the law expects, ``details`` the rest; ``staff_note`` is what staff
    wrote under it.
    """

    marks: tuple[Mark, ...]
    title: str
    buyer: str
    changes: tuple[ChangeLine, ...]
    lines: tuple[Line, ...]
    explanation: str | None
    obligation: str | None
    details: tuple[Line, ...]
    quotations: tuple[QuotationLine, ...]
    notes: tuple[str, ...]
    links: tuple[LinkLine, ...]
    procedure_id: int
    staff_note: str | None = None


def entry_view(entry: Entry, territory_label: str) -> EntryView:
    """The entry in words."""
    return EntryView(
        marks=marks(entry),
        title=entry.title,
        buyer=buyer(entry),
        changes=tuple(_change_line(entry, change) for change in entry.changes),
        lines=_lines(entry),
        explanation=expectations.explanation(entry),
        obligation=expectations.obligation(entry),
        details=_details(entry),
        quotations=quotation_lines(entry),
        notes=wording.notes(entry, territory_label),
        links=_links(entry),
        procedure_id=entry.procedure_id,
        staff_note=entry.note,
    )


def marks(entry: Entry) -> tuple[Mark, ...]:
    """What was seen or is expected, and whether it is too late."""
    found = [
        Mark(text=wording.finding_label(finding), tone=_tone(finding)) for finding in entry.findings
    ]
    if entry.state == "cancelled":
        found.insert(0, Mark(text="Annulé", tone="alert"))
    if entry.withdrawn:
        found.insert(0, Mark(text="Classement retiré", tone="alert"))
    if expectations.is_expected(entry):
        found.append(Mark(text=expectations.EXPECTED, tone="expected"))
    if entry.closed:
        found.append(Mark(text="Clos", tone="quiet"))
    return tuple(found)


def _tone(finding: Finding) -> Tone:
    return "reserved" if finding.question == "reserved" else "clause"


def buyer(entry: Entry) -> str:
    """The buyer, with the town unless its name says it."""
    name, town = entry.buyer or "Acheteur non précisé", entry.buyer_town
    return name if not town or normalise(town) in normalise(name) else f"{name} – {town}"


def _change_line(entry: Entry, change: Change) -> ChangeLine:
    label, before, after = wording.change(change)
    delay = wording.delay(entry) if change.fact == "deadline" else None
    return ChangeLine(label=label, before=before, after=f"{after} ({delay})" if delay else after)


def _lines(entry: Entry) -> tuple[Line, ...]:
    lines = _known(
        ("Date limite", _deadline(entry)),
        (french.plural(len(entry.winners), "Titulaire"), _winners(entry)),
        ("Fin du contrat", _contract_end(entry)),
        (french.plural(len(entry.lots), "Lot concerné", "Lots concernés"), _lots(entry)),
    )
    return (*lines, *_estimate(entry), *_potential(entry))


def _estimate(entry: Entry) -> tuple[Line, ...]:
    hours = expectations.hours(entry)
    if hours is None or entry.hours is None:
        return ()
    return (Line(label="Estimation", text=hours, basis=entry.hours.basis),)


def _potential(entry: Entry) -> tuple[Line, ...]:
    band = expectations.potential(entry)
    if band is None:
        return ()
    return (Line(label="Potentiel", text=band, basis=expectations.potential_basis(entry)),)


def _details(entry: Entry) -> tuple[Line, ...]:
    is_divided = entry.lot_count > 1 and not entry.lots
    return (
        *_known(
            ("Publication", _published(entry)),
            ("Lieu", wording.places(entry)),
            ("Lots", french.number(entry.lot_count) if is_divided else None),
            ("Montant", wording.value(entry)),
            (None, french.capitalised(entry.procedure_label or "")),
        ),
        *_facilitator(entry),
        *_known(
            ("Sources", wording.source_names(entry.sources) if len(entry.sources) > 1 else None),
        ),
    )


def _facilitator(entry: Entry) -> tuple[Line, ...]:
    if entry.facilitator is None:
        return ()
    commune = entry.facilitator_commune
    page = f"{FACILITATORS}/{commune}" if commune else None
    return (Line(label="Facilitateur", text=entry.facilitator, page=page),)


def _known(*pairs: tuple[str | None, str | None]) -> tuple[Line, ...]:
    return tuple(Line(label=label, text=text) for label, text in pairs if text)


def _deadline(entry: Entry) -> str | None:
    day, delay = wording.deadline(entry), wording.delay(entry)
    if any(change.fact == "deadline" for change in entry.changes):
        return None
    if day is None:
        return "non précisée dans l’avis" if entry.state == "open" else None
    return f"{day} ({delay})" if delay else day


def _published(entry: Entry) -> str | None:
    """The day of a planning notice, which has no deadline to go by."""
    if entry.section != "planning" or entry.published_on is None:
        return None
    return french.day_month(entry.published_on)


def _winners(entry: Entry) -> str | None:
    names = wording.winners(entry)
    if not names and entry.section == "award":
        return "non précisé dans l’avis"
    return f"{NBSP}; ".join(names) or None


def _contract_end(entry: Entry) -> str | None:
    return wording.contract_end(entry) if entry.section in ("renewal", "award") else None


def _lots(entry: Entry) -> str | None:
    """The lots that the findings concern, with their titles, the first few."""
    if not entry.lots:
        return None
    shown = [_lot(line) for line in entry.lots[:_SHOWN_LOTS]]
    more = len(entry.lots) - _SHOWN_LOTS
    if more > 0:
        shown.append(f"et {french.count(more, 'autre')}")
    of_all = f" (sur {french.number(entry.lot_count)})" if entry.lot_count > len(entry.lots) else ""
    return f"{NBSP}; ".join(shown) + of_all


def _lot(line: LotLine) -> str:
    name = french.lot_name(line.id)
    return f"{name}, {line.title}" if line.title else name


def _links(entry: Entry) -> tuple[LinkLine, ...]:
    pairs = (
        (wording.notice_link(entry), safe_url(entry.notice_url)),
        ("Voir le dossier", safe_url(entry.documents_url)),
    )
    return tuple(LinkLine(text=text, url=url) for text, url in pairs if url)
