"""What has the visitor chosen? The one place that names the controls, their session keys and their URL parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.period import NamedRange

PORTFOLIO = "portfolio"
BENCHMARK = "benchmark"
RANGE = "range"
RATE = "rate"
VIEW = "view"
CATEGORY = "category"
SUBJECT = "subject"
HYBRID, DEPOSIT_LINE, HYBRID_VIEW = "hybrid", "deposit", "hybrid-view"
AGAINST, MODEL, LINKING, INTERACTION, INSIDE = "against", "model", "linking", "interaction", "inside"
INVESTOR, PEERS, SIZE, REGION, YEAR, DIMENSION = "investor", "peers", "size", "region", "year", "by"

MOST_BENCHMARKS = 4
HOME_BENCHMARK = {"INR": "^NSEI", "USD": "^GSPC", "GBP": "^FTSE", "EUR": "^GDAXI", "JPY": "^N225", "HKD": "^HSI"}
ELSEWHERE = "^GSPC"
RUPEE_RATE, OTHER_RATE = 7.0, 4.0
RANGE_WORDS = {
    NamedRange.ONE_MONTH: "1 month",
    NamedRange.THREE_MONTHS: "3 months",
    NamedRange.SIX_MONTHS: "6 months",
    NamedRange.YEAR_TO_DATE: "This year",
    NamedRange.ONE_YEAR: "1 year",
    NamedRange.THREE_YEARS: "3 years",
    NamedRange.FIVE_YEARS: "5 years",
    NamedRange.SINCE_START: "Since start",
}
LOWEST_RATE, HIGHEST_RATE, RATE_STEP = 0.0, 15.0, 0.25


@dataclass(frozen=True, slots=True)
class PortfolioChoice:
    """A portfolio that can be chosen."""

    id: str
    name: str
    currency: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class BenchmarkChoice:
    """An index or priced instrument that can be chosen."""

    symbol: str
    name: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What is compared with what, and since when. ``benchmarks``: symbols, the first one leads."""

    portfolio: PortfolioChoice
    benchmarks: tuple[str, ...]
    range: NamedRange


@dataclass(frozen=True, slots=True)
class Bar:
    """Places in the row of shared choices; ``rate`` may be filled by the part of the page that the rate moves."""

    portfolio: DeltaGenerator
    benchmarks: DeltaGenerator
    range: DeltaGenerator
    rate: DeltaGenerator


def choice_bar() -> Bar:
    """The thin row at the top; on a phone it stands behind a button, which the styles show only there."""
    with st.container(key="ys-choices-button"):
        st.checkbox("Change what is compared", key="ys-choices-open")
    with st.container(key="ys-choices"):
        return Bar(*st.columns([3, 4, 2, 3], gap="medium", vertical_alignment="top"))


def choose(bar: Bar, portfolios: Sequence[PortfolioChoice], benchmarks: Sequence[BenchmarkChoice]) -> Selection:
    """Portfolio, benchmarks and range. Needs at least one portfolio and one benchmark to choose from."""
    by_id = {one.id: one for one in portfolios}
    names = _distinct_names({one.symbol: one.name for one in benchmarks})
    _accept_ids(by_id, names)
    with bar.portfolio:
        portfolio = _choose_portfolio(by_id)
    with bar.benchmarks:
        chosen = _choose_benchmarks(names, portfolio.currency)
    with bar.range:
        period = choose_range()
    return Selection(portfolio, tuple(chosen), period)


def choose_range() -> NamedRange:
    """How far back."""
    return st.selectbox(
        "Range",
        list(NamedRange),
        index=list(NamedRange).index(NamedRange.SINCE_START),
        format_func=lambda one: RANGE_WORDS[one],
        key=RANGE,
        bind="query-params",
    )


def choose_portfolio(portfolios: Sequence[PortfolioChoice]) -> PortfolioChoice:
    """One portfolio alone, for pages with another choice of benchmarks. Needs at least one."""
    by_id = {one.id: one for one in portfolios}
    _accept_ids(by_id, {})
    return _choose_portfolio(by_id)


