"""What a reader of a mail is shown of a procedure to say what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from newsletters.lines import EntryView
from newsletters.plain import cut, plain
from veille.app.domain_tables import tables_in
from veille.app.review import wording
from veille.app.review.tagging import tag_from
from veille.app.web.procedure_page import page_of
from veille.app.web.reading import read
from veille.app.web.site import Site
from veille.core.answers import affirms
from veille.core.evidence_kinds import CLAUSE_KINDS, RESERVED_KINDS, own_kinds
from veille.core.facts import facts
from veille.core.notices import Notice, passages
from veille.core.redaction import redact
from veille.core.tags import ASKED, Asked, NewTag, TagRefusal, quote_hash

LONGEST_QUOTE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence that was read, without personal data; ``exact`` is the stored one."""

    code: str
    question: Asked
    notice_id: str
    exact: str
    quote: str | None
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A procedure to say something of; ``texts`` are those of its notices, without contacts."""

    id: int
    entry: EntryView
    sample: bool
    sentences: tuple[Said, ...]
    texts: tuple[tuple[str, str], ...]

    def sentence(self, code: str) -> Said | None:
        """The one that a form names."""
        return next((one for one in self.sentences if one.code == code), None)


def reported(session: Session, site: Site, procedure_id: int) -> Reported | None:
    """What is known of a procedure today; null where there is none."""
    tables = tables_in(session)
    found = read(session, site, procedure_id, tables)
    if found is None:
        return None
    procedure, now = found.procedure, site.clock()
    page = page_of(procedure, now, found.bands, tables)
    sentences: dict[str, Said] = {}
    for notice_id, line in facts(procedure, now).evidence:
        if line.for_ not in ASKED or line.quote is None or not affirms(line):
            continue
        question: Asked = "reserved" if line.for_ == "reserved" else "clause"
        code = f"{question}.{quote_hash(line.quote)}"
        is_box = (line.at or "").startswith("/declared/")
        kinds = ", ".join(wording.kind_label(kind, question) for kind in sorted(own_kinds(line)))
        sentences.setdefault(
            code,
            Said(
                code=code,
                question=question,
                notice_id=notice_id,
                exact=line.quote,
                quote=None if is_box else cut(redact(plain(line.quote)), LONGEST_QUOTE),
                meaning=f"{wording.QUESTIONS[question]} ({kinds})",
            ),
        )
    return Reported(
        id=procedure.id,
        entry=page.entry,
        sample=page.sample,
        sentences=tuple(sentences.values()),
        texts=tuple(_texts(procedure.notices[-1])),
    )


def what_is_wrong(view: Reported, notice_id: str, fields: Mapping[str, str]) -> NewTag:
    """The tag that a form proposes: a sentence is none (``faux``), of another kind (``type``), or

    a passage of ``notice_id`` was missed (``manque``).

    Raises:
        TagRefusal: it says nothing that can be taken.
    """
    if fields.get("quoi") == "manque":
        question, _, kind = fields.get("type", "").partition(".")
        return tag_from(
            {
                "notice": notice_id,
                "question": question or "clause",
                "answer": "missed",
                "quote": fields.get("passage", "").strip(),
                "kinds": kind,
            }
        )
    sentence = view.sentence(fields.get("cle", ""))
    if sentence is None:
        raise TagRefusal("cette phrase n’est plus dans la fiche")
    is_false = fields.get("quoi") != "type"
    return tag_from(
        {
            "notice": sentence.notice_id,
            "question": sentence.question,
            "answer": "false_positive" if is_false else "kind",
            "quote": sentence.exact,
            "reason": (fields.get("motif") or "other") if is_false else "",
            "kinds": "" if is_false else fields.get("type", "").rpartition(".")[2],
        }
    )


def kind_choices(question: Asked) -> list[tuple[str, str]]:
    """The kinds of a question, each with its words."""
    kinds = RESERVED_KINDS if question == "reserved" else CLAUSE_KINDS
    return [(f"{question}.{kind}", wording.kind_label(kind, question)) for kind in kinds]


def _texts(notice: Notice) -> list[tuple[str, str]]:
    """What was published; a document that staff found is not shown to everybody."""
    return [
        (wording.field_label(passage.field, passage.lot), redact(passage.text))
        for passage in passages(notice)
        if passage.document is None
    ]
