"""XML from outside: what is well-formed is read, what is hostile or damaged is refused."""

import pytest

from spiders.parsers.safe_xml import MAX_BYTES, MAX_TAGS, parse_xml

BOMB = (
    '<!DOCTYPE a [<!ENTITY x0 "boum">'
    + "".join(f'<!ENTITY x{n + 1} "{f"&x{n};" * 20}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    "content",
    [
        '<?xml version="1.0" encoding="UTF-8"?><a>é – œ</a>'.encode(),
        '<?xml version="1.0" encoding="UTF-8"?><a>é – œ</a>'.encode("cp1252"),
        '<?xml version="1.0" encoding="windows-1252"?><a>é – œ</a>'.encode("cp1252"),
        '<?xml version="1.0" encoding="UTF-16"?><a>é – œ</a>'.encode("utf-16"),
        "<a>é – œ</a>".encode("utf-8-sig"),
        "\n <?xml version='1.0'?><a>é –<!-- rien --> œ</a>".encode(),
    ],
    ids=["utf-8", "utf-8 that is cp1252", "cp1252", "utf-16", "bom", "leading space"],
)
def test_encodings(content: bytes) -> None:
    assert parse_xml(content).text == "é – œ"


def test_comments_and_instructions_are_left_out() -> None:
    root = parse_xml(b"<a><?x y?><!-- c --><b/></a>")
    assert [element.tag for element in root.iter()] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "document vide"),
        (b" \n ", "document vide"),
        (b"\x00\x00", "document vide"),
        (b"<a><b>", "XML illisible"),
        (b"pas du XML", "XML illisible"),
        (b"{}", "XML illisible"),
        (bytes(range(256)), "XML illisible"),
        (b"<!doctype html><html><body>Bloqu\xc3\xa9</body></html>", "XML illisible"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "XML illisible"),
        (b'<?xml version="1.0" encoding="utf-8"?><a>\x81</a>', "XML illisible"),
        (f"{BOMB}<a>&x9;</a>".encode(), "illisible|DTD"),
        (f'{BOMB}<a b="&x9;"/>'.encode(), "illisible|DTD"),
        (b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hosts">]><a>&f;</a>', "DTD"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', "DTD"),
        (b"<a>&inconnue;</a>", "XML illisible"),
        (b"<a>" * 300 + b"</a>" * 300, "XML illisible"),
        (b"<a>" + b"x" * 10_500_000 + b"</a>", "XML illisible"),
        (b"<a>" + b"<b/>" * MAX_TAGS + b"</a>", "balises"),
        (b" " * 5 + b"<a>" + b"x" * MAX_BYTES + b"</a>", "octets"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:20]),
)
def test_hostile_and_damaged_documents_are_refused_in_one_line(
    content: bytes, message: str
) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        parse_xml(content)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
