"""Learned evidence in French: few reasons, each said once, none that people cannot see."""

import pytest

from veille.core.explanations import SHOWN, Reasons, phrase, reasons, sentence
from veille.core.french import NBSP, quoted
from veille.core.verdicts import Evidence


def line(rule: str, weight: float = 0.5, **known: str) -> Evidence:
    return Evidence(signal="learned", for_="potential", rule=rule, weight=weight, **known)  # type: ignore[arg-type]


def word(text: str, weight: float = 0.5) -> Evidence:
    return line("learned.word", weight, at="/title", quote=text)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("learned.sector.nettoyage", f"le secteur {quoted('nettoyage des locaux, vitrerie')}"),
        ("learned.sector.travaux_publics", f"le secteur {quoted('travaux publics')}"),
        ("learned.sector.unheard_of", f"le secteur {quoted('unheard_of')}"),
        ("learned.descriptor.239", f"le descripteur {quoted('Nettoyage de locaux')}"),
        ("learned.nature.works", "un marché de travaux"),
        ("learned.family.MAPA", "une procédure adaptée"),
        ("learned.family.JOUE", "un marché de taille européenne"),
        ("learned.family.UNKNOWN", "un avis de la famille UNKNOWN"),
        ("learned.duration.48", f"une durée jusqu’à 48{NBSP}mois"),
        ("learned.duration.more", f"une durée de plus de 48{NBSP}mois"),
        ("learned.value.10", f"un montant autour de 178{NBSP}k€"),
    ],
)
def test_facts_in_french(rule: str, expected: str) -> None:
    assert phrase(line(rule)) == expected


def test_words_are_in_lower_case() -> None:
    assert phrase(word("TONTE")) == f"le mot {quoted('tonte')}"


def test_a_descriptor_read_in_a_cpv_code_is_told_by_that_code() -> None:
    found = line("learned.descriptor.239", at="/cpv/0", quote="90911200")
    assert phrase(found) == f"le code CPV {quoted('Services de nettoyage de bâtiments')}"
    long = line("learned.descriptor.239", at="/cpv/0", quote="33760000")
    assert phrase(long) == f"le code CPV {quoted('Papier hygiénique')}"
    unknown = line("learned.descriptor.239", at="/cpv/0", quote="99999999")
    assert phrase(unknown) == f"le code CPV {quoted('99999999')}"


@pytest.mark.parametrize(("weight", "said"), [(0.5, "souvent"), (-0.5, "rarement")])
def test_the_habit_of_a_buyer(weight: float, said: str) -> None:
    assert phrase(line("learned.habit", weight)) == f"cet acheteur en met {said}"


def test_what_raises_is_told_apart_from_what_lowers() -> None:
    found = reasons([word("tonte"), word("fourniture", -0.4)], "Fourniture et tonte")
    assert found == Reasons((f"le mot {quoted('tonte')}",), (f"le mot {quoted('fourniture')}",))


def test_a_few_at_most_the_first_ones() -> None:
    words = ["tonte", "taille", "pose", "achat", "soin"]
    found = reasons(map(word, words), " ".join(words))
    assert [said.split()[-1] for said in found.raised] == [
        quoted(one).split()[-1] for one in words[:SHOWN]
    ]


def test_reasons_that_say_the_same_are_one() -> None:
    same = [line("learned.descriptor.239"), word("nettoyage"), line("learned.sector.nettoyage")]
    assert len(reasons(same, "nettoyage").raised) == 1


def test_a_word_that_people_do_not_see_is_no_reason() -> None:
    assert reasons([word("tonte")], "Entretien des jardins") == Reasons()
    assert reasons([word("tonte")], None) == Reasons()
    assert reasons([word("dupont")], "Avis à adresser à Mme Dupont") == Reasons()


@pytest.mark.parametrize(
    ("title", "quote", "shown"),
    [
        ("Travaux à la salle Gaston", "Gaston", False),
        ("Gardiennage des sites", "Gardiennage", True),
        ("Lot unique : Gardiennage des sites", "Gardiennage", True),
        ("GARDIENNAGE DES SITES", "SITES", True),
        ("Étude pour le SYNDICAT", "SYNDICAT", False),
    ],
)
def test_names_are_no_reasons(title: str, quote: str, shown: bool) -> None:
    assert bool(reasons([word(quote)], title).raised) is shown


def test_other_signals_are_left_out() -> None:
    stated = Evidence(signal="stated", for_="clause", rule="clause.insertion", weight=1.0)
    habit = Evidence(signal="learned", for_="likely", rule="learned.habit", weight=1.0)
    assert reasons([stated, habit], "tonte") == Reasons()


def test_words_are_put_together() -> None:
    names = ["le mot « tonte »", "le secteur « eau »", "le mot « taille »"]
    assert sentence(names, []) == (
        f"pour{NBSP}: les mots « tonte » et{NBSP}« taille », le secteur « eau »"
    )
    assert sentence(names[:2], []) == f"pour{NBSP}: le mot « tonte » et{NBSP}le secteur « eau »"


def test_for_and_against_in_one_line() -> None:
    assert sentence(["un achat"], ["une étude"]) == (
        f"pour{NBSP}: un achat{NBSP}; contre{NBSP}: une étude"
    )
    assert sentence([], ["une étude"]) == f"contre{NBSP}: une étude"
    assert sentence([], []) is None
