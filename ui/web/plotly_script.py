"""Where does the browser get Plotly from? From the installed package, compressed once and cached for good."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.metadata import version
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SCRIPT_PATH = f"/assets/plotly-{version('plotly')}.min.js"
_FOR_GOOD = "public, max-age=31536000, immutable"


@cache
def plotly_script() -> bytes:
    """The script as the installed plotly package brings it (about 4.7 MB)."""
    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


@cache
def compressed_plotly_script() -> bytes:
    """The same, gzipped (about 1.4 MB); costs a third of a second, so it is made once, at start."""
    return gzip.compress(plotly_script(), compresslevel=6, mtime=0)


def _serve(request: Request) -> Response:
    headers = {"Cache-Control": _FOR_GOOD, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(compressed_plotly_script(), media_type="text/javascript", headers=headers)
    return Response(plotly_script(), media_type="text/javascript", headers=headers)


def plotly_route() -> Route:
    """The route that answers ``SCRIPT_PATH``; its address carries the version, so a new Plotly is a new address."""
    return Route(SCRIPT_PATH, _serve, methods=["GET", "HEAD"])
