"""Ten years of daily values, a rate under a slider, the picture with the four roles."""

from __future__ import annotations

import numpy as np
import streamlit as st

from ui.charts.drawing.line import EventMark, Line
from ui.charts.theme import Role
from ui.charts.wealth import wealth_drawing
from ui.widgets.frame import page_frame
from ui.widgets.live_chart import ChartFrame, live_chart

DAYS = np.arange(np.datetime64("2015-01-01"), np.datetime64("2026-01-01"))
MONTHS = np.flatnonzero(DAYS.astype("datetime64[M]").astype("datetime64[D]") == DAYS)


def walk(seed: int, drift: float) -> np.ndarray:
    steps = np.random.default_rng(seed).normal(drift, 0.008, DAYS.size)
    return np.exp(np.cumsum(steps))


def account(levels: np.ndarray) -> np.ndarray:
    bought = np.zeros(DAYS.size)
    bought[MONTHS] = 25_000.0
    return np.cumsum(bought / levels) * levels


@st.fragment
def picture() -> None:
    rate = st.slider("Deposit rate", 0.0, 15.0, 7.0, 0.25, key="rate", format="%.2f %%") / 100
    years = np.arange(DAYS.size) / 365.0
    lines = [
        Line(Role.PORTFOLIO, "Your portfolio", DAYS, account(walk(1, 0.0004))),
        Line(Role.BENCHMARK, "Nifty 50", DAYS, account(walk(2, 0.0003))),
        Line(Role.RISK_FREE, f"a deposit at {rate:.2%}", DAYS, account((1 + rate) ** years)),
        Line(Role.INVESTED, "Money put in", DAYS, account(np.ones(DAYS.size))),
    ]
    events = [EventMark(DAYS[i], "Put in ₹25,000") for i in MONTHS]
    live_chart(
        wealth_drawing(lines, "INR", events),
        ChartFrame(
            key="wealth",
            title="Value over time",
            summary="Your portfolio and the same money elsewhere.",
            file_name="wealth",
            currency="INR",
        ),
    )


page_frame("Live chart")
st.title("Live chart")
picture()
