"""How does a large script reach the browser quickly? Compressed once, kept, and sent from memory ever after."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
_SMALLEST = 1_024
_LARGEST_KEPT = 64 * 1_024 * 1_024


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
        packed = await anyio.to_thread.run_sync(gzip.compress, bytes(self.body), 6)
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
