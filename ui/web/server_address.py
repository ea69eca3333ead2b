"""Where does the browser find the server when a page is opened by its own address? The document says so, so that nobody has to guess.

Opened at ``/attribution``, Streamlit's shell first asks ``/attribution/_stcore/health`` and ``host-config`` whether the server lives
there, which is answered with two 404s in the console. Told the server's address, it asks at the right place at once.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ADDRESS_PATH = "/assets/server-address.js"
_SCRIPT = 'window.__streamlit = {BACKEND_BASE_URL: new URL("..", document.currentScript.src).href};\n'
_MODULE = b'<script type="module"'
_TOLD = f'<script src=".{ADDRESS_PATH}"></script>\n    '.encode()


def address_route() -> Route:
    """The script, which finds the server's address in its own and so stands behind any prefix."""
    return Route(ADDRESS_PATH, _serve, methods=["GET", "HEAD"])


def _serve(_: Request) -> Response:
    return Response(_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "public, max-age=3600"})


class TellServerAddress:
    """Puts the script before the shell's own wherever the application answers with its document."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _asks_for_a_document(scope):
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def send_extended(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_document(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                await _extend(held, message, send)

        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, send_extended)


def _asks_for_a_document(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith("/api"):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _is_document(start: Message) -> bool:
    headers = MutableHeaders(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")


async def _extend(held: list[Message], message: Message, send: Send) -> None:
    """Waits for the whole document, which is small, and sends it with one line more."""
    held.append(message)
    if message.get("more_body", False):
        return
    start, *parts = held
    body = b"".join(part.get("body", b"") for part in parts).replace(_MODULE, _TOLD + _MODULE, 1)
    MutableHeaders(raw=start["headers"])["Content-Length"] = str(len(body))
    await send({**start, "headers": list(start["headers"])})
    await send({"type": "http.response.body", "body": body})
