"""Reference tables: whole, consistent, and read only when needed."""

import gzip
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from veille.core.reference import communes, cpv, nuts, sectors, thresholds
from veille.core.reference.departments import (
    department_name,
    department_of_postcode,
    normalise_department,
)
from veille.core.reference.tables import rows
from veille.core.tables import reference_tables


def test_importing_the_tables_reads_none_of_them() -> None:
    code = (
        "import csv, veille.core.territory, veille.core.reference.facilitators,"
        " veille.core.reference.sectors, veille.core.reference.thresholds\n"
        "from veille.core.reference import communes, cpv, nuts, sectors\n"
        "caches = (communes.communes, cpv._labels, nuts._areas, sectors._prefixes)\n"
        "print(sum(cache.cache_info().currsize for cache in caches))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_cpv_labels() -> None:
    assert cpv.label("45000000") == "Travaux de construction"
    assert cpv.label("45000000-7") == "Travaux de construction"
    assert cpv.label("45999999") is None
    assert cpv.label("nettoyage") is None
    assert sum(1 for _ in rows("cpv")) == 9454


@pytest.mark.parametrize(
    ("code", "sector"),
    [
        ("45000000", "batiment"),
        ("45112710", "espaces_verts"),
        ("45233140", "travaux_publics"),
        ("90910000", "nettoyage"),
        ("90511000", "dechets_proprete_urbaine"),
        ("90400000", "eau_assainissement"),
        ("85312510", "formation_emploi"),
        ("85312310", "formation_emploi"),
        ("79995100", "culture_sport_animation"),
        ("39154000", "communication_evenementiel"),
        ("39150000", "fournitures_equipements"),
        ("77310000-6", "espaces_verts"),
    ],
)
def test_the_longest_prefix_gives_the_sector(code: str, sector: str) -> None:
    assert sectors.sector_of_cpv(code) == sector


def test_every_cpv_code_has_a_sector() -> None:
    assert all(sectors.sector_of_cpv(row["code"]) in sectors.SECTORS for row in rows("cpv"))
    assert len(sectors.SECTORS) == 20


def test_the_sectors_are_those_of_all_the_codes() -> None:
    assert sectors.sectors_of(["45000000", "77310000", "45210000"]) == (
        "batiment",
        "espaces_verts",
    )


def test_descriptors_speak_only_without_cpv() -> None:
    assert sectors.sectors_of(["45000000"], ["239"]) == ("batiment",)
    assert sectors.sectors_of(["?"], ["239", "116"]) == ("nettoyage", "espaces_verts")
    assert sectors.sectors_of([], ["274", "9999"]) == ()


def test_every_descriptor_points_to_known_sectors() -> None:
    for row in rows("descriptors"):
        assert set(sectors.sectors_of_descriptor(row["code"])) <= set(sectors.SECTORS), row


def test_the_descriptors_of_real_notices_are_all_known(shared_dir: Path) -> None:
    known = {row["code"] for row in rows("descriptors")}
    seen: set[str] = set()
    with gzip.open(shared_dir / "data/boamp/flat_2024-02.jsonl.gz", "rt") as lines:
        for line in lines:
            seen.update(json.loads(line)["descripteur_code"] or ())
    with gzip.open(shared_dir / "data/labelled/boamp_2021_jan_feb.jsonl.gz", "rt") as lines:
        for line in lines:
            seen.update(item["code"] for item in json.loads(line).get("descriptors") or ())
    assert seen <= known


def test_communes_and_epci_of_the_herault() -> None:
    assert len(communes.communes()) == 341
    assert len(communes.epcis()) == 17
    assert sum(len(held.communes) for held in communes.epcis().values()) == 341
    sete = communes.commune("34301")
    assert sete is not None
    assert (sete.name, sete.postcodes, sete.siren) == ("Sète", ("34200",), "213403017")
    assert communes.commune("75056") is None


def test_every_commune_is_found_by_its_own_name_and_siren() -> None:
    for known in communes.communes().values():
        assert communes.by_name(known.name) == {known.insee}
        assert communes.by_siren(known.siren) == {known.insee}
        assert all(known.insee in communes.by_postcode(code) for code in known.postcodes)


@pytest.mark.parametrize(
    ("name", "insee"),
    [
        ("St-Jean de Vedas", "34270"),
        ("SAINT JEAN DE VÉDAS", "34270"),
        ("Grande Motte", "34344"),
        ("Saint-Christol", "34246"),
        ("Le Cap d'Agde", "34003"),
        ("Lunas", "34144"),
    ],
)
def test_the_usual_variants_of_a_name(name: str, insee: str) -> None:
    assert communes.by_name(name) == {insee}


def test_aliases_and_homonyms_point_to_known_communes() -> None:
    for row in rows("commune_aliases"):
        assert communes.commune(row["insee"]), row
    for row in rows("commune_homonyms"):
        assert communes.by_name(row["name"]), row
        for code in row["departments"].split(";"):
            assert normalise_department(code) == code != "34", row
    assert "63" in communes.homonym_departments("Beaulieu")


def test_a_postcode_may_be_shared_and_an_epci_has_a_siren() -> None:
    assert len(communes.by_postcode("34290")) > 5
    assert communes.by_postcode("34961") == frozenset()
    assert len(communes.by_siren("243400769")) == 17
    assert communes.by_siren("999999999") == frozenset()


@pytest.mark.parametrize(
    ("code", "expected"),
    [("6", "06"), ("06", "06"), ("34", "34"), ("20A", "2A"), ("2b", "2B"), ("974", "974"),
     (" 34 ", "34"), ("0", None), ("Hérault", None), ("", None), ("1234", None)],
)  # fmt: skip
def test_departement_codes_have_one_spelling(code: str, expected: str | None) -> None:
    assert normalise_department(code) == expected


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [("34062", "34"), ("34 500", "34"), ("97400", "974"), ("20000", "2A"), ("20200", "2B"),
     ("00100", None), ("3450", None), ("34ABC", None)],
)  # fmt: skip
def test_the_departement_of_a_postcode(postcode: str, expected: str | None) -> None:
    assert department_of_postcode(postcode) == expected


