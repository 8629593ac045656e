"""Pages under a path: what a proxy forwards with or without it is found either way."""

from starlette.types import ASGIApp, Receive, Scope, Send


class Rooted:
    """Tells the application under which path its pages are, as ``/veille``."""

    def __init__(self, app: ASGIApp, *, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        if scope["type"] == "http":
            scope["root_path"] = self._root
        await self._app(scope, receive, send)
