"""The words that prove what was seen in an entry, each once, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsletters import wording
from veille.core import french
from veille.core.editions import Entry, Quotation
from veille.core.text import normalise

_IN_THE_TITLE = "écrit dans l’objet"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationLine:
    """The proof: the words if there are any, and where they stand."""

    text: str | None
    origin: str

    @property
    def said(self) -> str:
        """The words and where they stand."""
        return f"{self.text} – {self.origin}" if self.text else self.origin


@dataclass(frozen=True, slots=True)
class _Proof:
    """A quotation; ``alone`` where a finding rests on nothing else."""

    quotation: Quotation
    alone: bool


def quotation_lines(entry: Entry) -> tuple[QuotationLine, ...]:
    """The proofs of all findings; what proves two of them, or several lots, is said once.

    Boxes that were ticked for different lots stay apart; words that are the title are not repeated.
    """
    alike: dict[tuple[object, ...], list[_Proof]] = {}
    for finding in entry.findings:
        for quotation in finding.quotations:
            proof = _Proof(quotation, alone=len(finding.quotations) == 1)
            alike.setdefault(_key(quotation), []).append(proof)
    title = normalise(entry.title)
    return tuple(_line(proofs, title) for proofs in alike.values())


def _key(quotation: Quotation) -> tuple[object, ...]:
    said = normalise(quotation.text) if quotation.text else quotation.lots
    return said, quotation.signal, quotation.against


def _line(proofs: Sequence[_Proof], title: str) -> QuotationLine:
    quotation = replace(proofs[0].quotation, lots=_lots(proofs))
    origin = wording.quotation_origin(quotation, alone=any(proof.alone for proof in proofs))
    if quotation.text is None:
        return QuotationLine(text=None, origin=origin)
    if (
        quotation.signal == "stated"
        and not quotation.against
        and normalise(quotation.text) == title
    ):
        return QuotationLine(text=None, origin=_IN_THE_TITLE)
    return QuotationLine(text=french.quoted(quotation.text), origin=origin)


def _lots(proofs: Sequence[_Proof]) -> tuple[str, ...]:
    """The lots of all; none, which means all lots, where one proof is of all."""
    named = [proof.quotation.lots for proof in proofs]
    if not all(named):
        return ()
    return tuple(dict.fromkeys(lot for lots in named for lot in lots))
