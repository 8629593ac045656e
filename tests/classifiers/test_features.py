"""What the learned part reads of a notice, and what it never reads."""

from dataclasses import replace

import pytest

from classifiers.descriptors import descriptors_of, descriptors_of_cpv
from classifiers.features import (
    FIELDS,
    LONGEST,
    Features,
    Field,
    bucket,
    buckets,
    features,
    of_lot,
    present,
)
from classifiers.learner import Learner
from classifiers.views import views_of
from tests.classifiers.learned_data import notice
from veille.core.notices import Buyer, Descriptor, Lot, Notice, Value
from veille.core.reference.tables import items, rows

LEARNER = Learner()


def _read(made: Notice, *fields: Field) -> Features:
    return features(made, fields or FIELDS, LEARNER.tokenize)


def _names(made: Notice, *fields: Field) -> list[str]:
    read = _read(made, *fields)
    return [*read.words(), *read.facts]


def test_a_title_gives_words_stems_and_pairs() -> None:
    names = set(_read(notice("Nettoyage d’écoles"), "title").words())
    assert names == {"w=nettoyage", "p=nettoy", "w=d", "w=ecoles", "p=ecoles"} | {
        "b=nettoyage d",
        "b=d ecoles",
    }


def test_numbers_count_as_any_other() -> None:
    names = [set(_read(notice(f"Programme {year}"), "title").words()) for year in (2021, 2026)]
    assert names[0] == names[1]
    assert "w=#" in names[0]


def test_only_the_fields_of_the_model_are_read() -> None:
    full = notice(
        description="Entretien de fossés",
        lots=(Lot(id="LOT-0001", title="Élagage"),),
        cpv=("90910000",),
        contract_nature="services",
        value=Value(amount=120_000),
        duration_months=36,
    )
    bare = notice()
    assert _names(full, "title") == _names(bare, "title")
    facts = set(_read(full).facts)
    assert {"d=239", "s=nettoyage", "f=FNS", "n=services", "v=10", "u=36"} <= facts


def test_the_buyer_is_never_read_for_potential() -> None:
    other = replace(
        notice(), buyer=Buyer(name="Métropole de Zed", siret="1" * 14), departments=("34",)
    )
    assert _names(other) == _names(notice())
    first, second = (views_of(made, _read(made)) for made in (notice(), other))
    assert first.object == second.object
    assert first.name != second.name


def test_a_cpv_is_read_as_the_descriptor_it_stands_for() -> None:
    by_cpv = notice(cpv=("90911200-8",))
    by_descriptor = notice(descriptors=(Descriptor(code="239"),))
    assert _names(by_cpv, "codes") == _names(by_descriptor, "codes")
    assert descriptors_of(notice()) == ()
    assert descriptors_of_cpv("no code") == ()


def test_the_table_of_descriptors_holds_known_codes() -> None:
    known = {row["code"] for row in rows("descriptors")}
    vocabulary = [row["code"] for row in rows("cpv")]
    for row in rows("cpv_descriptors"):
        assert set(items(row["descriptors"])) <= known, row
        assert any(code.startswith(row["prefix"]) for code in vocabulary), row


def test_a_lot_is_read_by_its_own_words_and_codes() -> None:
    whole = notice(
        cpv=("45000000",), lots=(Lot(id="LOT-0001", title="Vitrerie", cpv=("90911300",)),)
    )
    own = of_lot(whole, whole.lots[0])
    assert (own.title, own.cpv, own.lots) == ("Vitrerie", ("90911300",), ())
    assert of_lot(whole, Lot(id="LOT-0002")).title == whole.title


def test_no_more_words_than_the_most_are_read() -> None:
    read = _read(notice(description="mot. " * 5_000))
    assert sum(len(sentence) for sentence in read.sentences) == LONGEST


def test_buckets_are_sorted_once_and_stable() -> None:
    assert bucket("w=nettoyage") == 95_800
    assert buckets(["w=b", "w=a", "w=b"]) == tuple(sorted({bucket("w=a"), bucket("w=b")}))


def test_a_field_is_present_when_enough_notices_have_it() -> None:
    notices = [notice(cpv=("45000000",) if number < 3 else ()) for number in range(10)]
    assert present(notices, 3) == ("title", "codes", "family")
    assert present(notices, 4) == ("title", "family")
    assert present([], 0) == ()


@pytest.mark.parametrize("title", [None, "", "!!! --- …"])
def test_a_notice_that_says_nothing_does_not_speak(title: str | None) -> None:
    assert not _read(notice(title)).speaks()


def test_amounts_that_are_no_euros_are_left_out() -> None:
    odd = notice(value=Value(amount=float("inf")), duration_months=500)
    assert _read(odd, "value", "duration").facts == ("u=more",)
    assert _read(notice(value=Value(amount=9, currency="CHF")), "value").facts == ()
