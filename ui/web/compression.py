"""How does a large script reach the browser quickly? Compressed once, kept, and sent from memory ever after."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
_SMALLEST = 1_024
_LARGEST_KEPT = 64 * 1_024 * 1_024
_NAMED_IN_PAGE = re.compile(r'(?:src|href)="\./(static/[^"]+\.(?:js|css))"')
_packed_ahead: dict[bytes, bytes] = {}  # a file's digest: the file, compressed before anybody asked for it


def pack_ahead(folder: Path) -> None:
    """Compresses the scripts that the application's first page (``folder``/index.html) names, before its first visitor asks."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    for name in dict.fromkeys(_NAMED_IN_PAGE.findall(page)):
        body = (folder / name).read_bytes()
        _packed_ahead[hashlib.sha256(body).digest()] = _packed(body)


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


@dataclass(slots=True)
class _Answer:
    """One complete answer of the application underneath, as it arrives."""

    start: Message = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)

    async def collect(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    @property
    def worth_compressing(self) -> bool:
        headers = Headers(raw=self.start["headers"])
        kind = headers.get("content-type", "")
        return (
            self.start["status"] == 200
            and len(self.body) >= _SMALLEST
            and "content-encoding" not in headers
            and kind.startswith(_COMPRESSIBLE)
        )

    async def compress(self) -> None:
        body = bytes(self.body)
        ready = _packed_ahead.pop(hashlib.sha256(body).digest(), None)
        packed = ready or await anyio.to_thread.run_sync(_packed, body)
        self.body = bytearray(packed)
        headers = MutableHeaders(raw=self.start["headers"])
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(packed))
        headers.add_vary_header("Accept-Encoding")

    async def send(self, send: Send) -> None:
        await send({**self.start, "headers": list(self.start["headers"])})
        await send({"type": "http.response.body", "body": bytes(self.body)})


class CompressStaticFiles:
    """Gzips the application's static files, whose names carry their content's hash, and keeps the compressed bytes.

    Streamlit sends them plain because compressing on every request costs more than it saves; compressing each file once does not.
    """

    def __init__(self, app: ASGIApp, prefix: str = "/static/") -> None:
        self._app = app
        self._prefix = prefix
        self._kept: dict[str, _Answer] = {}
        self._kept_bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._applies(scope):
            await self._app(scope, receive, send)
            return
        answer = self._kept.get(scope["path"])
        if answer is None:
            answer = await self._make(scope, receive)
        await answer.send(send)

    def _applies(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(self._prefix):
            return False
        headers = Headers(scope=scope)
        conditional = any(name in headers for name in ("range", "if-none-match", "if-modified-since"))
        return "gzip" in headers.get("accept-encoding", "") and not conditional

    async def _make(self, scope: Scope, receive: Receive) -> _Answer:
        answer = _Answer()
        await self._app(scope, receive, answer.collect)
        if answer.worth_compressing:
            await answer.compress()
            self._keep(scope["path"], answer)
        return answer

    def _keep(self, path: str, answer: _Answer) -> None:
        if self._kept_bytes + len(answer.body) <= _LARGEST_KEPT:
            self._kept[path] = answer
            self._kept_bytes += len(answer.body)
