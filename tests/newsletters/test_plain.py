"""Text and addresses of others become harmless."""

import pytest

from newsletters.plain import cut, plain, safe_url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deux\r\nlignes", "deux lignes"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("\u2066a\u2069\u200fb\u200b\ufeff", "ab"),
        ("nul\x00 cloche\x07", "nul cloche"),
        ("sé\u00adpa\u00adrés", "séparés"),
        ("trop    d’espace \u00a0 ici", "trop d’espace ici"),
        ("10\u00a0€", "10\u00a0€"),
        ("moitié \ud800 seule", "moitié seule"),
        ("ligne\u2028paragraphe\u2029fin\x85", "ligne paragraphe fin"),
        ("  autour  ", "autour"),
        ("", ""),
    ],
)
def test_plain(text, expected):
    assert plain(text) == expected


def test_plain_twice_changes_nothing():
    once = plain("a \u202e\u00a0 b\n\tc")
    assert plain(once) == once


def test_cut_ends_at_a_word():
    assert cut("un deux trois quatre", 16) == "un deux trois…"


def test_cut_leaves_short_text():
    assert cut("court", 5) == "court"


def test_cut_parts_a_word_longer_than_the_room():
    assert cut("a" * 500, 10) == "a" * 9 + "…"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.boamp.fr/pages/avis/?q=idweb:26-00001",
        "http://marches.example/consultation?id=1&org=a'b",
        "HTTPS://avis.example",
    ],
)
def test_web_addresses_pass(url):
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,<script>",
        "ftp://avis.example/",
        "https://",
        "//avis.example/",
        "avis.example",
        "https://avis.example/\nBcc: x",
        "https://avis.example/ a",
        'https://avis.example/"onclick="x',
        "https://avis.example/\u202e",
        "https://boamp.example@evil.example/",
        "https://[::1",
        "https://avis.example/" + "a" * 3000,
    ],
)
def test_other_addresses_do_not(url):
    assert safe_url(url) is None
