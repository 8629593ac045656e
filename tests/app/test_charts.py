"""Charts: an image with a French name, its table, a sentence; the same bytes each time."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from veille.app import charts
from veille.app.charts import Axis, Point, day_value
from veille.app.learn.figures_page import Page, PageError, rendered, write

SHARE = Axis("part retrouvée", "share")
POINTS = [
    Point(step / 4, 1 / (step + 1), series)
    for series in ("potentiel", "probable")
    for step in (1, 2)
]


def test_a_chart_is_one_image_that_says_what_it_shows() -> None:
    figure = charts.lines("Précision", "Une phrase <b>.", POINTS, SHARE, SHARE, diagonal=True)
    root = etree.fromstring(figure.svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Précision. Une phrase <b>."
    spoken = [
        name for one in root.iter() for name in map(str, one.attrib) if name.startswith("aria-")
    ]
    assert spoken == ["aria-label"]
    assert "potentiel" in figure.svg
    assert (
        figure.svg
        == charts.lines("Précision", "Une phrase <b>.", POINTS, SHARE, SHARE, diagonal=True).svg
    )


def test_the_table_says_the_same_as_the_drawing() -> None:
    figure = charts.lines("Précision", "", POINTS, SHARE, Axis("précision"))
    assert figure.columns == ("série", "part retrouvée", "précision")
    assert figure.rows[0] == ("potentiel", "25\u00a0%", "0,5")
    assert len(figure.rows) == len(POINTS)


def test_intervals_are_in_the_table_too() -> None:
    points = [Point(1.0, 0.2, low=0.1, high=0.3), Point(2.0, 0.3, low=0.2, high=0.4)]
    figure = charts.lines("Score", "", points, Axis("étiquettes"), Axis("score", from_zero=False))
    assert figure.columns == ("étiquettes", "score", "intervalle")
    assert figure.rows[0] == ("1", "0,2", "0,1 à 0,3")


def test_bars_name_what_they_measure() -> None:
    points = [Point("Espaces verts", 0.5), Point("Nettoyage", 0.2)]
    figure = charts.bars("Secteurs", "", points, Axis("secteur", "name"), Axis("score"))
    assert figure.rows == (("Espaces verts", "0,5"), ("Nettoyage", "0,2"))
    assert "Espaces verts" in figure.svg


def test_days_are_bars_with_a_stroke_across_in_their_order() -> None:
    days = [date(2026, 10, 30), date(2026, 11, 1), date(2026, 11, 2)]
    points = [Point(day_value(day), 10.0 * number, "lus") for number, day in enumerate(days)]
    points.append(Point(day_value(days[2]), 25.0, "annoncés"))
    figure = charts.columns("Jours", "Une phrase.", points, Axis("jour", "day"), Axis("avis"))
    assert figure.rows[0] == ("lus", "30\u00a0oct.", "0")
    assert figure.rows[-1] == ("annoncés", "2\u00a0nov.", "25")
    assert "style=" not in figure.svg  # a page of ours would not show it
    assert "annoncés" in figure.svg
    alone = charts.columns("Jours", "", points[:3], Axis("jour", "day"), Axis("avis"))
    assert len(alone.rows) == 3


def test_a_page_stands_alone_and_what_it_quotes_stays_text() -> None:
    figure = charts.bars(
        "Secteurs", "Une phrase.", [Point("<script>", 0.5)], Axis("secteur", "name"), Axis("score")
    )
    html = rendered(Page("Titre <i>", ["Une ligne & une autre."], [figure]))
    assert "<script" not in html
    assert "Titre &lt;i&gt;" in html
    assert '<svg role="img"' in html
    assert "<caption>Secteurs</caption>" in html
    assert "http" not in html.replace("http://www.w3.org", "")


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="introuvable"):
        write(tmp_path / "no" / "page.html", Page("T", [], []))
