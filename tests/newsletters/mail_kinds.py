"""Every kind of mail with invented data, to be looked at and measured.

``python -m tests.newsletters.mail_kinds DIR`` writes each as a page and a text.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from newsletters.history import History
from newsletters.mails import letters
from newsletters.mails.colleague import passed_on
from newsletters.mails.personal import Frame, personal_mail
from newsletters.mails.warning import warning
from newsletters.rendering import RenderedMail
from tests.newsletters.mailing import HEAD, frame, item, line
from tests.newsletters.small_edition import EDITION
from veille.core.attention import Problem
from veille.core.clock import PARIS
from veille.core.editions import Entry, Finding, Quotation
from veille.core.people import SubscriberKind
from veille.core.personal_fields import fill_html, fill_text
from veille.core.procedures import Change
from veille.store.outbox import Content

FIELDS = {
    "greeting": "Bonjour Camille,",
    "address": "camille@structure.example",
    "manage_url": "https://veille.example/mon-abonnement/abc",
    "unsubscribe_url": "https://veille.example/desabonnement/abc",
    "unsubscribe_topic_url": "https://veille.example/desabonnement/abc",
    "view_url": "https://veille.example/mon-edition/abc",
    "site_url": "https://veille.example",
    "report_url": "https://veille.example/signaler/abc",
}
PUBLISHER = "Mission inventée"
OTHERS_CLAUSE = Entry(
    section="clause",
    procedure_id=21,
    version=1,
    topic="facts",
    state="open",
    title="Construction d’un groupe scolaire inventé, lots 1 à 12",
    buyer="Ville de Valinvente",
    buyer_town="Valinvente",
    places=("Valinvente",),
    published_on=date(2026, 11, 10),
    deadline=datetime(2026, 12, 18, 12, 0, tzinfo=PARIS),
    days_left=32,
    plenty_of_time=True,
    lot_count=12,
    clause=Finding(
        question="clause",
        kinds=("insertion",),
        binding="mandatory",
        hours=1820,
        quotations=(
            Quotation(
                text="Le titulaire réserve au moins 1 820 heures de travail à des personnes "
                "éloignées de l’emploi, pour l’ensemble des lots 1 à 12",
                signal="stated",
            ),
        ),
    ),
    notice_url="https://avis.example/21",
    notice_source="boamp",
    documents_url="https://dce.example/21",
    sources=("boamp",),
    facilitator="PLIE inventé",
)
PROBLEMS = (
    Problem(
        key="source/boamp/incomplete",
        name="BOAMP en panne",
        said="BOAMP : 3 collectes de suite sans aller au bout (délai dépassé).",
        todo="Lancer veille source check.",
    ),
    Problem(
        key="disk",
        name="disque presque plein",
        said="Disque presque plein : 412 Mio libres.",
        todo="Faire de la place : anciennes sauvegardes, dossiers « replaced- », journaux.",
    ),
    Problem(
        key="backup",
        name="sauvegarde ancienne",
        said="Dernière sauvegarde dimanche 1er novembre 2026 à 3 h 45.",
        todo="Lancer veille backup.",
    ),
)
WITHDRAWN = Entry(
    section="correction",
    procedure_id=22,
    version=2,
    topic="facts",
    state="open",
    title="Aménagement paysager du parc inventé",
    buyer="Commune de Valinvente",
    deadline=datetime(2026, 12, 4, 12, 0, tzinfo=PARIS),
    days_left=18,
    withdrawn=True,
    changes=(Change(fact="clause", before="insertion", after="aucune vue"),),
    notice_url="https://avis.example/22",
    notice_source="boamp",
)


def every_mail() -> dict[str, tuple[str, str, str]]:
    """Subject, HTML and text of each kind, by name."""
    entries = tuple(replace(entry, sources=()) for entry in EDITION.entries)
    corrections = EDITION.section("correction")
    reserved = EDITION.section("reserved")
    lots = {
        "digest": _personal("facilitator", *entries, OTHERS_CLAUSE),
        "digest_unapproved": _personal("staff", *reserved, unapproved=True),
        "digest_empty": _personal("facilitator"),
        "digest_flood": _personal("facilitator", *_many(200)),
        "alert_buyer": _personal("buyer_agent", OTHERS_CLAUSE, *reserved),
        "alert_structure": _personal("structure", *reserved, OTHERS_CLAUSE),
        "correction": _personal("facilitator", *corrections, before=1),
        "retraction": _personal("facilitator", WITHDRAWN, before=1),
        "welcome": _personal("facilitator", *reserved, kind="welcome"),
    }
    told = {name: (mail.subject, mail.html, mail.text) for name, mail in lots.items()}
    asked = ("Marchés réservés, Sète, chaque semaine",)
    warnings = ("BOAMP n’a pas été lu en entier (délai dépassé)\u00a0: des avis peuvent manquer.",)
    written = {
        "confirmation": letters.confirmation(PUBLISHER, asked, linked=True),
        "sign_in": letters.sign_in(PUBLISHER, "012345", linked=True),
        "handover": passed_on(
            PUBLISHER,
            "Camille Inventée",
            "Entretien des jardins inventés – Commune de Valinvente",
            "date limite : lundi 14 décembre 2026 à 12 h",
            "tu connais bien le service, je te la laisse",
            linked=True,
        ),
        "welcome_letter": letters.welcome_letter(PUBLISHER, "lundi 23 novembre", linked=True),
        "goodbye": letters.goodbye(PUBLISHER, asked, everything=True, linked=True),
        "silent_source": letters.silent_source(PUBLISHER, warnings, linked=True),
        "warning": warning(PUBLISHER, "new", PROBLEMS, linked=True),
        "warning_reminder": warning(PUBLISHER, "reminder", PROBLEMS[:1], linked=True),
        "warning_settled": warning(PUBLISHER, "settled", (), linked=True),
    }
    return told | {name: _parts(content) for name, content in written.items()}


def filled() -> dict[str, tuple[str, str, str]]:
    """Every mail as one reader gets it."""
    return {
        name: (subject, fill_html(html, FIELDS), fill_text(text, FIELDS))
        for name, (subject, html, text) in every_mail().items()
    }


class _Told(History):
    """What changed since what a reader was told is what the entries say."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__({})
        self._entries = {entry.procedure_id: entry for entry in entries}
        self.changes = lambda procedure_id, *_: self._entries[procedure_id].changes

    def is_withdrawn(self, procedure_id: int, before: int, after: int) -> bool:
        return self._entries[procedure_id].withdrawn


def _many(count: int) -> tuple[Entry, ...]:
    (call, _) = EDITION.section("opportunity")
    return tuple(
        replace(call, procedure_id=100 + number, title=f"Nettoyage inventé {number}")
        for number in range(count)
    )


def _personal(reader: SubscriberKind, *entries: Entry, **known: object) -> RenderedMail:
    kind, before = known.pop("kind", None), known.pop("before", None)
    lines = [line(entry) for entry in entries]
    shared: Frame = replace(
        frame(*lines, linked=True),
        lines={one.entry.procedure_id: one for one in lines},
        history=_Told(entries),
        head=replace(HEAD, sample=False, publisher=PUBLISHER),
        **known,  # type: ignore[arg-type]
    )
    told = [item(entry, before=before) for entry in entries]
    return personal_mail(shared, reader, told, kind=kind).mail  # type: ignore[arg-type]


def _parts(content: Content) -> tuple[str, str, str]:
    return content.subject, content.html, content.text


def main(folder: Path) -> None:
    """Write the mails as a reader gets them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (subject, html, text) in filled().items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        (folder / f"{name}.txt").write_text(f"{subject}\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
