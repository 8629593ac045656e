"""The menu of staff: each page, its words, and the least role that sees it."""

from collections.abc import Iterator

from veille.store.staff import Role

_RANK: dict[Role, int] = {"reader": 0, "facilitator": 1, "admin": 2}

PAGES: tuple[tuple[str, str, Role], ...] = (
    ("/equipe/membres", "Membres", "admin"),
    ("/equipe/journal", "Journal", "admin"),
    ("/equipe/attributions", "Attributions", "reader"),
)


def menu(role: Role) -> Iterator[tuple[str, str]]:
    """The addresses and words that somebody with this role is shown."""
    for address, words, least in PAGES:
        if _RANK[role] >= _RANK[least]:
            yield address, words
