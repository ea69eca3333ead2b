"""When is the API made? At its first question: whoever only looks at the pages does not wait for it when the program starts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import anyio.to_thread

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class ApiOnDemand:
    """The API as an ASGI application that is imported and put together once, beside the event loop."""

    def __init__(self) -> None:
        self._api: ASGIApp | None = None
        self._making = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (await self._made())(scope, receive, send)

    async def _made(self) -> ASGIApp:
        async with self._making:
            if self._api is None:
                self._api = await anyio.to_thread.run_sync(_create)
            return self._api


def _create() -> ASGIApp:
    from api.app import create_api

    return create_api()