def test_departement_names() -> None:
    assert department_name("34") == "Hérault"
    assert department_name("6") == "Alpes-Maritimes"
    assert department_name("00") is None


def test_nuts_of_the_herault_today_and_before() -> None:
    assert nuts.label("FRJ13") == nuts.label("FR813") == "Hérault"
    assert nuts.codes_of_department("34") == ("FRJ13", "FR813")
    assert nuts.current("fr813") == "FRJ13"
    assert nuts.current("FRJ13") == "FRJ13"
    assert nuts.parents("FRJ13") == ("FRJ1", "FRJ", "FR")
    assert nuts.department("FRJ1") is None
    assert nuts.label("BE100") is None


def test_every_departement_has_a_nuts_code() -> None:
    mainland = [row["code"] for row in rows("departments") if len(row["code"]) == 2]
    assert all(nuts.codes_of_department(code) for code in mainland)


@pytest.mark.parametrize(
    ("code", "precise"),
    [("FRJ13", True), ("BE100", True), ("FRJ1", False), ("FR", False), ("FRZZZ", False),
     ("anyw-eu", False)],
)  # fmt: skip
def test_a_precise_code_is_a_level_3_area(code: str, precise: bool) -> None:
    assert nuts.is_precise(code) is precise


TODAY = date(2026, 11, 15)


def amounts(*asked: object) -> set[int]:
    return {row.amount for row in thresholds.thresholds(*asked)}  # type: ignore[arg-type]


def test_thresholds_of_2026() -> None:
    assert amounts(TODAY, "classic", "local", "services") == {216_000}
    assert amounts(TODAY, "classic", "state", "supplies") == {140_000}
    assert amounts(TODAY, "classic", "local", "works") == {5_404_000}
    assert amounts(TODAY, "utilities", "local", "services") == {432_000}
    assert amounts(TODAY, "concession", "unknown", None) == {5_404_000}
    assert amounts(TODAY, "social", "utility", "services") == {1_000_000}


def test_what_is_unknown_leaves_every_threshold_open() -> None:
    assert amounts(TODAY, "classic", "unknown", "services") == {140_000, 216_000}
    assert amounts(TODAY, "classic", "local", None) == {216_000, 5_404_000}


def test_thresholds_follow_the_day_and_earlier_ones_have_no_source() -> None:
    (before,) = thresholds.thresholds(date(2025, 12, 31), "classic", "local", "services")
    (after,) = thresholds.thresholds(date(2026, 1, 1), "classic", "local", "services")
    assert (before.amount, before.source) == (221_000, None)
    assert after.amount == 216_000
    assert after.source
    assert amounts(date(2015, 1, 1), "classic", "local", "services") == set()


def test_facilitators_are_marked_where_no_source_was_read() -> None:
    directory = reference_tables().directory
    for siren in communes.epcis():
        known = directory.of_area(siren)
        assert known is not None
        assert known.label.endswith("(à confirmer)") is not bool(known.source)
        assert directory.body(known.name) is not None
    assert directory.of_area("123") is None


def test_every_commune_has_a_facilitator() -> None:
    directory = reference_tables().directory
    for insee, commune in communes.communes().items():
        assert directory.of_commune(insee) == directory.of_area(commune.epci)
    assert directory.of_commune("75056") is None
