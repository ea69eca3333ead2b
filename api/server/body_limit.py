"""How much may one request bring? No more than the limit, counted while it arrives, so that memory is safe."""

from __future__ import annotations

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.server.errors import error_answer

MAX_BODY_BYTES = 16 * 1024 * 1024


def too_large(limit: int) -> str:
    return f"The request is larger than {limit / 1024 / 1024:g} MB. Send it in smaller parts."


class BodyLimit:
    """Answers 413 as soon as the announced or the received size passes ``max_bytes``."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES) -> None:
        self._app = app
        self._max = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdecimal() and int(announced[:20]) > self._max:
            await error_answer(413, "too_large", too_large(self._max))(scope, receive, send)
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max:
                raise HTTPException(413, too_large(self._max))
            return message

        await self._app(scope, receive_counted, send)
