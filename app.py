"""What is served, and how? The dashboard and the JSON API in one process: ``streamlit run app.py``."""

from __future__ import annotations

import gc
import importlib
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from streamlit.runtime.pages_manager import PagesManager

from api.server.on_demand import ApiOnDemand
from core.errors import BenchmarkingError
from data import first_start
from ui.web.compression import CompressStaticFiles, pack_ahead
from ui.web.early_script import AnnouncePlotly
from ui.web.plotly_script import compressed_plotly_script, plotly_route
from ui.web.security_headers import SecurityHeaders
from ui.web.server_address import TellServerAddress, address_route
from ui.web.upload_budget import UploadBudget

PROJECT = Path(__file__).parent
NEEDED_BY_PAGES = (
    "pandas.io.formats.style",
    "plotly.graph_objects",
    *(f"pages.{file.stem}" for file in sorted((PROJECT / "pages").glob("[!_]*.py"))),
)


def _routes() -> list[BaseRoute]:
    """Plotly's script, the server's own address, and the JSON API under ``/api``."""
    return [plotly_route(), address_route(), Mount("/api", ApiOnDemand())]


def _open_database() -> None:
    """While the first visitor's browser loads its scripts; a failure is told to the visitor, for whom it is tried again."""
    from ui.reads.portfolio import engine

    try:
        engine()
    except BenchmarkingError as error:
        logging.getLogger(__name__).warning(error.message)


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    """Imports and compresses what the first visitor would otherwise wait for, and shields it from garbage collection.

    Imports leave next to no garbage but make the collector look for it over and over, and Streamlit's sessions would make it walk every
    imported module again and again: so it rests meanwhile, and skips what is there after that.
    """
    gc.disable()
    # Streamlit would list pages/ by itself until the first run, and lose an address copied from a page's menu entry.
    PagesManager.uses_pages_directory = False
    first_start.begin()
    with ThreadPoolExecutor(1) as beside:
        beside.submit(pack_ahead, Path(st.__file__).parent / "static")
        beside.submit(compressed_plotly_script)
        for needed in NEEDED_BY_PAGES:  # now, for two threads that import at once may see half a module
            importlib.import_module(needed)
    gc.freeze()
    gc.enable()
    Thread(target=_open_database, daemon=True).start()
    yield


app = st.App(
    PROJECT / "dashboard.py",
    routes=_routes(),
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(UploadBudget),
        Middleware(AnnouncePlotly),
        Middleware(TellServerAddress),
        Middleware(CompressStaticFiles),
    ],
    lifespan=_lifespan,
)
