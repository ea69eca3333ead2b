"""Is the body really JSON? Read strictly: no NaN, no Infinity, no half characters, no bottomless nesting."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute


class StrictJsonRequest(Request):
    """A request whose body is parsed by orjson, which takes nothing that the JSON standard does not."""

    async def json(self) -> Any:
        """The parsed body; raises orjson.JSONDecodeError (a json.JSONDecodeError), answered with 400."""
        return orjson.loads(await self.body())


class StrictJsonRoute(APIRoute):
    """A route that reads its body strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def answer_strictly(request: Request) -> Response:
            return await answer(StrictJsonRequest(request.scope, request.receive))

        return answer_strictly
