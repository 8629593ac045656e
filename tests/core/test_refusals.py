"""Refusals: one bounded line of French, whatever the library or the input said."""

import errno
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from tests.english import english_in
from veille.core.refusals import (
    LONGEST,
    Refusal,
    json_refusal,
    one_line,
    system_refusal,
    value_refusal,
)


@dataclass
class Item:
    """A nested object."""

    code: int


class Shape(BaseModel):
    """One field of each type that our formats have."""

    name: str = ""
    kind: Literal["a", "b"] = "a"
    whole: int = 0
    number: float = 0
    positive: float = Field(default=1, gt=0)
    flag: bool = False
    day: date | None = None
    moment: datetime | None = None
    items: tuple[Item, ...] = ()
    labels: dict[str, Any] = Field(default_factory=dict)
    class_: str = ""


def refused(content: str | bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Shape).validate_json(content)
    return value_refusal(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"name": 3}', "/name : texte attendu"),
        ('{"kind": "c"}', "/kind : valeur hors de la liste : 'a' ou 'b'"),
        ('{"whole": "x"}', "/whole : nombre entier attendu"),
        ('{"whole": 1.5}', "/whole : nombre entier attendu"),
        ('{"number": []}', "/number : nombre attendu"),
        ('{"positive": 0}', "/positive : nombre supérieur à 0 attendu"),
        ('{"flag": "peut-être"}', "/flag : true ou false attendu"),
        ('{"day": "hier"}', "/day : date attendue, comme 2026-11-09"),
        ('{"day": []}', "/day : date attendue, comme 2026-11-09"),
        ('{"moment": "x"}', "/moment : date et heure attendues, comme 2026-11-16T07:30+01:00"),
        ('{"items": {}}', "/items : liste attendue"),
        ('{"items": [{}]}', "/items/0/code : valeur absente"),
        ('{"items": [3]}', "/items/0 : objet attendu"),
        ('{"labels": []}', "/labels : objet attendu"),
        ('{"class_": 3}', "/class : texte attendu"),
        ("[]", "objet attendu"),
        ("", "JSON incomplet"),
        ('{"name": "a', "JSON incomplet"),
        ("\nnon", "JSON illisible, ligne 2, colonne 2"),
        ('{"a":' * 3_000, "JSON trop imbriqué"),
    ],
)
def test_a_refused_value_is_named_and_said_in_french(content: str, said: str) -> None:
    assert refused(content) == said
    assert english_in(said) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "JSON incomplet"),
        (b'{"a": "b', "JSON incomplet"),
        (b'{"a": 1,\n b}', "JSON illisible, ligne 2, colonne 2"),
        (b'"\xff"', "texte qui n’est pas en UTF-8"),
        (b"9" * 5_000, "JSON illisible, nombre démesuré"),
        (b"[" * 200_000, "JSON trop imbriqué"),
    ],
)
def test_what_is_no_json_is_said_in_french(content: bytes, said: str) -> None:
    with pytest.raises((ValueError, RecursionError)) as caught:
        json.loads(content)
    assert json_refusal(caught.value) == said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file"), "fichier ou dossier introuvable"),
        (OSError(errno.ENOSPC, "No space left"), "plus de place sur le disque"),
        (OSError(errno.EXDEV, "Invalid cross-device link"), "erreur du système (EXDEV)"),
        (EOFError("Compressed file ended"), "contenu abîmé ou incomplet"),
    ],
)
def test_what_the_system_refuses_is_said_in_french(error: Exception, said: str) -> None:
    assert system_refusal(error) == said


def test_a_message_is_one_bounded_line_that_a_terminal_does_not_obey() -> None:
    message = str(Refusal("relevé\r\nillisible : \x1b[2J" + "x" * 10_000))
    assert message.startswith("relevé illisible\u00a0: \ufffd[2Jxx")
    assert len(message) == LONGEST
    assert message.endswith("…")


def test_a_line_keeps_its_spaces_that_do_not_break() -> None:
    assert one_line("30\u00a0000 octets « ici »") == "30\u00a0000 octets «\u00a0ici\u00a0»"
