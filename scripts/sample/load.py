"""The cases, read from TOML.

``criteria`` are rows ``[type, text, weight]`` and a name if there is one. What a notice means is
one line, ``reserved`` or ``clause``: kinds, ``@1,3`` the lots, ``mandatory`` or ``optional``,
``315h``; ``unclear`` where it contradicts itself; absent where it says nothing of it. ``same_as``
takes over all that another case says, as a European correction reproduces the notice it corrects.
``annex`` adds the overlong list of sites to the text.
"""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from .annex import sites
from .feeds import Entry
from .model import NO, Award, Case, Change, Criterion, Expected, Lot

_FOLDER = Path(__file__).parent / "cases"

# In the order that gives the notices their numbers: add at the end only.
_FILES = (
    "building",
    "green",
    "cleaning",
    "supplies",
    "people",
    "intellectual",
    "networks",
    "elsewhere",
    "archive",
    "followups",
    "traps",
    "more",
)
_OWN = ("key", "purpose", "day", "ted_day", "change", "traps", "previous", "hide_deadline")


def cases() -> tuple[Case, ...]:
    """All the cases of the week, file after file."""
    rows = [row for name in _FILES for row in _toml(name)["case"]]
    by_key = {row["key"]: row for row in rows}
    return tuple(_case(_complete(row, by_key)) for row in rows)


def feeds() -> dict[str, tuple[str, str, tuple[Entry, ...]]]:
    """Feeds by file name: title, address of the profile, entries."""
    return {
        name: (feed["title"], feed["address"], tuple(Entry(**row) for row in feed["entry"]))
        for name, feed in _toml("feeds").items()
    }


def pools() -> dict[str, list[str]]:
    """Sentences that stand in nearly every notice, by what they speak of."""
    return _toml("boilerplate")


def expectation(words: str) -> Expected:
    """What one line of the mini-language above says.

    Raises:
        ValueError: a word that is neither a kind, nor a list of lots, nor a term.
    """
    if words == "unclear":
        return Expected(answer="unclear")
    found: dict[str, Any] = {"answer": "yes"}
    kinds: list[str] = []
    for word in words.split():
        if word.startswith("@"):
            found["lots"] = tuple(int(lot) for lot in word[1:].split(","))
        elif word in ("mandatory", "optional"):
            found["binding"] = word
        elif re.fullmatch(r"\d+h", word):
            found["hours"] = int(word[:-1])
        elif re.fullmatch(r"[a-z_]+", word):
            kinds.append(word)
        else:
            raise ValueError(f"not understood: {word}")
    return Expected(kinds=tuple(kinds), **found)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _complete(row: dict[str, Any], by_key: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if "same_as" not in row:
        return row
    taken = {key: value for key, value in by_key[row["same_as"]].items() if key not in _OWN}
    own = {key: value for key, value in row.items() if key != "same_as"}
    return taken | {"previous": row["same_as"]} | own


def _case(row: dict[str, Any]) -> Case:
    row = dict(row)
    if row.pop("annex", False):
        row["text"] += "\n" + sites()
    values = _plain(row, Case)
    values["criteria"] = _criteria(row)
    values["lots"] = tuple(_lot(lot) for lot in row.get("lots", ()))
    values["awards"] = tuple(Award(**award) for award in row.get("awards", ()))
    values["change"] = Change(**_plain(row["change"], Change)) if "change" in row else None
    values["reserved"] = expectation(row["reserved"]) if "reserved" in row else NO
    values["clause"] = expectation(row["clause"]) if "clause" in row else NO
    return Case(**values)


def _lot(row: dict[str, Any]) -> Lot:
    return Lot(**_plain(row, Lot) | {"criteria": _criteria(row)})


def _criteria(row: dict[str, Any]) -> tuple[Criterion, ...]:
    return tuple(Criterion(*values) for values in row.get("criteria", ()))


def _plain(row: dict[str, Any], kind: type) -> dict[str, Any]:
    """The row with lists as tuples; an unknown key is a slip of the pen."""
    known = {item.name for item in fields(kind)}
    unknown = set(row) - known
    if unknown:
        raise ValueError(f"{row.get('key', row)}: unknown keys {sorted(unknown)}")
    return {key: _tuple(value) for key, value in row.items()}


def _tuple(value: Any) -> Any:
    return tuple(_tuple(item) for item in value) if isinstance(value, list) else value
