"""The wheel holds what the program needs at run time, and nothing of the tests."""

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[1]
DATA = ("*.csv", "*.json", "*.txt", "*.j2", "*.css", "*.mako", "*.jsonl", "*.xml", "SAMPLE")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of a wheel built here, without network."""
    folder = tmp_path_factory.mktemp("wheel")
    built = list(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    with zipfile.ZipFile(built[0]) as wheel:
        return set(wheel.namelist())


@pytest.mark.parametrize("package", ["veille", "spiders", "classifiers", "newsletters"])
def test_every_data_file_of_a_package_is_in_the_wheel(names: set[str], package: str) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix()
        for pattern in DATA
        for path in (ROOT / package).rglob(pattern)
    }
    assert wanted <= names


def test_migrations_and_templates_are_there(names: set[str]) -> None:
    assert any(name.startswith("veille/store/migrations/versions/") for name in names)
    assert any(name.startswith("newsletters/templates/") for name in names)


def test_tests_and_scripts_stay_out(names: set[str]) -> None:
    assert not any(name.startswith(("tests/", "scripts/", "docs/")) for name in names)
