"""The mail that tells who runs the watch what needs a person, or that nothing does any more."""

from collections.abc import Sequence

from newsletters.mails.letters import Letter, letter_content
from veille.core.attention import Problem, WarningKind
from veille.core.french import count, typography
from veille.store.outbox import Content

KIND = "warning"

_NAMED = 2
_FIRST_WORDS: dict[WarningKind, str] = {"new": "À faire", "reminder": "Rappel"}
_BEFORE: dict[WarningKind, str] = {
    "new": "Voici ce qui demande quelqu’un :",
    "reminder": "Depuis trois jours au moins, rien n’a changé :",
}


def warning(
    publisher: str, kind: WarningKind, problems: Sequence[Problem], *, linked: bool
) -> Content:
    """The warning; a settled one has no problems."""
    action = "Voir les sources" if linked else None
    if kind == "settled":
        return letter_content(
            Letter(
                kind=KIND,
                subject=typography("C’est réglé : plus rien ne demande quelqu’un"),
                publisher=publisher,
                paragraphs=(
                    typography(
                        "Tout ce que signalait le dernier avertissement est réglé. Il n’y a rien à "
                        "faire."
                    ),
                ),
                action=action,
                linked=linked,
            )
        )
    return letter_content(
        Letter(
            kind=KIND,
            subject=_subject(kind, problems),
            publisher=publisher,
            paragraphs=(typography(_BEFORE[kind]),),
            lines=tuple(typography(f"{one.said} → {one.todo}") for one in problems),
            action=action,
            after=(
                typography(
                    "Ce message ne revient que si autre chose s’ajoute, ou dans trois jours. Sur "
                    "la page d’une source, « On le sait » le fait taire jusqu’à une date."
                ),
            ),
            linked=linked,
        )
    )


def _subject(kind: WarningKind, problems: Sequence[Problem]) -> str:
    """``À faire : BOAMP muette, disque presque plein (et 2 autres points)``."""
    named = ", ".join(one.name for one in problems[:_NAMED])
    rest = len(problems) - _NAMED
    more = f" (et {count(rest, 'autre point', 'autres points')})" if rest > 0 else ""
    return typography(f"{_FIRST_WORDS[kind]} : {named}{more}")
