"""The mail that tells a member of staff that a colleague passed a procedure on to them."""

from newsletters.mails.letters import Letter, letter_content
from veille.core.french import capitalised, typography
from veille.core.personal_fields import defused
from veille.store.outbox import Content

KIND = "handover"


def passed_on(
    publisher: str, who: str, title: str, when: str, word: str | None, *, linked: bool
) -> Content:
    """``who`` passes the procedure ``title`` on; ``when`` says how long is left of it."""
    lines = [defused(line) for line in (title, typography(capitalised(when))) if line]
    return letter_content(
        Letter(
            kind=KIND,
            subject=typography(f"{defused(who)} vous passe une consultation"),
            publisher=publisher,
            paragraphs=(typography(f"{defused(who)} vous passe la suite de cette consultation :"),),
            lines=lines,
            action="Ouvrir la consultation" if linked else None,
            after=(typography(f"Son mot : « {defused(word)} »"),) if word else (),
            linked=linked,
        )
    )
