"""One tag, as a command or a line of a file states it, checked and stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from veille.core.refusals import value_refusal
from veille.core.tags import NewTag, TagRefusal
from veille.settings import load
from veille.store import Store, same_sentence, tags

if TYPE_CHECKING:
    from veille.app.review.reviewing import Judges

COLUMNS = ("notice", "question", "answer", "quote", "lot", "reason", "kinds", "comment", "author")


@dataclass(frozen=True, slots=True)
class Said:
    """What someone says: the columns of ``COLUMNS`` as text, empty where unknown.

    ``version`` is that of the card that was read; ``everywhere`` says the same of every card with
    the same sentence.
    """

    line: Mapping[str, str]
    author: str
    version: str | None = None
    proposed: bool = False
    everywhere: bool = False


def tag(store: Store, said: Said, now: datetime) -> dict[str, object]:
    """Store it; the ids of the tags that are new and how many other cards were tagged.

    Raises:
        TagRefusal: it cannot be taken; nothing is stored.
        Failure: the model that serves cannot be used.
    """
    new = tag_from(said.line)
    if said.everywhere and said.proposed:
        raise TagRefusal("une proposition porte sur une seule fiche")
    by = _judges(store) if said.everywhere else None
    with store.transaction() as session:
        made = tags.add(
            session,
            [new],
            author=said.author,
            now=now,
            version=said.version,
            proposed=said.proposed,
        )
        others = 0
        if by is not None and made:
            others = same_sentence.apply_to_all(
                session, made[0], by.rules, by.model, author=said.author, now=now
            )
    return {"tags": made, "others": others}


def _judges(store: Store) -> "Judges":
    from veille.app.review.reviewing import judges  # loads the model: only where it is needed

    return judges(store, load())


def tag_from(line: Mapping[str, str]) -> NewTag:
    """The tag that a line of texts states.

    Raises:
        TagRefusal: a value is outside its list.
    """
    said = {name: line[name] for name in COLUMNS if line.get(name) and name != "author"}
    said["notice_id"] = said.pop("notice", "")
    kinds = said.pop("kinds", "").replace(",", " ").split()
    try:
        return _adapter().validate_python({**said, "kinds": kinds})
    except ValidationError as error:
        raise TagRefusal(value_refusal(error)) from None


@cache
def _adapter() -> TypeAdapter[NewTag]:
    return TypeAdapter(NewTag)
