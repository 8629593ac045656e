"""Excerpts: what was looked for is shown where it stands, and nobody's telephone with it."""

from hypothesis import given
from hypothesis import strategies as st

from veille.core.excerpts import Segment, excerpt, excerpts, highlighted, says_all
from veille.core.search_words import words_of


def found(text: str, typed: str) -> list[str]:
    return [one.text for one in highlighted(text, words_of(typed).wanted) if one.found]


def shown(*texts: str, typed: str) -> str:
    return "".join(
        f"[{one.text}]" if one.found else one.text for one in excerpt(texts, words_of(typed).wanted)
    )


def test_words_are_marked_as_they_are_written() -> None:
    assert found("Entretien des Œuvres d’ART", "oeuvre art") == ["Œuvres", "ART"]
    assert found("Les espaces  verts, l’espace vert", '"espace vert"') == [
        "espaces  verts",
        "espace vert",
    ]
    assert found("Les espaces verts", '"vert espace"') == []


@given(st.text(), st.sampled_from(["é", "vitre", '"a b"', "œ"]))
def test_marking_changes_nothing_of_the_text(text: str, typed: str) -> None:
    phrases = words_of(typed + " mot").wanted
    assert "".join(one.text for one in highlighted(text, phrases)) == text


def test_the_first_text_that_says_it_is_cut_around_it() -> None:
    long = "mot " * 200 + "la tonte des pelouses " + "fin " * 200
    said = shown("rien ici", long, typed="pelouse")
    assert "la tonte des [pelouses] fin" in said
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert len(said) < 300


def test_a_long_text_with_wide_characters_is_cut_in_the_right_place() -> None:
    long = "œ  " * 2_000 + "pelouse" + " œ" * 2_000
    assert "[pelouse]" in shown(long, typed="pelouses")


def test_contacts_are_replaced_even_where_the_cut_falls_in_one() -> None:
    for gap in range(80, 130):
        text = f"Contact : Mme Anne Duval, 04 67 01 02 03{' x' * (gap // 2)} pelouse"
        said = shown(text, typed="pelouse")
        assert "[pelouse]" in said
        assert not any(part in said for part in ("67", "02 03", "Anne", "Duval"))


def test_what_is_only_in_a_contact_is_not_shown() -> None:
    assert shown("Contact : Mme Anne Duval.", typed="duval") == ""
    assert shown("écrire à pelouse@ville.example", "Tonte de pelouse", typed="pelouse") == (
        "Tonte de [pelouse]"
    )


def test_nothing_is_shown_of_what_was_not_asked() -> None:
    assert excerpt(["texte"], []) == ()
    assert highlighted("texte", []) == (Segment("texte", False),)
    assert says_all("Tonte de pelouse", words_of("pelouse tontes").wanted)
    assert not says_all("Tonte", words_of("pelouse tonte").wanted)


def test_each_word_is_shown_in_a_passage_of_its_own_where_one_does_not_do() -> None:
    phrases = words_of("tonte arrosage voirie").wanted
    texts = ["Tonte et arrosage des stades", "Réfection de la voirie"]
    said = [[one.text for one in some] for some in excerpts(texts, phrases, phrases, 2)]
    assert said == [["Tonte", " et ", "arrosage", " des stades"], ["Réfection de la ", "voirie"]]
    assert excerpts(texts, phrases, phrases, 1) == [excerpt(texts, phrases)]
