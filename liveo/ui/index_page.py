"""The first page of the browser, put right before it leaves: French, under our name, and sure of its server's address.

Streamlit's page is in English, and on a deep link it first asks for its server under the address of that page, which
every browser reports as two errors.
"""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_REPLACEMENTS: Final = (
    (b'<html lang="en">', b'<html lang="fr">'),
    (b"<title>Streamlit</title>", "<title>Livéo Facturation</title>".encode()),
    (b"<head>", b"<head><script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin + '/' }</script>"),
)


class FrenchIndexPage:
    """ASGI middleware that rewrites HTML answers and lets all others pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for the page uncompressed, hold its start back until its length is known."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        plain = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}
        await self._app(plain, receive, _Rewriting(send))


class _Rewriting:
    """Gathers one answer; an HTML one leaves rewritten, any other as it came."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        for old, new in _REPLACEMENTS:
            self._body = self._body.replace(old, new, 1)
        MutableHeaders(scope=start)["content-length"] = str(len(self._body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self._body})


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")