def choose_benchmarks(benchmarks: Sequence[BenchmarkChoice], currency: str) -> tuple[str, ...]:
    """Benchmarks alone, for pages whose subject need not be a portfolio; ``currency``: whose home index is offered first."""
    names = _distinct_names({one.symbol: one.name for one in benchmarks})
    _accept_ids({}, names)
    return tuple(_choose_benchmarks(names, currency))


def risk_free_rate(currency: str) -> float:
    """The rate of the deposit to compare with, as a fraction; moves only what is drawn around it."""
    percent = st.slider(
        "Risk-free deposit",
        LOWEST_RATE,
        HIGHEST_RATE,
        home_rate(currency),
        RATE_STEP,
        format="%.2f\u202f%%",
        key=RATE,
        bind="query-params",
        help="The yearly interest of a deposit into which the same money might have gone, compounded by the day.",
    )
    return float(percent) / 100.0


def chosen_rate(currency: str) -> float:
    """The rate the slider shows, as a fraction, also outside the part of the page that draws it."""
    return float(st.session_state.get(RATE, home_rate(currency))) / 100.0


def home_benchmark(currency: str, symbols: Sequence[str]) -> str:
    """The index people of that currency look at first; the first of all where it is not offered."""
    wanted = HOME_BENCHMARK.get(currency, ELSEWHERE)
    return wanted if wanted in symbols else symbols[0]


def home_rate(currency: str) -> float:
    """Percent a year: 7 for rupees, 4 elsewhere."""
    return RUPEE_RATE if currency == "INR" else OTHER_RATE


def _choose_portfolio(by_id: Mapping[str, PortfolioChoice]) -> PortfolioChoice:
    chosen = st.selectbox(
        "Portfolio",
        list(by_id),
        format_func=lambda one: by_id[one].name,
        key=PORTFOLIO,
        bind="query-params",
        on_change=_forget_what_belonged_to_the_other_portfolio,
    )
    return by_id[chosen]


def _choose_benchmarks(names: Mapping[str, str], currency: str) -> list[str]:
    home = home_benchmark(currency, list(names))
    chosen = st.multiselect(
        "Compared with",
        list(names),
        default=[home],
        format_func=lambda symbol: names[symbol],
        max_selections=MOST_BENCHMARKS,
        key=BENCHMARK,
        bind="query-params",
        placeholder="Choose an index",
        select_all=False,
    )
    return chosen or [home]


def _forget_what_belonged_to_the_other_portfolio() -> None:
    """Another portfolio may have another currency: its home index and its rate are offered anew."""
    for key in (BENCHMARK, RATE, AGAINST):
        st.session_state.pop(key, None)


def _accept_ids(portfolios: Mapping[str, PortfolioChoice], benchmarks: Mapping[str, str]) -> None:
    """An address may also name a portfolio by its id, benchmarks by symbol and a range by its code (``?benchmark=^NSEI&range=5Y``).

    They are replaced by the labels that the controls write, and the page starts again, so that the address goes on sharing the view.
    """
    asked = {key: st.query_params.get_all(key) for key in (PORTFOLIO, BENCHMARK, RANGE)}
    labels = {
        PORTFOLIO: {one.id: one.name for one in portfolios.values()},
        BENCHMARK: benchmarks,
        RANGE: {str(one): words for one, words in RANGE_WORDS.items()},
    }
    spoken = {key: [labels[key].get(one, one) for one in values] for key, values in asked.items()}
    if renamed := {key: values for key, values in spoken.items() if values != asked[key]}:
        for key in renamed:  # what was chosen here before gives way to what is asked now
            st.session_state.pop(key, None)
        st.query_params.update(renamed)
        st.rerun()


def _distinct_names(names: Mapping[str, str]) -> dict[str, str]:
    """Names as labels; a name that stands twice is followed by its symbol, for labels are what the address holds."""
    labels = list(names.values())
    return {symbol: name if labels.count(name) == 1 else f"{name} ({symbol})" for symbol, name in names.items()}
