"""Do the tests wait for the page, or hope? The same server, slowed on purpose: ``YARDSTICK_SLOW_SERVER=1 make test TESTS=tests/browser``.

Streamlit's own command with every script of the shell late, by its name, and every message to the page late, above all the first
after a pause, when a test is most likely to look. Random delays, for they are to find what a fixed one would not.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

from starlette.types import Message, Receive, Scope, Send
from streamlit.starlette import App
from streamlit.web import cli

SCRIPT_LATE, AFTER_PAUSE_LATE, MESSAGE_LATE = 6.0, 2.5, 0.5
PAUSE = 0.3
ONE_IN = 40  # messages; each of a run's hundreds would make it last for minutes
_answer = App.__call__


@dataclass
class LateMessages:
    """What the server sends over one websocket, in its order."""

    send: Send
    last: float = field(default_factory=time.monotonic)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "websocket.send":
            longest = AFTER_PAUSE_LATE if time.monotonic() - self.last > PAUSE else MESSAGE_LATE
            if longest == AFTER_PAUSE_LATE or random.randrange(ONE_IN) == 0:
                await asyncio.sleep(random.uniform(0, longest))
            self.last = time.monotonic()
        await self.send(message)


async def answer_late(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http" and scope["path"].endswith(".js"):
        await asyncio.sleep(SCRIPT_LATE * random.random() ** 4)  # most a little, some much
    await _answer(app, scope, receive, LateMessages(send) if scope["type"] == "websocket" else send)


if __name__ == "__main__":
    App.__call__ = answer_late  # type: ignore[method-assign]
    cli.main(prog_name="streamlit")
