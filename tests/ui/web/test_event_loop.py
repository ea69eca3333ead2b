"""Does the server run on the event loop that sends every answer at once?"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from uvicorn.config import Config


def accepted_by(make_loop: Callable[[], asyncio.AbstractEventLoop] | None) -> int:
    """The same, in a thread of its own: a browser test before may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(accepted, make_loop).result(timeout=300)


def accepted(make_loop: Callable[[], asyncio.AbstractEventLoop] | None) -> int:
    """TCP_NODELAY of a connection that was accepted on a socket made as Streamlit makes it: without naming the protocol."""
    found: list[int] = []

    class Peer(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            found.append(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    async def connect() -> None:
        with socket.socket(family=socket.AF_INET) as listening:
            listening.bind(("127.0.0.1", 0))
            listening.setblocking(False)
            server = await asyncio.get_running_loop().create_server(Peer, sock=listening)
            _, writer = await asyncio.open_connection(*listening.getsockname())
            while not found:
                await asyncio.sleep(0.01)
            writer.close()
            server.close()

    with asyncio.Runner(loop_factory=make_loop) as runner:
        runner.run(connect())
    return found[0]


def test_no_answer_waits_for_an_acknowledgement() -> None:
    assert accepted_by(Config(app="").get_loop_factory()) != 0


def test_uvicorn_finds_uvloop_where_it_exists() -> None:
    factory = Config(app="").get_loop_factory()
    assert factory.__module__.startswith("uvloop") == (sys.platform != "win32")
