"""Does the server itself refuse what is too large? The upload address attacked by hand, past the checks of the browser."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from gallery.patience import PATIENCE, patient_context, settled
from ui.web.upload_budget import MOST_FILES

pytestmark = pytest.mark.browser

BOUNDARY = "yardstick"
LIMIT = 25 * 2**20
HEAD = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="x"; filename="x.csv"\r\nContent-Type: text/csv\r\n\r\n'
TAIL = f"\r\n--{BOUNDARY}--\r\n"


@dataclass(frozen=True)
class Door:
    """Where a visitor's browser sends files, and what it shows to be let in."""

    host: str
    path: str
    headers: dict[str, str]

    def put(self, size: int, *, name: str = "x", chunked: bool = False, **headers: str) -> int:
        """Sends a file of ``size`` bytes; the status, or 0 where the server hung up on us."""
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE / 1_000)
        body = (piece for piece in (HEAD.encode(), *[bytes(2**20)] * (size // 2**20), TAIL.encode()))
        told = self.headers | {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"} | headers
        if not chunked:
            told["Content-Length"] = str(len(HEAD) + size + len(TAIL))
        try:
            connection.request("PUT", f"{self.path}-{name}", body, told, encode_chunked=chunked)
            return connection.getresponse().status
        except (BrokenPipeError, ConnectionResetError):
            return 0
        finally:
            connection.close()


@pytest.fixture
def door(server: str, browser: Browser) -> Iterator[Door]:
    """The door of one open page; it closes with the page."""
    context = patient_context(browser)
    page = context.new_page()
    page.goto(f"{server}/your-data")
    settled(page)
    chooser = page.locator('input[type="file"]').first
    with page.expect_request(lambda request: request.method == "PUT") as sent:
        chooser.set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    request = sent.value
    held = {name: value for name, value in request.all_headers().items() if name in ("cookie", "x-xsrftoken", "origin")}
    yield Door(urlsplit(request.url).netloc, urlsplit(request.url).path, held)
    context.close()


def test_a_file_above_the_limit_or_without_its_token_is_refused_by_the_server(door: Door) -> None:
    assert Door(door.host, door.path, {}).put(0) == 403
    assert door.put(2**20) == 204
    assert door.put(LIMIT + 2**20) in {413, 0}
    assert door.put(LIMIT + 3 * 2**20, chunked=True, **{"Transfer-Encoding": "chunked"}) in {413, 0}


def test_one_visitor_cannot_fill_the_memory_with_many_files(door: Door) -> None:
    assert [door.put(20 * 2**20, name=str(one)) for one in range(MOST_FILES)] == [204] * MOST_FILES
    assert door.put(20 * 2**20, name="more") in {413, 0}
    assert door.put(0, name="small") == 204


def test_files_that_arrive_at_once_are_counted_together(door: Door) -> None:
    answers: list[int] = []
    sending = [
        threading.Thread(target=lambda at=one: answers.append(door.put(20 * 2**20, name=f"at-once-{at}")))
        for one in range(2 * MOST_FILES)
    ]
    for one in sending:
        one.start()
    for one in sending:
        one.join()
    assert answers.count(204) == MOST_FILES
    assert set(answers) <= {204, 413, 0}
