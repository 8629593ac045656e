"""Signatures: valid for what left, with both headers by which one leaves."""

from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from newsletters.assembly import assemble
from newsletters.signing import Signer, SigningError, load_signer
from tests.newsletters.letters import CONTENT, IDENTITY, claimed

PRIVATE = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def written(path: Path, key=PRIVATE, encryption=None) -> Path:
    made = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())
    path.write_bytes(made)
    return path


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return load_signer(written(tmp_path / "dkim.pem"), domain="mission.example", selector="veille")


def test_what_was_signed_is_verified_with_the_published_key(signer: Signer) -> None:
    letter = signer.sign(assemble(claimed(), CONTENT, IDENTITY))
    asked: list[bytes] = []

    def published(name: bytes, timeout: float = 0) -> bytes:
        asked.append(name)
        return signer.record.encode()

    assert dkim.verify(letter.data, dnsfunc=published)
    assert asked == [b"veille._domainkey.mission.example."]


def test_both_headers_to_leave_are_signed(signer: Signer) -> None:
    letter = signer.sign(assemble(claimed(), CONTENT, IDENTITY))
    head = letter.data.partition(b"\r\nFrom:")[0].replace(b"\r\n ", b"").decode().lower()
    assert head.startswith("dkim-signature:")
    assert "d=mission.example;" in head
    signed = head.partition(" h=")[2].partition(";")[0].replace(" ", "").split(":")
    for name in ("from", "subject", "message-id", "list-unsubscribe", "list-unsubscribe-post"):
        assert name in signed


def test_a_changed_header_breaks_the_signature(signer: Signer) -> None:
    data = signer.sign(assemble(claimed(), CONTENT, IDENTITY)).data
    changed = data.replace(b"veille.example/desabonnement", b"pirate.example/desabonnement")
    assert changed != data
    assert not dkim.verify(changed, dnsfunc=lambda *_, **__: signer.record.encode())


def test_the_key_is_not_shown(signer: Signer) -> None:
    assert "PRIVATE" not in repr(signer)


def test_a_key_that_cannot_serve_is_said_in_one_line(tmp_path: Path) -> None:
    locked = written(tmp_path / "a", encryption=BestAvailableEncryption(b"secret"))
    other = written(tmp_path / "b", ed25519.Ed25519PrivateKey.generate())
    (tmp_path / "c").write_text("pas une clé")
    for path, said in [
        (locked, "pas une clé privée PEM sans mot de passe"),
        (other, "clé RSA attendue"),
        (tmp_path / "c", "pas une clé privée"),
        (tmp_path / "d", "introuvable"),
    ]:
        with pytest.raises(SigningError, match=said):
            load_signer(path, domain="mission.example", selector="veille")
    with pytest.raises(SigningError, match="nom de domaine"):
        load_signer(written(tmp_path / "e"), domain="mission.example", selector="veille; a")
