"""Every setting and every command is in the documentation, and nothing that does not exist."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from veille.app.cli import app
from veille.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "running.md"


def settings() -> set[str]:
    """The variables of the program."""
    named = {
        str(field.validation_alias or PREFIX + name.upper())
        for name, field in Settings.model_fields.items()
    }
    return {*named, "VEILLE_NOW"}


def commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[str]:
    """``model list`` for each command that does something; a group has commands of its own."""
    if not hasattr(command, "commands"):
        yield " ".join(words)
        return
    for name, under in command.commands.items():
        yield from commands(under, (*words, name))


def test_every_setting_is_documented() -> None:
    assert set(re.findall(r"`(VEILLE_[A-Z_]+)`", PAGE.read_text())) == settings()


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    known = settings() | {"VEILLE_TEST_DATABASE_URL"}
    assert set(re.findall(r"VEILLE_[A-Z_]+", (ROOT / "README.md").read_text())) <= known


def test_every_command_is_documented() -> None:
    page = PAGE.read_text().split("## Every command")[1]
    listed = set(re.findall(r"`([a-z ]+)`", page.replace("\n", " ")))
    assert listed == set(commands(typer.main.get_command(app)))


def test_each_page_that_is_pointed_at_is_there() -> None:
    for name in re.findall(r"\]\((\w+\.md)\)", PAGE.read_text()):
        assert (PAGE.parent / name).exists(), name
