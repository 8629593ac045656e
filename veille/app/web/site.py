"""What every page needs: the store, the settings and the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from veille.settings import Settings
from veille.store.database import Store


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Site:
    """One install, as the web application sees it; ``clock`` tells what time it is.

    A ``demonstration`` lets a browser on this machine in without proof, see ``demonstration``.
    """

    store: Store
    settings: Settings
    clock: Callable[[], datetime] = _now
    demonstration: bool = False

    @property
    def base(self) -> str | None:
        """The public address, without a final slash; null where none is set."""
        return self.settings.public_url.rstrip("/") if self.settings.public_url else None

    @property
    def root(self) -> str:
        """The path that pages are under, as in ``/veille``; empty where they are at the top."""
        return urlsplit(self.base or "").path


def site_of(request: Request) -> Site:
    """The site that a request was made to."""
    site = request.app.state.site
    assert isinstance(site, Site)  # noqa: S101 - put there by ``create_app``
    return site


def base_of(request: Request) -> str:
    """Where the pages are, without a final slash: as set, else as the request came."""
    return site_of(request).base or str(request.base_url).rstrip("/")


def path_of(scope: Mapping[str, Any]) -> str:
    """The path that was asked for, under the root, whether the proxy took that off or not."""
    root, path = scope.get("root_path", ""), str(scope["path"])
    return path.removeprefix(root) if path.startswith(f"{root}/") else path
