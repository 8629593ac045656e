"""What goes together, and how it is told apart from what stands alone."""

from dataclasses import replace

from classifiers.crosses import Cross, crosses, trades
from classifiers.features import FIELDS, Features, features
from classifiers.learner import Learner
from classifiers.views import object_views, views_of
from tests.classifiers.learned_data import notice
from veille.core.notices import Buyer, Descriptor, Notice

LEARNER = Learner()
MADE = notice(
    "Lot 12 : taille des arbres, taille 2026",
    family="JOUE",
    descriptors=(Descriptor(code="116"), Descriptor(code="105")),
)


def _read(made: Notice) -> Features:
    return features(made, FIELDS, LEARNER.tokenize)


def test_long_words_and_descriptors_go_together_once() -> None:
    found = [cross for cross in crosses(_read(MADE)) if cross.word]
    assert found == [
        Cross(f"x={code}|{word}", (code,), word)
        for word in ("taille", "arbres")
        for code in ("d=105", "d=116")
    ]


def test_facts_go_together_whatever_their_order() -> None:
    found = {cross.name for cross in crosses(_read(MADE)) if not cross.word}
    assert found == {"x=f=JOUE|d=105", "x=f=JOUE|d=116", "x=d=105|d=116"}
    turned = replace(MADE, descriptors=MADE.descriptors[::-1])
    assert set(crosses(_read(turned))) == set(crosses(_read(MADE)))


def test_a_buyer_goes_with_its_trades_in_likely_alone() -> None:
    read = _read(MADE)
    assert set(trades("ville", read)) == {
        "bt=ville|d=105",
        "bt=ville|d=116",
        *(f"bt=ville|{fact}" for fact in read.facts if fact.startswith("s=")),
    }
    assert list(trades("", read)) == []
    other = replace(MADE, buyer=Buyer(name="Métropole de Zed"))
    first, second = views_of(MADE, read), views_of(other, read)
    assert first.object == second.object == object_views(read).object
    assert first.trades != second.trades


def test_what_is_crossed_is_bounded() -> None:
    many = notice(
        " ".join(f"{letter}aaaa{other}" for letter in "abcdefgh" for other in "abcdefgh"),
        descriptors=tuple(Descriptor(code=f"{number}") for number in range(100, 160)),
    )
    assert len(list(crosses(_read(many)))) <= 40 * 3 + 3 + 3


def test_without_codes_nothing_goes_together() -> None:
    assert list(crosses(_read(notice("Taille des arbres")))) == []
