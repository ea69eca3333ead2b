"""A server with nothing but one live chart under a slider."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent.parent))

import streamlit as st
from starlette.middleware import Middleware

from ui.web.plotly_script import plotly_route
from ui.web.security_headers import SecurityHeaders

app = st.App(Path(__file__).parent / "drawn.py", routes=[plotly_route()], middleware=[Middleware(SecurityHeaders)])
