"""Which pictures does the page draw, and how is each told in words?"""

from __future__ import annotations

import streamlit as st

from core.attribution.currency import CurrencyAttribution, CurrencyMethod
from core.attribution.effects import Attribution, SegmentEffect
from core.attribution.gap_bridge import GapBridge
from core.attribution.portfolio import ComparedSegments
from core.market.deposit_rate import deposit_name, short_deposit_name
from ui.charts.attribution import (
    Place,
    WaterfallBar,
    cumulative_figure,
    cumulative_lines,
    effect_bars,
    waterfall_picture,
)
from ui.charts.theme import Role
from ui.views.attribution.words import currency_name, step_names
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.wording.number_format import days_from_to, listed, money, percent, percentage_points
from ui.wording.plain_text import file_name, shortened

YOU = "Your portfolio"
_LONGEST = 28
_NOTHING = 1e-9


def return_waterfall(found: Attribution, compared: ComparedSegments, often: str = "") -> None:
    """From the benchmark's return to the portfolio's. ``often``: ", a year" where ``found`` is so."""
    bars = waterfall_bars(found)
    live_chart(
        waterfall_picture(bars),
        ChartFrame(
            key="waterfall",
            title=f"From the benchmark's return to yours{often}",
            summary=f"From the benchmark to you{often}: {listed(_bar_texts(bars), most=9)}.",
            file_name=f"{file_name(compared.valuation.name)}-attribution",
            ranges=False,
        ),
    )


def waterfall_bars(found: Attribution) -> list[WaterfallBar]:
    steps = [
        ("Asset classes<br>(allocation)", found.allocation),
        ("Choice inside them<br>(selection)", found.selection),
    ]
    if abs(found.interaction_effect) > _NOTHING:
        steps.append(("Both together<br>(interaction)", found.interaction_effect))
    if abs(found.residual) > _NOTHING:
        steps.append(("Not explained<br>(not linked)", found.residual))
    return [
        WaterfallBar("Benchmark", found.benchmark_return, percent(found.benchmark_return), Place.START, Role.BENCHMARK),
        *(WaterfallBar(name, amount, percentage_points(amount)) for name, amount in steps),
        WaterfallBar(YOU, found.portfolio_return, percent(found.portfolio_return), Place.END, Role.PORTFOLIO),
    ]


def currency_waterfall(
    found: Attribution, apart: CurrencyAttribution, compared: ComparedSegments, often: str = ""
) -> None:
    """From the benchmark's return to the portfolio's by markets in their own currencies, then the currencies."""
    bars = currency_bars(found, apart)
    what = "exchange rates alone" if apart.method is CurrencyMethod.EXCHANGE_RATES else "currencies"
    live_chart(
        waterfall_picture(bars),
        ChartFrame(
            key="currency-waterfall",
            title=f"From the benchmark's return to yours, markets and {what} apart{often}",
            summary=f"From the benchmark to you by markets and {what}{often}: {listed(_bar_texts(bars), most=12)}.",
            file_name=f"{file_name(compared.valuation.name)}-currencies",
            ranges=False,
        ),
    )


def currency_bars(found: Attribution, apart: CurrencyAttribution) -> list[WaterfallBar]:
    steps = [(f"{one.segment}<br>(own currency)", one.total) for one in apart.local]
    steps += [
        (currency_name(one.currency, apart.method).replace(" (", "<br>(", 1), one.effect) for one in apart.currencies
    ]
    steps.append(("Not explained<br>(not linked)", apart.residual))
    return [
        WaterfallBar("Benchmark", found.benchmark_return, percent(found.benchmark_return), Place.START, Role.BENCHMARK),
        *(WaterfallBar(name, amount, percentage_points(amount)) for name, amount in steps if abs(amount) > _NOTHING),
        WaterfallBar(YOU, found.portfolio_return, percent(found.portfolio_return), Place.END, Role.PORTFOLIO),
    ]


def over_time(found: Attribution, compared: ComparedSegments, revision: str) -> None:
    """The linked effects as they came together."""
    ends = [f"{line.name} {percentage_points(line.last)}" for line in cumulative_lines(found.dates, found.by_period)]
    live_chart(
        cumulative_figure(found.dates, found.by_period),
        ChartFrame(
            key="over-time",
            title="Effects over time, added up",
            summary=f"Effects added up, {days_from_to(found.dates[0], found.dates[-1])}: {listed(ends, most=9)}.",
            file_name=f"{file_name(compared.valuation.name)}-effects-over-time",
        ),
        revision,
    )
    st.caption(
        "Each day's effect is scaled so that all of them add up to the whole difference at the end of the range; at an earlier day the "
        "lines show what had come together of that. These are totals of the range, not effects a year."
    )


def segment_bars(effects: tuple[SegmentEffect, ...], names: dict[str, str], key: str, name: str) -> None:
    """Effects of segments as bars, the largest on top."""
    words = [f"{names[one.segment]} {percentage_points(one.total)}" for one in effects]
    live_chart(
        effect_bars(effects, _distinct([shortened(names[one.segment], _LONGEST) for one in effects])),
        ChartFrame(
            key=key,
            title="Effects by segment",
            summary=f"Effects by segment: {listed(words, most=12)}.",
            file_name=f"{file_name(name)}-effects",
            ranges=False,
        ),
    )


def money_waterfall(bridge: GapBridge, yearly: float, name: str) -> None:
    """From the deposit to what you have; ``yearly``: its rate."""
    bars, title = money_bars(bridge, short_deposit_name(yearly)), f"From {deposit_name(yearly)} to what you have"
    live_chart(
        waterfall_picture(bars),
        ChartFrame(
            key="gap-bridge",
            title=title,
            summary=f"{title}: {listed(_bar_texts(bars), most=9)}.",
            file_name=f"{file_name(name)}-gap-bridge",
            currency=bridge.currency,
            ranges=False,
        ),
    )


def money_bars(bridge: GapBridge, deposit: str) -> list[WaterfallBar]:
    names, currency = step_names(), bridge.currency
    return [
        WaterfallBar(deposit, bridge.start, money(bridge.start, currency), Place.START, Role.RISK_FREE),
        *(WaterfallBar(names[step], amount, money(amount, currency, signed=True)) for step, amount in bridge.steps),
        WaterfallBar("What you have", bridge.end, money(bridge.end, currency), Place.END, Role.PORTFOLIO),
    ]


def _bar_texts(bars: list[WaterfallBar]) -> list[str]:
    """Each bar in words, its name on one line."""
    return [f"{one.name.replace('<br>', ' ')} {one.text}" for one in bars]


def _distinct(names: list[str]) -> list[str]:
    """Rows of a picture are told apart by their names: a repeated one gets spaces that are not seen."""
    return [name + "\u200b" * names[:at].count(name) for at, name in enumerate(names)]
