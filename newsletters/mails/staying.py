"""The mail that asks somebody silent for long whether to go on."""

from datetime import date

from newsletters.mails.letters import Letter, letter_content
from veille.core.french import long_date, typography
from veille.store.outbox import Content

KIND = "staying"


def staying(publisher: str, until: date, *, linked: bool) -> Content:
    """Asks whether to go on; without an answer by ``until`` the person is erased."""
    how = (
        "Pour continuer, ouvrez votre page puis cliquez sur « Continuer à recevoir ». Ouvrir la "
        "page ne suffit pas."
        if linked
        else "Pour continuer, répondez simplement « oui » à ce message."
    )
    without = (
        f"Sans réponse d’ici au {long_date(until)}, vos alertes s’arrêteront et vos données seront "
        "effacées : nous ne gardons pas les adresses de personnes qui ne s’en servent plus."
    )
    return letter_content(
        Letter(
            kind=KIND,
            subject="Voulez-vous continuer à recevoir la veille ?".replace(" ?", "\u00a0?"),
            publisher=publisher,
            paragraphs=(
                typography(
                    "Cela fait presque trois ans que vous n’avez rien changé à votre abonnement, "
                    "ni dit qu’il vous était utile."
                ),
                typography(how),
            ),
            action="Ouvrir ma page" if linked else None,
            field="manage_url",
            after=(typography(without),),
            leaving=True,
            linked=linked,
        )
    )
