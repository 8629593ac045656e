"""Sections of who, where and what: sectors, territories, buyers, kinds, winners."""

from veille.core.french import NBSP
from veille.core.observatory import group_sentences
from veille.core.observatory.context import Context
from veille.core.observatory.figures import YearFigures
from veille.core.observatory.group_sentences import Nouns
from veille.core.observatory.section_shapes import grouped, kinds
from veille.core.observatory.tables import Column, Mark, Row, Section, Table, drawn

_SEVERAL = "Une consultation de plusieurs secteurs est comptée dans chacun."


def sectors(said: str, figures: YearFigures) -> Section:
    """By sector."""
    nouns = Nouns("concerne", "concernent", "secteur", "secteurs")
    return grouped(
        "secteurs", "Par secteur", "Secteur", group_sentences.leading(said, figures.sectors, nouns),
        figures.sectors, link="sector", note=_SEVERAL,
    )  # fmt: skip


def parts(said: str, figures: YearFigures, context: Context) -> Section | None:
    """By part of the territory; null where it has none."""
    if context.parts is None:
        return None
    sentence = group_sentences.parts(said, figures.parts, context.parts_known, context.parts)
    return grouped(
        "territoires", f"Par territoire{NBSP}: {context.parts}", "Territoire", sentence,
        figures.parts, link="area",
        note="Ce qui s’exécute dans un territoire, ou y est acheté. Une consultation peut en "
        "concerner plusieurs.",
    )  # fmt: skip


def buyer_sorts(said: str, figures: YearFigures) -> Section:
    """By kind of public body."""
    nouns = Nouns("vient de", "viennent de", "type d’acheteurs", "types d’acheteurs")
    sentence = group_sentences.leading(said, figures.buyer_sorts, nouns).replace("de un", "d’un")
    return grouped(
        "types-acheteurs", "Par type d’acheteur", "Acheteurs", sentence, figures.buyer_sorts,
        note="Le type est déduit du nom de l’acheteur et de son SIREN.",
    )  # fmt: skip


def buyers(said: str, figures: YearFigures) -> Section:
    """The buyers with most."""
    return grouped(
        "acheteurs", "Acheteurs", "Acheteur",
        group_sentences.buyers(said, figures.buyers_known, figures.buyers_flagged, figures.buyers),
        figures.buyers, link="buyer",
        note="Les acheteurs qui ont le plus de consultations réservées ou avec clause.",
    )  # fmt: skip


def reserved(said: str, figures: YearFigures) -> Section:
    """For whom contracts are reserved."""
    sentence = group_sentences.kinds(
        said, figures.reserved_kinds, figures.total.reserved,
        ("consultation réservée", "consultations réservées"), "aucune consultation réservée",
    )  # fmt: skip
    return kinds("reserves", "Pour qui c’est réservé", "Bénéficiaires", sentence,
                  figures.reserved_kinds, figures.total.reserved)  # fmt: skip


def clauses(said: str, figures: YearFigures) -> Section:
    """What clauses ask for."""
    sentence = group_sentences.kinds(
        said, figures.clause_kinds, figures.total.clause,
        ("consultation avec clause", "consultations avec clause"),
        "aucune clause visible dans un avis",
    )  # fmt: skip
    return kinds("clauses", "Types de clause", "Type", sentence, figures.clause_kinds,
                  figures.total.clause)  # fmt: skip


def winners(said: str, figures: YearFigures) -> Section:
    """Companies and structures that won."""
    rows = tuple(
        Row((one.label, one.procedures, one.reserved, one.clause)) for one in figures.winners
    )
    return Section(
        code="titulaires",
        title="Titulaires",
        sentence=group_sentences.winners(said, figures.winners_known, figures.winners),
        table=Table(
            (
                Column("Entreprise ou structure", "text"),
                Column("consultations"),
                Column("réservées"),
                Column("avec clause"),
            ),
            rows,
        ),
        chart=drawn("bars", "titulaire", "consultations", [Mark(one.label, one.procedures) for one
                                                           in figures.winners]),
        note="Des consultations réservées ou avec clause seulement. Qui exerce sous son propre "
        "nom est compté, sans être nommé.",
    )  # fmt: skip
