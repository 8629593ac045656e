"""``veille documents``: files or addresses in, what they say of both questions out, with pages."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from classifiers import judge
from spiders.parsers import parse_decoded
from veille.app.console import Failure, complain, tell
from veille.app.finds.extraction import GivenFile, read_files
from veille.app.finds.fetching import fetch
from veille.app.finds.limits import MOST_BYTES
from veille.app.finds.quotations import said_in
from veille.app.finds.results import Document
from veille.app.finds.tidy import file_name
from veille.core.by_hand import SOURCE
from veille.core.french import quoted
from veille.core.notices import Notice
from veille.core.refusals import Refusal, system_refusal
from veille.core.verdicts import Answer

_ANSWERS: dict[Answer, str] = {"yes": "oui", "no": "non", "unclear": "à vérifier"}


def judge_documents(names: Sequence[str], user_agent: str) -> bool:
    """Print the answers and the sentences that give them; false when something was not read.

    Raises:
        Failure: nothing could be read at all.
    """
    try:
        read = read_files([_given(name, user_agent) for name in names])
    except Refusal as refusal:
        raise Failure(str(refusal)) from None
    for one in read.unread:
        complain(f"{one.name} : {one.why}")
    for line in _lines(_notice(read.documents)):
        tell(line)
    return not read.unread


def _given(name: str, user_agent: str) -> GivenFile:
    """A file of this machine, or what an address gives."""
    if name.startswith(("https://", "http://")):
        return fetch(name, user_agent)
    try:
        with Path(name).open("rb") as file:
            return GivenFile(file_name(name), file.read(MOST_BYTES + 1))
    except OSError as error:
        raise Failure(f"{name} : {system_refusal(error)}") from None


def _notice(documents: Sequence[Document]) -> Notice:
    given = [{"name": one.name, "pages": list(one.pages)} for one in documents]
    return parse_decoded(SOURCE, {"key": "0", "title": "Documents", "documents": given}).notice


def _lines(notice: Notice) -> Iterator[str]:
    verdict = judge(notice)
    yield f"Marché réservé : {_ANSWERS[verdict.reserved.answer]}"
    hours = f", {verdict.clause.hours} heures" if verdict.clause.hours else ""
    yield f"Clause sociale : {_ANSWERS[verdict.clause.answer]}{hours}"
    for one in said_in(notice, verdict):
        yield f"{one.place.said} : {one.about} : {quoted(one.quote)}"
