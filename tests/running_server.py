"""How is the real server tried? Started as people start it, on a port and with a data folder of its own, and ended with the test.

``YARDSTICK_SLOW_SERVER=1`` slows every server on purpose: see ``tests.browser.slow_server``.
"""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
STARTS_WITHIN_SECONDS = 300  # a busy machine is slow, not wrong
COMMAND = "tests.browser.slow_server" if os.environ.get("YARDSTICK_SLOW_SERVER") else "streamlit"
_ports = itertools.count(10_000 + os.getpid() * 50 % 20_000)


def free_port() -> int:
    """A port below those that the system hands out by itself, from a stretch of this process's own: no other takes it meanwhile."""
    for port in _ports:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("no port is free")


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended by itself:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start within {STARTS_WITHIN_SECONDS} s:\n{log.read_text()}")


@contextmanager
def running_server(home: Path, script: str = "app.py", **environment: str) -> Iterator[str]:
    """The address of a server whose data folder is ``home``."""
    log, url = home / "server.log", f"http://127.0.0.1:{(port := free_port())}"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("YARDSTICK_")}
    command = [sys.executable, "-m", COMMAND, "run", script, "--server.port", str(port), "--server.headless", "true"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**inherited, "YARDSTICK_HOME": str(home), **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_healthy(url, process, log)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=STARTS_WITHIN_SECONDS)
