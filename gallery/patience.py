"""How is a page in a browser waited for? Until the server has answered what the page asked, and all of the answer is drawn."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 120_000  # milliseconds; a busy machine is slow, not wrong
SHORT_WHILE = 50

# Whether a script runs is no measure of rest: a click is answered by a run that begins some time later, and two runs that follow
# each other closely look like one. So the page's own conversation with the server is followed. A page asks for a run; the server
# says when it begins one, which answers everything asked until then, and how it ended: early, if another is to follow.
CONVERSATION = """({asks, begins, ends, early}) => {
    window.asked = window.taken = window.answered = 0;
    const message = bytes => {
        let at = 0;
        const number = () => {
            let value = 0;
            for (let shift = 0; ; shift += 7) {
                const byte = bytes[at++];
                value |= (byte & 127) << shift;
                if (byte < 128) return value;
            }
        };
        for (;;) {
            const field = number() >> 3, content = number();
            if (field > 2) return {field, content};
            at += content;  // the first two fields say whose message it is, not what
        }
    };
    window.WebSocket = class extends WebSocket {
        constructor(...how) {
            super(...how);
            this.addEventListener('message', ({data}) => {
                const {field, content} = message(new Uint8Array(data));
                if (field === begins) window.taken = window.asked;
                if (field === ends && content !== early) window.answered = window.taken;
            });
        }
        send(data) {
            if (message(new Uint8Array(data)).field === asks) window.asked += 1;
            super.send(data);
        }
    };
}"""
FIELDS = {
    "asks": BackMsg.RERUN_SCRIPT_FIELD_NUMBER,
    "begins": ForwardMsg.NEW_SESSION_FIELD_NUMBER,
    "ends": ForwardMsg.SCRIPT_FINISHED_FIELD_NUMBER,
    "early": ForwardMsg.FINISHED_EARLY_FOR_RERUN,
}
# Each kind of element is drawn by a script of its own that the browser fetches when it first meets that kind; until then a grey
# bar stands in its place, also when the run that sent it is long over. A click on what still moves (a drawer that opens) may be lost.
UNREST = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const shown = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility());
    if (!window.asked) return 'nothing was asked for yet';
    if (asked !== answered) return `${asked} runs were asked for, ${answered} of them answered`;
    if (app?.dataset.testScriptState !== 'notRunning') return `the script is ${app?.dataset.testScriptState ?? 'not there'}`;
    if (!document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]')) return 'nothing is on the page';
    const waiting = shown('[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]');
    if (waiting.length) return `${waiting.length} parts are not there yet, the first ${waiting[0].dataset.testid}`;
    const undrawn = shown('.ys-chart').filter(one => !one.dataset.drawn && !one.matches('.ys-missing'));
    if (undrawn.length) return `${undrawn.length} pictures are not drawn`;
    const images = shown('img').filter(one => !one.complete);
    if (images.length) return `${images.length} images are not loaded`;
    const ends = one => one.playState === 'running' && one.effect.getComputedTiming().iterations < Infinity;
    const moves = document.getAnimations().filter(ends);
    return moves.length ? `${moves.length} parts still move` : null;
}"""


def patient_context(browser: Browser, **how: Any) -> BrowserContext:
    """A visitor of one's own, whose every step has the same patience, and whose pages follow what they ask for."""
    context = browser.new_context(**how)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(f"({CONVERSATION})({FIELDS})")
    return context


@contextmanager
def rerun(page: Page) -> Iterator[None]:
    """Waits until the page has asked for a run because of what is done inside, and for its rest after that.

    It begins at rest: else it might be its own asking that is seen, or the click might miss what still moves.
    """
    before = settled(page).evaluate("asked")
    yield
    deadline = time.monotonic() + PATIENCE / 1_000
    while page.evaluate("asked") == before:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{page.url} did not ask for a run")
        page.wait_for_timeout(SHORT_WHILE)
    settled(page)


def settled(page: Page) -> Page:
    """The page at rest: everything asked for is answered and drawn, also at a second look, for what is drawn may ask for more.

    The network is not asked: Streamlit looks at a download's address without reading the answer, so that the network may never be
    idle on a page with a download. The page is asked again and again from outside, for a condition that waits inside it is text
    that the page's own policy does not let run.
    """
    deadline = time.monotonic() + PATIENCE / 1_000
    quiet = 0
    while quiet < 2:
        unrest = page.evaluate(UNREST)
        quiet = 0 if unrest else quiet + 1
        if time.monotonic() > deadline:
            raise TimeoutError(f"{page.url} did not come to rest: {unrest}")
        page.wait_for_timeout(SHORT_WHILE)
    return page
