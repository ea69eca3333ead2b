"""How much may one visitor leave in the server's memory? A few files; Streamlit bounds each of them but not how many."""

from __future__ import annotations

from collections import Counter

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config
from streamlit.runtime import Runtime

UPLOADS = "/_stcore/upload_file/"
MOST_FILES = 4  # of the largest size allowed, held for one session at a time
MEGABYTE = 2**20


def largest_upload() -> int:
    """Bytes of one file, as configured."""
    return int(config.get_option("server.maxUploadSize")) * MEGABYTE


def bytes_held(session: str) -> int:
    """What the server keeps for a session."""
    held = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {}) if Runtime.exists() else {}
    return sum(len(one.data) for one in dict(held.get(session, {})).values())


class UploadBudget:
    """Refuses with 413 what would exceed ``MOST_FILES`` full uploads of one session, also when they arrive all at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._arriving: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(UPLOADS):
            await self._app(scope, receive, send)
            return
        session, size = scope["path"].removeprefix(UPLOADS).partition("/")[0], _announced(scope)
        if bytes_held(session) + self._arriving[session] + size > MOST_FILES * largest_upload():
            await PlainTextResponse("Too much is uploaded already", 413)(scope, receive, send)
            return
        self._arriving[session] += size
        try:
            await self._app(scope, receive, send)
        finally:
            self._arriving[session] -= size
            if not self._arriving[session]:
                del self._arriving[session]


def _announced(scope: Scope) -> int:
    """Bytes that may come: what is announced, else (sent in chunks) as much as one file may have."""
    announced = Headers(scope=scope).get("content-length", "")
    return int(announced[:20]) if announced.isdecimal() else largest_upload()
