"""One small edition with a line of every section, and the files it must render to.

``python -m tests.newsletters.small_edition`` writes the expected files anew, to be read over.
"""

from datetime import date, datetime
from pathlib import Path

from newsletters.rendering import render
from veille.core.clock import PARIS
from veille.core.editions import (
    Coverage,
    Edition,
    Entry,
    Finding,
    LotLine,
    Potential,
    Quotation,
    SourceCoverage,
    WinnerLine,
)
from veille.core.notices import Value
from veille.core.procedures import Change
from veille.core.verdicts import HoursEstimate, Obligation

GOLDEN = Path(__file__).parent / "golden"

_RESERVED = Entry(
    section="reserved",
    procedure_id=1,
    version=1,
    topic="facts",
    state="open",
    title="Entretien des espaces verts de Valinvente",
    buyer="Commune de Valinvente",
    buyer_town="Valinvente",
    places=("Valinvente", "Sète"),
    published_on=date(2026, 11, 11),
    deadline=datetime(2026, 11, 20, 12, 0, tzinfo=PARIS),
    days_left=4,
    value=Value(amount=120_000.0),
    procedure_label="procédure adaptée",
    lots=(LotLine(id="LOT-0002", title="Tonte des talus"),),
    lot_count=3,
    reserved=Finding(
        question="reserved",
        kinds=("iae",),
        lots=("LOT-0002",),
        quotations=(
            Quotation(
                text="le lot 2 est réservé, contact […]", signal="stated", lots=("LOT-0002",)
            ),
            Quotation(text=None, signal="declared"),
        ),
    ),
    notice_url="https://avis.example/1",
    notice_source="boamp",
    documents_url="https://dce.example/1",
    sources=("boamp", "ted"),
    facilitator="PLIE inventé",
)
_CLAUSE = Entry(
    section="clause",
    procedure_id=2,
    version=1,
    topic="facts",
    state="closed",
    title="Réfection d’une école inventée",
    buyer="Communauté d’Outre-Lac",
    buyer_town="Agde",
    deadline=datetime(2026, 11, 14, 12, 0, tzinfo=PARIS),
    days_left=-2,
    closed=True,
    published_on=date(2026, 11, 3),
    late=True,
    clause=Finding(
        question="clause",
        kinds=("insertion", "criterion"),
        binding="mandatory",
        hours=1400,
        sure=False,
    ),
    relation="published",
)
_OPEN = Entry(
    section="opportunity",
    procedure_id=3,
    version=1,
    topic="facts",
    state="open",
    title="Nettoyage des locaux",
    deadline=datetime(2026, 12, 14, 12, 30, tzinfo=PARIS),
    days_left=28,
    plenty_of_time=True,
    lot_count=2,
    corrected=True,
    obligation=Obligation(
        answer="expected",
        why="Clause attendue, non vue dans l’avis (article L2112-2-1 du code de la commande "
        "publique) : montant estimé de 400 000 € HT, seuil européen de 216 000 € HT ; avis envoyé "
        "le 9 novembre 2026. À vérifier au DCE.",
    ),
    hours=HoursEstimate(low=140, high=350, basis="400 000 € HT × 70 % ; taux à confirmer"),
    potential=Potential(
        band="high",
        share=0.227,
        raised=("le mot «\u00a0nettoyage\u00a0»", "le secteur «\u00a0nettoyage\u00a0»"),
        lowered=("une procédure adaptée",),
    ),
    priority=0.8,
    remark="cet acheteur en met souvent : à vérifier au DCE",
)
_SOON = Entry(
    section="opportunity",
    procedure_id=4,
    version=1,
    topic="facts",
    state="open",
    title="Transport de repas",
    doubtful=True,
)
_PLANNED = Entry(
    section="planning",
    procedure_id=5,
    version=1,
    topic="facts",
    state="planned",
    title="Futur gymnase",
    published_on=date(2026, 11, 12),
    hours=HoursEstimate(low=0, high=35, basis="somme des lots 1 et 2"),
)
_RENEWAL = Entry(
    section="renewal",
    procedure_id=6,
    version=1,
    topic="renewal:2027-05-31",
    state="awarded",
    title="Gardiennage du musée inventé",
    ends_on=date(2027, 5, 31),
    ends_on_computed=True,
    renewals=1,
    winners=(WinnerLine(name="Veilleurs inventés", town="Lunel"),),
)
_CORRECTION = Entry(
    section="correction",
    procedure_id=7,
    version=2,
    topic="facts",
    state="open",
    title="Restauration scolaire",
    deadline=datetime(2026, 12, 1, 12, 0, tzinfo=PARIS),
    days_left=15,
    changes=(
        Change(
            fact="deadline",
            before="lundi 23 novembre 2026 à 12 h",
            after="mardi 1er décembre 2026 à 12 h",
        ),
        Change(fact="clause", before=None, after="insertion"),
    ),
    clause=Finding(question="clause", kinds=("insertion",)),
)
_CANCELLED = Entry(
    section="correction",
    procedure_id=8,
    version=2,
    topic="facts",
    state="cancelled",
    title="Étude abandonnée",
    changes=(Change(fact="state", before="ouverte", after="annulée"),),
)
_AWARD = Entry(
    section="award",
    procedure_id=9,
    version=1,
    topic="facts",
    state="awarded",
    title="Blanchissage",
    winners=(
        WinnerLine(name="Linge inventé", town="Sète", lot="LOT-0001", amount=84_000.0),
        WinnerLine(name="Buanderie inventée", lot="LOT-0002"),
    ),
    announced=True,
)

EDITION = Edition(
    organisation="mission",
    publisher="Mission inventée",
    territory_code="34",
    territory_label="Hérault",
    period_start=date(2026, 11, 9),
    period_end=date(2026, 11, 16),
    composed_at=datetime(2026, 11, 16, 7, 30, tzinfo=PARIS),
    entries=(
        _RESERVED,
        _CLAUSE,
        _OPEN,
        _SOON,
        _PLANNED,
        _RENEWAL,
        _CORRECTION,
        _CANCELLED,
        _AWARD,
    ),
    coverage=Coverage(
        sources=(
            SourceCoverage(
                label="BOAMP",
                notices_read=1482,
                since=date(2026, 11, 9),
                until=date(2026, 11, 15),
            ),
            SourceCoverage(label="TED", notices_read=1, complete=False, cause="délai dépassé"),
        ),
        not_covered=("Marchés publiés seulement sur le profil de l’acheteur",),
        unreadable=1,
        published_only=3,
        omitted={"opportunity": 12, "award": 2},
    ),
    sample=True,
)


def main() -> None:
    """Write the expected files."""
    GOLDEN.mkdir(exist_ok=True)
    mail = render(EDITION)
    (GOLDEN / "edition.html").write_text(mail.html, encoding="utf-8")
    (GOLDEN / "edition.txt").write_text(mail.text, encoding="utf-8")


if __name__ == "__main__":
    main()
