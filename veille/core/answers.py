"""Yes, no or unclear: what the lines of evidence about one question come to.

For judges and for tags alike. Words and boxes that disagree are unclear; boxes do not contradict
each other, since they are about different things (who may take part, how the contract is
performed). A clause denied in one sentence and stated in a later one is stated; it is unclear when
a flag is denied in words, or when the denial has the last word.
"""

from collections.abc import Callable, Mapping, Sequence

from veille.core.verdicts import Answer, Evidence, Question


def affirms(line: Evidence) -> bool:
    """Whether the line says yes; a weight of zero is a note, none at all is a yes."""
    return line.weight is None or line.weight > 0


def denies(line: Evidence) -> bool:
    """Whether the line says no."""
    return line.weight is not None and line.weight < 0


def is_stated(line: Evidence) -> bool:
    """Whether it is said in words, not ticked."""
    return line.signal == "stated"


def answer(question: Question, lines: Sequence[Evidence]) -> Answer:
    """What ``lines``, all about ``question`` (reserved or clause) and one lot, come to."""
    yes = [line for line in lines if affirms(line)]
    no = [line for line in lines if denies(line)]
    if not yes:
        return "no"
    return _CONTRADICTED[question](yes, no)


def _reserved(yes: Sequence[Evidence], no: Sequence[Evidence]) -> Answer:
    if any(map(is_stated, no)) or (no and any(map(is_stated, yes))):
        return "unclear"
    return "yes"


def _clause(yes: Sequence[Evidence], no: Sequence[Evidence]) -> Answer:
    last_denial: dict[str | None, int] = {}
    for line in no:
        last_denial[line.at] = max(line.start or 0, last_denial.get(line.at, 0))
    stated = [line for line in yes if is_stated(line)]
    if not no or any((line.start or 0) >= last_denial.get(line.at, 0) for line in stated):
        return "yes"
    return "unclear"


_CONTRADICTED: Mapping[Question, Callable[[Sequence[Evidence], Sequence[Evidence]], Answer]] = {
    "reserved": _reserved,
    "clause": _clause,
}
