"""The mail of one person from the frozen lines of editions; preview and mail are this function.

What differs between two people with the same lines for the same reasons is only in the personal
fields (``veille.core.personal_fields``), so both share one content.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from newsletters.addressing import Item, Line
from newsletters.ending_lines import with_endings
from newsletters.fitting import MOST_BYTES, fitted
from newsletters.history import History
from newsletters.mails.examples import ExampleView, examples, without
from newsletters.mails.kinds import FRAMINGS, Framing, MailKind, kind_of, subject_of
from newsletters.ordering import in_reading_order, most_useful
from newsletters.personal_entries import personal_entry
from newsletters.presentation import EditionView, present
from newsletters.rendering import RenderedMail, html_of, text_of
from newsletters.subjects import personal_preheader
from veille.core import french
from veille.core.editions import Edition
from veille.core.endings import Ending
from veille.core.french import typography
from veille.core.people import SubscriberKind
from veille.core.previews import SHOWN_IN_A_MAIL

_NOTHING = (
    "Aucun avis de cette période ne correspond à vos alertes. Ce qui a été lu est détaillé "
    "ci-dessous."
)
_UNAPPROVED = "Cette édition est partie à l’heure prévue sans avoir été relue par l’équipe."


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all mails of one run share.

    ``head`` is the edition without its entries; ``lines`` those of the run by procedure;
    ``linked`` whether there are pages to link to.
    """

    head: Edition
    lines: Mapping[int, Line]
    history: History
    unapproved: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalMail:
    """A mail with placeholders where the personal fields go."""

    kind: MailKind
    mail: RenderedMail


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalView:
    """A person's mail in words; ``rest`` says how many entries stand behind the link."""

    edition: EditionView
    introduction: tuple[str, ...]
    law: str | None
    examples: tuple[ExampleView, ...]
    rest: str | None
    unapproved: str | None
    linked: bool
    explained: bool


def personal_mail(
    frame: Frame,
    reader: SubscriberKind,
    items: Sequence[Item],
    *,
    endings: tuple[Ending, ...] = (),
    kind: MailKind | None = None,
    most_entries: int = SHOWN_IN_A_MAIL,
    most_bytes: int = MOST_BYTES,
    with_page: bool = False,
) -> PersonalMail:
    """The mail of a reader of this kind that tells ``items`` and ``endings``.

    It is of ``kind``, by default of that which these make.

    The HTML weighs ``most_bytes`` at most; the text has in full every entry that the mail shows;
    the page, which the link leads to, has all of them where it is asked for.
    """
    entries = [
        personal_entry(frame.lines[item.procedure_id].entry, item, frame.history) for item in items
    ]
    head = with_endings(frame.head, endings, most=None)
    whole = replace(head, entries=in_reading_order(entries))
    top = {entry.procedure_id for entry in most_useful(entries, most_entries)}
    edition = with_endings(_cut(whole, top), endings)
    kind = kind or kind_of(reader, whole)
    page = _Page(frame, kind, whole)
    view = page.view(edition)
    html = fitted(edition, page.html, _cut, most_bytes)
    return PersonalMail(
        kind=kind,
        mail=RenderedMail(
            subject=view.edition.subject,
            html=html,
            text=text_of("personal.txt.j2", view=view),
            page=page.html(whole, frozenset()) if with_page else html,
        ),
    )


class _Page:
    """The HTML of an edition as a mail of one kind, which shows some entries of ``whole``."""

    def __init__(self, frame: Frame, kind: MailKind, whole: Edition) -> None:
        self._frame = frame
        self._kind = kind
        self._whole = whole
        self._views: dict[tuple[tuple[int, ...], frozenset[int], int], PersonalView] = {}

    def html(self, edition: Edition, brief: frozenset[int]) -> str:
        return html_of("personal.html.j2", view=self.view(edition, brief))

    def view(self, edition: Edition, brief: frozenset[int] = frozenset()) -> PersonalView:
        """The edition in words, made once for HTML and text."""
        entries = tuple(entry.procedure_id for entry in edition.entries)
        key = entries, brief, len(edition.endings)
        if key not in self._views:
            self._views[key] = self._made(edition, brief)
        return self._views[key]

    def _made(self, edition: Edition, brief: frozenset[int]) -> PersonalView:
        framing = FRAMINGS[self._kind]
        rest = len(self._whole.entries) - len(edition.entries)
        subject = subject_of(self._kind, self._whole)
        shown = examples(edition.entries) if framing.examples else ()
        stripped = replace(edition, entries=without(edition.entries, shown))
        presented = present(stripped, brief, self._whole)
        return PersonalView(
            edition=_framed(presented, framing, subject, personal_preheader(edition)),
            introduction=tuple(typography(line) for line in framing.introduction),
            law=typography(framing.law) if framing.law else None,
            examples=shown,
            rest=_rest(rest, linked=self._frame.linked),
            unapproved=_UNAPPROVED if self._frame.unapproved else None,
            linked=self._frame.linked,
            explained=framing.explained,
        )


def _framed(view: EditionView, framing: Framing, subject: str, preheader: str) -> EditionView:
    sections = tuple(
        replace(section, introduction=typography(framing.introductions[section.section]), more=None)
        if section.section in framing.introductions
        else replace(section, more=None)
        for section in view.sections
    )
    return replace(
        view,
        subject=subject,
        preheader=preheader,
        heading=typography(framing.heading) if framing.heading else view.heading,
        nothing=_NOTHING if view.nothing and not view.warnings else view.nothing,
        sections=sections,
        warnings=view.warnings if framing.explained else (),
        legal=view.legal if framing.explained else view.legal[:2],
    )


def _cut(edition: Edition, procedures: set[int]) -> Edition:
    kept = (entry for entry in edition.entries if entry.procedure_id in procedures)
    return replace(edition, entries=tuple(kept))


def _rest(count: int, *, linked: bool) -> str | None:
    if count <= 0:
        return None
    others = french.count(count, "autre marché correspond", "autres marchés correspondent")
    if linked:
        return f"{others} à vos alertes."
    return f"{others} à vos alertes{french.NBSP}: demandez-en la liste en répondant à ce message."
