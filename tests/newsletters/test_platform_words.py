"""What a digest says of buyer platforms: what was counted, and nothing where nothing was."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from newsletters.coverage import coverage_view
from newsletters.merging import merged_head
from newsletters.platform_words import NOT_COVERED, not_covered, platform_coverage
from newsletters.rendering import render
from tests.english import english_in
from tests.newsletters.small_edition import EDITION
from veille.core.coverage.figures import Figures, PlatformLine
from veille.core.coverage.shares import Share
from veille.core.editions import Edition, PlatformCoverage, edition_from_json, edition_to_json

UNTIL = date(2026, 11, 15)
FIGURES = Figures(
    since=UNTIL - timedelta(days=364),
    until=UNTIL,
    counted_at=datetime(2026, 11, 16, 7, 30, tzinfo=UTC),
    platforms=(
        PlatformLine(code="place", consultations=9),
        PlatformLine(code="achatpublic", consultations=4, read={"alert": UNTIL}),
        PlatformLine(
            code="midi_libre", consultations=2, read={"alert": UNTIL - timedelta(days=40)}
        ),
        PlatformLine(code="klekoon", consultations=0, read={"alert": UNTIL}),
        PlatformLine(code="other", consultations=7),
    ),
    share=Share(seen=62, doubtful=8, unseen=30, purchases=90),
)


def said(figures: Figures | None) -> list[str]:
    coverage = replace(EDITION.coverage, platforms=platform_coverage(figures))
    remarks = coverage_view(replace(EDITION, coverage=coverage)).remarks
    return [
        line.replace("\u00a0", " ")
        for line in remarks
        if line not in coverage_view(EDITION).remarks
    ]


def with_platforms() -> Edition:
    found = platform_coverage(FIGURES)
    coverage = replace(EDITION.coverage, platforms=found, not_covered=not_covered(found))
    return replace(EDITION, coverage=coverage)


def test_the_platforms_that_are_read_the_silent_ones_and_the_share() -> None:
    assert said(FIGURES) == [
        "Plateformes d’acheteurs de l’Hérault : sur 3 plateformes citées depuis un an, 1 est lue.",
        "Plus rien n’est venu depuis un mois de Midi Libre marchés publics : des consultations "
        "peuvent manquer.",
        "D’après les données d’attribution, la consultation de 62 à 70 % des 100 marchés notifiés "
        "depuis un an, hors ceux passés sans publicité, avait été vue.",
    ]


def test_few_contracts_are_counted() -> None:
    few = replace(FIGURES, platforms=(), share=Share(seen=4, doubtful=1, unseen=4))
    assert said(few) == [
        "D’après les données d’attribution, la consultation de 4 à 5 sur 9 marchés notifiés "
        "depuis un an, hors ceux passés sans publicité, avait été vue."
    ]


def test_no_figure_no_sentence() -> None:
    assert said(None) == []
    assert said(replace(FIGURES, platforms=FIGURES.platforms[-1:], share=Share())) == []
    assert not_covered(None) == NOT_COVERED


def test_no_platform_is_read() -> None:
    unread = replace(FIGURES, platforms=FIGURES.platforms[:1], share=Share())
    assert said(unread) == [
        "Plateformes d’acheteurs de l’Hérault : sur 1 plateforme citée depuis un an, aucune n’est "
        "lue."
    ]
    assert not_covered(platform_coverage(unread)) == NOT_COVERED


def test_what_is_not_covered_says_which_platforms_are() -> None:
    _, profile = not_covered(platform_coverage(FIGURES))
    assert profile.replace("\u00a0", " ") == (
        "Marchés publiés seulement sur le profil de l’acheteur, sauf sur achatpublic.com et "
        "Klekoon ; plateformes non lues : PLACE"
    )


def test_many_platforms_are_named_in_part() -> None:
    names = tuple(f"P{number}" for number in range(12))
    _, profile = not_covered(PlatformCoverage(until=UNTIL, read=("A",), unread=names))
    assert profile.replace("\u00a0", " ").endswith("P0, P1, P2, P3, P4, P5, P6, P7 et 4 autres")


def test_it_is_frozen_in_the_edition_and_old_editions_are_still_read() -> None:
    edition = with_platforms()
    assert edition_from_json(edition_to_json(edition)) == edition
    old = edition_to_json(EDITION).replace(',"platforms":null', "")
    assert "platforms" not in old
    assert edition_from_json(old) == EDITION


def test_a_mail_of_several_editions_says_it_once() -> None:
    older = replace(EDITION, period_start=EDITION.period_start - timedelta(days=7))
    merged = merged_head([older, with_platforms()])
    assert merged.coverage.platforms == with_platforms().coverage.platforms


@pytest.mark.parametrize("part", ["html", "text"])
def test_the_mail_says_it(part: str) -> None:
    rendered = render(with_platforms())
    body = " ".join(str(getattr(rendered, part)).replace("\u00a0", " ").split())
    body = body.replace("&nbsp;", " ")
    assert "sur 3 plateformes citées depuis un an, 1 est lue." in body
    assert "62 à 70 % des 100 marchés" in body
    assert "plateformes non lues : PLACE" in body
    assert english_in(" ".join(said(FIGURES))) == []
