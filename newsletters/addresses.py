"""Addresses that a message can bear; nothing else gets into a header."""

import re
from email.header import Header
from email.headerregistry import Address
from email.utils import getaddresses

from newsletters.plain import cut, plain
from veille.core.french import quoted
from veille.core.refusals import Refusal

HOST = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))+", re.IGNORECASE
)
_USERNAME = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}", re.IGNORECASE)
_LONGEST_NAME = 100


class AddressError(Refusal):
    """What is no address that a message can bear; it says which."""


def mailbox(value: str) -> Address:
    """The address of a header value such as ``Veille <veille@mission.example>``.

    Raises:
        AddressError: it holds a line break, or is not one address.
    """
    found = getaddresses([value])
    display_name, address = found[0] if len(found) == 1 else ("", "")
    username, _, host = address.rpartition("@")
    if plain(value) != value or not _USERNAME.fullmatch(username) or not HOST.fullmatch(host):
        raise AddressError(f"pas une adresse électronique, {shown(value)}")
    return Address(display_name=display_name, username=username, domain=host)


def named(address: str, display_name: str | None) -> Address:
    """The address of somebody who gave a name, of which what is no text is left out.

    Raises:
        AddressError: ``address`` is none.
    """
    bare = mailbox(address)
    if bare.addr_spec != address:
        raise AddressError(f"pas une adresse électronique, {shown(address)}")
    name = cut(plain(display_name or ""), _LONGEST_NAME)
    return Address(display_name=name, username=bare.username, domain=bare.domain)


def header(name: str, address: Address) -> str:
    """The address as the header ``name`` bears it: folded, in ASCII."""
    if address.display_name.isascii() and "=?" not in address.display_name:
        return str(address)
    words = Header(address.display_name, "utf-8", header_name=name, maxlinelen=76)
    return words.encode(linesep="\r\n") + f"\r\n <{address.addr_spec}>"


def shown(value: str) -> str:
    """A value that was refused, as a message quotes it."""
    return quoted(plain(value)[:100])
