"""The closed lists in French, as forms, files and commands say them."""

import pytest

from tests.english import english_in
from veille.core import asking
from veille.core.bands import BAND_LABELS
from veille.core.filters import Filter
from veille.core.reference.sectors import SECTORS
from veille.core.refusals import Refusal
from veille.core.spreadsheet import bare, harmless

LISTS = (
    asking.KIND_NAMES,
    asking.RHYTHM_NAMES,
    asking.WHAT_NAMES,
    asking.RESERVED_NAMES,
    BAND_LABELS,
    asking.BASIS_NAMES,
)


@pytest.mark.parametrize("names", LISTS)
def test_every_code_is_found_by_itself_and_by_its_name(names: dict[str, str]) -> None:
    for code, name in names.items():
        assert asking.named(names, code) == code
        assert asking.named(names, f" {name.upper()} ") == code


@pytest.mark.parametrize(
    ("names", "text", "code"),
    [
        (asking.WHAT_NAMES, "réservé", "reserved"),
        (asking.WHAT_NAMES, "clause sociale", "clause"),
        (asking.BASIS_NAMES, "intérêt public", "public_task"),
        (asking.RESERVED_NAMES, "siae", "iae"),
    ],
)
def test_part_of_a_name_does(names: dict[str, str], text: str, code: str) -> None:
    assert asking.named(names, text) == code


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (asking.WHAT_NAMES, "de clause"),
        (asking.RESERVED_NAMES, "EA"),
        (asking.BASIS_NAMES, "intérêt"),
    ],
)
def test_part_of_several_names_means_none(names: dict[str, str], text: str) -> None:
    with pytest.raises(Refusal, match="n’est pas dans la liste"):
        asking.named(names, text)


def test_every_sector_is_found_by_its_code_and_its_first_words() -> None:
    from veille.core.reasons import sector_name

    for code in SECTORS:
        assert asking.sector_code(code) == code
        assert asking.sector_code(sector_name(code)) == code


def test_a_filter_is_asked_in_french() -> None:
    assert asking.filter_of(
        territories=["Sète", "sete", "Hérault"],
        sectors=["espace vert"],
        what=["marché réservé", "Potentiel"],
        reserved_for=["ea et esat"],
        band="fort",
        words=["tonte"],
    ) == Filter(
        territories=("34301", "34"),
        sectors=("espaces_verts",),
        what=("reserved", "potential"),
        reserved_kinds=("handicap",),
        band="high",
        words=("tonte",),
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"what": ["tout"]},
        {"sectors": ["astronomie"]},
        {"territories": ["Atlantide"]},
        {"band": "énorme"},
        {"what": ["x" * 5_000]},
    ],
)
def test_an_unknown_word_is_refused_with_what_to_write(asked: dict[str, list[str]]) -> None:
    with pytest.raises(Refusal) as refused:
        asking.filter_of(**asked)  # type: ignore[arg-type]
    assert english_in(str(refused.value)) == []


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-1", "@cmd", "\tx", "\rx"])
def test_no_cell_is_run(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert bare(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["", "Sète", "'quoted'", "a=b"])
def test_other_cells_stay(cell: str) -> None:
    assert bare(harmless(cell)) == cell == harmless(cell)
