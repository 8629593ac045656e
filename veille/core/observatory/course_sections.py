"""Sections of what is asked and how it goes: hours, obligation, delays, stages."""

from collections.abc import Mapping

from veille.core.observatory import sentences
from veille.core.observatory.figures import YearFigures, quantiles
from veille.core.observatory.section_shapes import simple
from veille.core.observatory.tables import Column, Mark, Row, Section, Table, drawn

_WAIT_STEPS = (14, 21, 28, 35, 49)
_NO_END = 100_000


def hours(said: str, figures: YearFigures) -> Section:
    """Hours stated, and estimates apart."""
    now = figures.total
    kept = sorted(
        (one for one in figures.sectors if one.hours), key=lambda one: (-one.hours, one.label)
    )
    rows: list[Row] = [
        Row(("Heures annoncées dans l’avis", now.with_hours, now.hours, None)),
        Row(("Estimées, clause sans heures annoncées", now.clause_estimated, now.clause_low,
             now.clause_high)),
        Row(("Estimées, aucune clause vue", now.open_estimated, now.open_low, now.open_high)),
        *(Row((f"Annoncées, {one.label}", None, one.hours, None)) for one in kept),
    ]  # fmt: skip
    return Section(
        code="heures",
        title="Heures d’insertion annoncées et estimées",
        sentence=sentences.hours(said, now),
        table=Table(
            (
                Column("Heures", "text"),
                Column("consultations"),
                Column("heures, ou bas de l’estimation"),
                Column("haut de l’estimation"),
            ),
            tuple(rows),
        ),
        chart=drawn("bars", "secteur", "heures annoncées", [Mark(one.label, one.hours) for one in
                                                            kept]),
        note="Les heures annoncées sont écrites dans l’avis. Les estimations sont des fourchettes, "
        "tirées du montant et du secteur ; elles ne s’ajoutent pas aux heures annoncées. Le "
        "graphique ne montre que celles-ci, par secteur.",
    )  # fmt: skip


def obligation(said: str, figures: YearFigures) -> Section:
    """What the law expects and the notice shows."""
    now = figures.total
    told = (
        ("Clause attendue, vue dans l’avis", now.expected_seen),
        ("Clause attendue, non vue dans l’avis", now.expected_unseen),
        ("Exception visible dans l’avis", now.exempt),
        ("Hors du champ de la loi", now.not_applicable),
        ("L’avis ne permet pas de le dire", now.obligation_unknown),
    )
    return Section(
        code="obligation",
        title="Ce que la loi attend",
        sentence=sentences.obligation(said, now),
        table=simple("Article L2112-2-1", told, now.procedures),
        chart=drawn("bars", "réponse", "consultations", [Mark(*one) for one in told]),
        note="Pour les consultations lancées depuis le 22 août 2026, au-dessus des seuils "
        "européens. L’acheteur n’a pas à publier la raison d’une exception : l’avis ne dit "
        "jamais qu’une obligation n’est pas respectée.",
    )


def waits(said: str, figures: YearFigures) -> Section:
    """Days from the call to the deadline."""
    every, flagged = figures.waits.every, figures.waits.flagged
    steps = _steps(every, flagged)
    rows = [Row((name, all_, with_)) for name, all_, with_ in steps]
    for name, place in (("Premier quart", 0), ("Médiane", 1), ("Troisième quart", 2)):
        cells = [_days(quantiles(one), place) for one in (every, flagged)]
        rows.append(Row((f"{name} (jours)", *cells)))
    return Section(
        code="delais",
        title="Temps pour répondre",
        sentence=sentences.waits(said, figures.waits),
        table=Table(
            (Column("Délai", "text"), Column("consultations"), Column("réservée ou clause")),
            tuple(rows),
        ),
        chart=drawn("columns", "délai", "consultations", [Mark(name, all_) for name, all_, _ in
                                                          steps]),
        note="De la publication de l’appel à la date limite, telle que corrigée en dernier.",
    )  # fmt: skip


def chain(said: str, figures: YearFigures) -> Section:
    """From the announcement to the award."""
    now = figures.total
    told = (
        ("Annoncées à l’avance", now.planned),
        ("Mises en concurrence", now.opened),
        ("Mises en concurrence, après une annonce", now.planned_opened),
        ("Attribuées, titulaire connu", now.opened_awarded),
        ("Annulées", now.cancelled),
    )
    return Section(
        code="etapes",
        title="De l’annonce à l’attribution",
        sentence=sentences.chain(said, now),
        table=simple("Étape", told, now.procedures),
        chart=drawn("bars", "étape", "consultations", [Mark(*one) for one in told]),
        note="Les consultations de l’année, telles qu’on les connaît aujourd’hui : l’avis "
        "d’attribution paraît souvent des mois après.",
    )


def _days(found: tuple[int, int, int] | None, place: int) -> int | None:
    return found[place] if found else None


def _steps(every: Mapping[int, int], flagged: Mapping[int, int]) -> list[tuple[str, int, int]]:
    """How many left up to 14 days, 15 to 21…"""
    found, least = [], 0
    for most in (*_WAIT_STEPS, None):
        name = _step_name(least, most)
        counted = [
            sum(
                count
                for days, count in one.items()
                if days >= least and (most is None or days <= most)
            )
            for one in (every, flagged)
        ]
        found.append((name, counted[0], counted[1]))
        least = (most or 0) + 1
    return found


def _step_name(least: int, most: int | None) -> str:
    if most is None:
        return f"plus de {least - 1} jours"
    return f"{most} jours ou moins" if not least else f"{least} à {most} jours"
