"""What a driver says becomes our own words, without a secret of its own."""

import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from tests.english import english_in
from veille.store import driver_errors


def reason(driver: Exception) -> str:
    said = driver_errors.reason(DBAPIError(None, None, driver))
    assert english_in(said) == []
    return said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_BUSY", "base occupée par une autre commande, réessayer plus tard"),
        ("SQLITE_BUSY_SNAPSHOT", "base occupée par une autre commande, réessayer plus tard"),
        ("SQLITE_IOERR_FSYNC", "erreur du disque"),
        ("SQLITE_SCHEMA", "erreur SQLITE_SCHEMA"),
    ],
)
def test_sqlite_is_told_by_its_code(name: str, said: str) -> None:
    driver = sqlite3.OperationalError("whatever it says")
    driver.sqlite_errorname = name
    assert reason(driver) == said


@pytest.mark.parametrize(
    ("driver", "said"),
    [
        (psycopg.errors.TooManyConnections("sorry"), "trop de connexions, réessayer plus tard"),
        (psycopg.errors.InvalidPassword("no"), "identifiant ou mot de passe refusé"),
        (psycopg.errors.DeadlockDetected("no"), "base occupée par une autre commande"),
        (psycopg.errors.OutOfMemory("no"), "erreur PostgreSQL 53200"),
        (psycopg.OperationalError('FATAL: database "x" does not exist'), "base ou rôle inconnu"),
        (psycopg.OperationalError("Connection refused"), "connexion refusée"),
        (psycopg.OperationalError("password=secret, whatever"), "connexion impossible"),
    ],
)
def test_postgresql_is_told_by_its_state_else_by_its_words(driver: Exception, said: str) -> None:
    assert reason(driver).startswith(said)
