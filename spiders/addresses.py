"""What an address says of itself."""

import ipaddress
from urllib.parse import urlsplit


def is_loopback(address: str) -> bool:
    """Whether an address names this machine by a loopback IP address."""
    try:
        return ipaddress.ip_address(urlsplit(address).hostname or "").is_loopback
    except ValueError:
        return False


def feed_name(address: str) -> str:
    """What a feed is known by: its address as asked, so that a redirection changes nothing.

    A replayed feed is known by its path, since the portal has another port at each run.
    """
    return urlsplit(address).path if is_loopback(address) else address
