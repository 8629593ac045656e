"""The settings: what cannot be read is named in one line of French."""

from pathlib import Path

import pytest

from tests.english import english_in
from veille.settings import SettingsError, load


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings file but the test's own."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("VEILLE_CRAWL_DELAY", "deux", "VEILLE_CRAWL_DELAY\u00a0: nombre attendu"),
        ("VEILLE_CRAWL_DELAY", "-1", "VEILLE_CRAWL_DELAY\u00a0: nombre d’au moins 0 attendu"),
        ("VEILLE_FIRST_WAIT", "0", "VEILLE_FIRST_WAIT\u00a0: nombre supérieur à 0 attendu"),
        (
            "VEILLE_FEEDS",
            "http://a.example",
            'VEILLE_FEEDS\u00a0: liste JSON attendue, comme ["un", "deux"]',
        ),
        (
            "VEILLE_TERRITORIES",
            "34",
            'VEILLE_TERRITORIES\u00a0: liste JSON attendue, comme ["un", "deux"]',
        ),
        (
            "VEILLE_SOURCES",
            "http://a.example",
            'VEILLE_SOURCES\u00a0: objet JSON attendu, comme {"nom": ["un", "deux"]}',
        ),
        (
            "VEILLE_SOURCES",
            '["http://a.example"]',
            'VEILLE_SOURCES\u00a0: objet JSON attendu, comme {"nom": ["un", "deux"]}',
        ),
        (
            "VEILLE_TRUSTED_PROXIES",
            '["proxy"]',
            "VEILLE_TRUSTED_PROXIES[0]\u00a0: adresse ou réseau attendus, comme 10.0.0.1 ou "
            "10.0.0.0/8",
        ),
        ("VEILLE_METRICS_TOKEN", "short", "VEILLE_METRICS_TOKEN\u00a0: 16 caractères au moins"),
        (
            "VEILLE_LOG_FORMAT",
            "xml",
            "VEILLE_LOG_FORMAT\u00a0: valeur hors de la liste\u00a0: 'auto', 'logfmt' ou 'json'",
        ),
        ("VEILLE_TERRITORIES", '["34", 34]', "VEILLE_TERRITORIES[1]\u00a0: texte attendu"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value) == said
    assert english_in(said) == []


def test_a_settings_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("VEILLE_PUBLISHER=Métropole".encode("cp1252"))
    with pytest.raises(SettingsError, match=r"^\.env\s: texte qui n’est pas en UTF-8$"):
        load()


def test_networks_are_written_as_they_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    given = '["10.1.2.3/8", "::1", "0:0:0:0:0:0:0:2"]'
    monkeypatch.setenv("VEILLE_TRUSTED_PROXIES", given)
    assert load().trusted_proxies == ("10.0.0.0/8", "::1", "::2")
