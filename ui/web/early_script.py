"""How does the browser begin to fetch Plotly before it knows that it will need it? The page itself says so in a header."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.plotly_script import SCRIPT_PATH

WITHOUT_PICTURES = ("/api", "/your-data")
OVERVIEW = "/"  # its small pictures need no script


class AnnouncePlotly:
    """Adds ``Link: <…>; rel=preload`` to the application's HTML, so that the script arrives beside Streamlit's own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _draws_nothing(scope["path"]):
            await self._app(scope, receive, send)
            return

        async def announce(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Link", f"<{SCRIPT_PATH}>; rel=preload; as=script")
            await send(message)

        await self._app(scope, receive, announce)


def _draws_nothing(path: str) -> bool:
    return path == OVERVIEW or path.startswith(WITHOUT_PICTURES)
