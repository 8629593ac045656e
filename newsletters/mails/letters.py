"""Short mails that answer what somebody did, or say that something is wrong: one thing each."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from newsletters.rendering import html_of, text_of
from veille.core.french import typography
from veille.core.personal_fields import PersonalField, placeholder
from veille.store.outbox import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says. ``lines`` are a list under the paragraphs.

    ``action`` is the label of its one link, which leads to the address of ``field``; ``leaving``
    says that it ends with the ways to leave.
    """

    kind: str
    subject: str
    publisher: str
    paragraphs: Sequence[str]
    lines: Sequence[str] = ()
    action: str | None = None
    field: PersonalField = "view_url"
    after: Sequence[str] = ()
    leaving: bool = False
    linked: bool = True

    @property
    def url(self) -> Markup:
        """The placeholder of the address that the action leads to."""
        return Markup(placeholder(self.field))  # noqa: S704  # a name of our closed list


def letter_content(letter: Letter) -> Content:
    """The letter as the outbox keeps it, with placeholders for the personal fields."""
    return Content(
        kind=letter.kind,
        subject=letter.subject,
        html=html_of("letter.html.j2", mail=letter),
        text=text_of("letter.txt.j2", mail=letter),
    )


def confirmation(publisher: str, asked: Sequence[str], *, linked: bool) -> Content:
    """Asks to confirm a request; ``asked`` says what was asked for, one line each."""
    how = (
        "Pour le confirmer, ouvrez cette page puis cliquez sur le bouton : ouvrir la page ne "
        "suffit pas, rien ne se passe sans vous."
        if linked
        else "Pour le confirmer, répondez simplement « oui » à ce message."
    )
    return letter_content(
        Letter(
            kind="confirmation",
            subject="Confirmez votre abonnement à la veille",
            publisher=publisher,
            paragraphs=_typed("Un abonnement a été demandé pour cette adresse :"),
            lines=asked,
            action="Confirmer mon abonnement" if linked else None,
            after=_typed(
                how,
                "Sans réponse, la demande s’efface au bout de sept jours. Si vous n’avez rien "
                "demandé, ne faites rien : vous ne recevrez plus de message.",
            ),
            linked=linked,
        )
    )


def welcome_letter(publisher: str, next_on: str, *, linked: bool) -> Content:
    """Says that a subscription is confirmed, where no edition can be sent along."""
    return letter_content(
        Letter(
            kind="welcome",
            subject="Bienvenue : votre abonnement est confirmé".replace(" :", "\u00a0:"),
            publisher=publisher,
            paragraphs=_typed(
                "Votre abonnement est confirmé.",
                f"Votre premier message partira {next_on}. Un jour sans avis pour vous est un jour "
                "sans message.",
            ),
            action="Voir ou changer mes alertes" if linked else None,
            field="manage_url",
            leaving=True,
            linked=linked,
        )
    )


def goodbye(publisher: str, ended: Sequence[str], *, everything: bool, linked: bool) -> Content:
    """Says what was ended, for whoever did not mean to."""
    kept = (
        "Vous ne recevrez plus rien. Nous gardons seulement une empreinte de votre adresse, qui ne "
        "permet pas de la retrouver, pour ne plus vous écrire."
        if everything
        else "Vos autres alertes continuent."
    )
    return letter_content(
        Letter(
            kind="goodbye",
            subject="Vous êtes désabonné·e de la veille" if everything else "Alertes arrêtées",
            publisher=publisher,
            paragraphs=_typed("C’est fait : ces alertes sont arrêtées."),
            lines=ended,
            action="S’abonner de nouveau" if linked else None,
            after=_typed(kept),
            linked=linked,
        )
    )


def sign_in(publisher: str, code: str, *, linked: bool) -> Content:
    """Lets a member of staff in: a code for the tab that asked, and a link that is good anywhere.

    It is handed over at once and stored nowhere.
    """
    how = "Ou bien ouvrez cette page, où que vous soyez :" if linked else None
    return letter_content(
        Letter(
            kind="sign_in",
            subject=f"{code}, votre code de connexion",
            publisher=publisher,
            paragraphs=_typed(
                f"Votre code : {code}.",
                "Tapez-le dans l’onglet où vous l’avez demandé. Il sert une fois, dans les dix "
                "minutes.",
                *([how] if how else []),
            ),
            action="Entrer" if linked else None,
            after=_typed(
                "Vous n’avez rien demandé ? Ne faites rien, et ne donnez ce code à personne : "
                "personne de l’équipe ne vous le demandera.",
            ),
            linked=linked,
        )
    )


def silent_source(publisher: str, warnings: Sequence[str], *, linked: bool) -> Content:
    """Says that no news is not good news: a source was not read whole."""
    return letter_content(
        Letter(
            kind="silent_source",
            subject="Source muette : des avis ont pu nous échapper".replace(" :", "\u00a0:"),
            publisher=publisher,
            paragraphs=_typed(
                "Aucun avis ne correspondait à vos alertes dans ce qui a été lu, mais tout n’a pas "
                "pu l’être :",
            ),
            lines=warnings,
            after=_typed(
                "Votre abonnement est bien en place. Ce qui sera retrouvé vous parviendra, même en "
                "retard ; d’ici là, un marché urgent se vérifie sur le site de la source.",
            ),
            leaving=True,
            linked=linked,
        )
    )


def _typed(*lines: str) -> tuple[str, ...]:
    return tuple(typography(line) for line in lines)
