"""What has the market done since? Asked of Yahoo only when the button is pressed, symbol by symbol, keeping what came."""

from __future__ import annotations

import streamlit as st

from ui.reads.portfolio import portfolios
from ui.widgets.notices import guarded, warning_line
from ui.wording.number_format import count, day
from ui.wording.plain_text import escaped
from ui.writes.portfolio import Progress, RefreshOutcome, Stage, Wanted, fetch_prices, symbols_of, wanted_symbols


def price_refresh() -> None:
    """What to fetch, the button, the progress, and what came or failed."""
    own = {one.id: one.name for one in portfolios() if not one.simulated}
    with st.container(border=True):
        st.markdown("**Fetch prices from Yahoo**")
        st.caption(
            "Nothing is fetched before you press the button. Only symbols and dates are sent, never quantities or amounts."
        )
        left, right = st.columns(2)
        chosen = left.multiselect(
            "Everything held in",
            list(own),
            default=list(own),
            format_func=own.__getitem__,
            key="ys-fetch-of",
            placeholder="No portfolio",
        )
        named = right.text_input(
            "And these symbols",
            placeholder="^NSEI SPY USDINR",
            key="ys-fetch-symbols",
            help="As Yahoo spells them, separated by spaces.",
        )
        with guarded("Fetching"):
            wanted = (*symbols_of(chosen), *wanted_symbols(named.replace(",", " ").split()))
            if st.button(
                f"Fetch {count(len(wanted), 'symbol')}",
                disabled=not wanted,
                icon=":material/sync:",
                type="primary",
                key="ys-fetch",
            ):
                st.session_state["ys-fetch-outcome"] = fetch_under_bar(wanted)
                st.rerun(scope="app")
    if (outcome := st.session_state.pop("ys-fetch-outcome", None)) is not None:
        report_outcome(outcome)


def fetch_under_bar(wanted: tuple[Wanted, ...]) -> RefreshOutcome:
    """Fetches under a bar that names each symbol; leaving the page stops it and keeps what came."""
    bar = st.progress(0.0, "Asking Yahoo …")

    def tell(progress: Progress) -> None:
        done = progress.number - (0 if progress.stage in (Stage.CAME, Stage.FAILED) else 1)
        detail = f": {escaped(progress.detail)}" if progress.detail else ""
        bar.progress(
            done / progress.count, f"{progress.number} of {progress.count}, {escaped(progress.symbol)}{detail}"
        )

    return fetch_prices(wanted, tell)


def report_outcome(outcome: RefreshOutcome) -> None:
    """What came and is stored, and what failed and why."""
    if outcome.saved:
        st.success(
            f"{count(len(outcome.saved), 'symbol')} came and is stored."
            if len(outcome.saved) == 1
            else f"{count(len(outcome.saved), 'symbol')} came and are stored."
        )
        st.dataframe(
            {
                "Symbol": [one.symbol for one in outcome.saved],
                "From": [day(one.period.start) for one in outcome.saved],
                "To": [day(one.period.end) for one in outcome.saved],
                "Prices": [f"{one.count:,}" for one in outcome.saved],
                "Note": [" ".join(one.notes) for one in outcome.saved],
            },
            hide_index=True,
            width="stretch",
            column_config={"Prices": st.column_config.TextColumn(alignment="right")},
        )
    if outcome.failures:
        warning_line(
            f"**{count(len(outcome.failures), 'symbol')} failed**; what was stored of them before is kept.",
            "fetch-failures",
        )
        st.dataframe(
            {"Symbol": [one.symbol for one in outcome.failures], "Reason": [one.reason for one in outcome.failures]},
            hide_index=True,
            width="stretch",
            column_config={"Reason": st.column_config.TextColumn(width="large")},
        )
