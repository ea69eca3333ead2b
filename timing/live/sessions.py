"""Do fifty people at once still get an answer at once? Real websocket sessions spread over the pages, each moving a slider.

python -m timing.live.sessions [sessions] [moves]
"""

from __future__ import annotations

import asyncio
import itertools
import random
import statistics
import sys
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from timing.live.server import live_server

RISK_FREE = "Risk-free"
PAGES = {  # address: the slider that is moved
    "portfolio-vs-benchmark": RISK_FREE,
    "hybrid-and-risk-free": RISK_FREE,
    "category": RISK_FREE,
    "attribution": RISK_FREE,
    "diversification": "Energy",
}
PAUSE = (0.5, 2.5)  # seconds a person takes between two moves
SERVER_LIMIT = 30.0


@dataclass(slots=True)
class Session:
    """One visitor: the connection, and what it learned of the page's slider."""

    socket: ClientConnection
    page: str
    slider: str = ""
    fragment: str = ""
    reruns: list[float] = field(default_factory=list)
    redraws: int = 0

    async def open(self) -> float:
        """Loads the page; returns the seconds until the script had finished."""
        message = BackMsg()
        message.rerun_script.page_name = self.page
        return await self._run(message)

    async def move(self, percent: float) -> None:
        """Moves the slider and waits until the fragment has run."""
        message = BackMsg()
        message.rerun_script.fragment_id, message.rerun_script.page_name = self.fragment, self.page
        state = message.rerun_script.widget_states.widgets.add()
        state.id = self.slider
        state.double_array_value.data.append(percent)
        self.reruns.append(await self._run(message))

    async def _run(self, message: BackMsg) -> float:
        begun = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(SERVER_LIMIT):
            while True:
                answer = ForwardMsg.FromString(await self.socket.recv())  # type: ignore[arg-type]
                if answer.HasField("delta"):
                    self._learn(answer)
                if answer.HasField("script_finished") and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return time.perf_counter() - begun

    def _learn(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        if element.HasField("exception"):
            raise RuntimeError(element.exception.message)
        if element.HasField("slider") and PAGES[self.page] in element.slider.label:
            self.slider, self.fragment = element.slider.id, answer.delta.fragment_id
        self.redraws += element.WhichOneof("type") in ("bidi_component", "markdown", "metric")


async def visit(address: str, page: str, moves: int) -> tuple[float, Session]:
    """One visitor's stay: opening, then moves at a person's pace."""
    async with connect(address, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        session = Session(socket, page)
        await asyncio.sleep(random.uniform(0, 3))
        opened = await session.open()
        if not session.slider or not session.fragment:
            raise RuntimeError(f"{page} has no such slider inside a fragment")
        before = session.redraws
        for _ in range(moves):
            await asyncio.sleep(random.uniform(*PAUSE))
            await session.move(random.randrange(0, 60) / 4)
        if session.redraws - before < moves:
            raise RuntimeError(f"a move did not redraw {page}")
        return opened, session


async def measure(sessions: int, moves: int) -> None:
    with live_server() as server:
        address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
        for page in PAGES:
            await visit(address, page, 1)  # the first visitor fills the caches
        before = server.memory
        chosen = [page for page, _ in zip(itertools.cycle(PAGES), range(sessions), strict=False)]
        outcomes = await asyncio.gather(*(visit(address, page, moves) for page in chosen))
        after = server.memory
    reruns = [second for _, session in outcomes for second in session.reruns]
    print(f"{sessions} sessions, {len(reruns)} slider moves, no error")
    for page in PAGES:
        of_page = [(opened, session) for opened, session in outcomes if session.page == page]
        show(page, [second for _, session in of_page for second in session.reruns], [opened for opened, _ in of_page])
    show("all", reruns, [opened for opened, _ in outcomes])
    print(
        f"memory: {before:.0f} MiB with one visitor of each page gone, {after:.0f} MiB after; "
        f"{(after - before) / sessions:.2f} MiB a session"
    )


def show(what: str, reruns: list[float], openings: list[float]) -> None:
    """One line: how long fragments and whole pages took."""
    slow = sorted(reruns)[int(len(reruns) * 0.95)]
    print(
        f"{what:<24} fragment rerun median {statistics.median(reruns) * 1e3:4.0f} ms, p95 {slow * 1e3:4.0f} ms; "
        f"whole page median {statistics.median(openings) * 1e3:5.0f} ms"
    )


if __name__ == "__main__":
    arguments = [int(one) for one in sys.argv[1:]]
    asyncio.run(measure(*(arguments + [50, 10][len(arguments) :])))
