"""How does a large script reach the browser quickly? Compressed once, kept, and sent from memory ever after."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
_SMALLEST = 1_024
_LARGEST_KEPT = 64 * 1_024 * 1_024
_LARGEST_PACKED_AHEAD = 1_000_000  # larger ones belong to elements that no page of ours uses
_FOR_GOOD = "public, immutable, max-age=31536000"


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
        self._pack(await anyio.to_thread.run_sync(_packed, bytes(self.body)))

    def _pack(self, packed: bytes) -> None:
        self.body = bytearray(packed)
        headers = MutableHeaders(raw=self.start["headers"])
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(packed))
        headers.add_vary_header("Accept-Encoding")

    async def send(self, send: Send) -> None:
        await send({**self.start, "headers": list(self.start["headers"])})
        await send({"type": "http.response.body", "body": bytes(self.body)})

    @classmethod
    def of_file(cls, file: Path) -> _Answer:
        """A file whose name carries its content's hash, as the application would send it, but packed."""
        kind = "text/css" if file.suffix == ".css" else "text/javascript"
        headers = Headers({"content-type": f"{kind}; charset=utf-8", "cache-control": _FOR_GOOD})
        answer = cls({"type": "http.response.start", "status": 200, "headers": list(headers.raw)})
        answer._pack(_packed(file.read_bytes()))
        return answer


_packed_answers: dict[str, _Answer] = {}


def pack_ahead(folder: Path) -> None:
    """Compresses the application's scripts and styles below ``folder``/static before the first visitor asks for a hundred of them."""
    for kind in ("js", "css"):
        for file in (folder / "static" / kind).glob(f"*.{kind}"):
            if file.stat().st_size <= _LARGEST_PACKED_AHEAD:
                _keep(f"/static/{kind}/{file.name}", _Answer.of_file(file))


def _keep(path: str, answer: _Answer) -> None:
    if sum(len(one.body) for one in _packed_answers.values()) + len(answer.body) <= _LARGEST_KEPT:
        _packed_answers[path] = answer


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


class CompressStaticFiles:
    """Gzips the application's static files, whose names carry their content's hash, and keeps the compressed bytes.

    Streamlit sends them plain because compressing on every request costs more than it saves; compressing each file once does not.
    """

    def __init__(self, app: ASGIApp, prefix: str = "/static/") -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._applies(scope):
            await self._app(scope, receive, send)
            return
        answer = _packed_answers.get(scope["path"])
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
            _keep(scope["path"], answer)
        return answer
