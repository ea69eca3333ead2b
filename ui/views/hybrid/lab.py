"""What happens inside the mix? Drifting weights with their resets, the same mix under every rule, contributions and turnover."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.benchmark.path import BlendedPath
from core.benchmark.rebalancing import Rule
from core.benchmark.resolution import paths_by_rule
from core.market.period import DAYS_PER_YEAR
from core.returns.series import annualised
from ui.charts.drawing.line import EventMark
from ui.charts.rules import RuleDot, rules_figure
from ui.charts.weights import weights_figure
from ui.views.hybrid.mix import RULE_WORDS
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import count, day, days_from_to, listed, percent
from ui.wording.plain_text import file_name

REASONS = {"DRIFT": "Drifted too far", "POLICY": "New policy", "SCHEDULED": "Set date"}
STARTS = {"D": "New day", "W": "New week", "M": "New month", "Q": "New quarter", "S": "New half-year", "A": "New year"}


def blend_lab(path: BlendedPath, names: Mapping[str, str], key: str = "lab") -> None:
    """Everything about the mix itself, apart from anybody's money."""
    st.header("Blend lab", anchor=False)
    st.caption(_what_it_did(path))
    weights_picture(path, names, key)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**The same mix under every rule**")
        rules_strip(path, key)
    with right:
        st.markdown("**What each part brought**")
        contributions(path, names, key)
    if path.events:
        with st.expander(f"{count(len(path.events), 'reset')}, one by one"):
            events(path, key)


def weights_picture(path: BlendedPath, names: Mapping[str, str], key: str) -> None:
    """Opening weights as stacked areas."""
    labels = [names.get(one, one) for one in path.ids]
    weights = path.weights_open
    marks = [
        EventMark(on, f"{reason_in_words(reason)}, {day(on)}: {percent(float(moved))} moved")
        for on, reason, moved in zip(path.event_dates, path.segments.reasons, path.turnovers, strict=True)
    ]
    ends = [f"{label} {percent(float(weight))}" for label, weight in zip(labels, weights[-1], strict=True)]
    live_chart(
        weights_figure(path.dates, weights, labels, marks),
        ChartFrame(
            key=f"{key}-weights",
            title="Weights of the mix from day to day",
            summary=f"Weights, {days_from_to(path.dates[0], path.dates[-1])}. At the end: {listed(ends, most=9)}.",
            file_name=f"{file_name(path.blend.label)}-weights",
        ),
        f"{path.dates[0]} {path.dates[-1]}",
    )


def rules_strip(path: BlendedPath, key: str) -> None:
    """One dot for each rule, and by how much the best is ahead of the worst."""
    period = path.aligned.period
    yearly = period.days >= DAYS_PER_YEAR
    found = paths_by_rule(path.blend, path.aligned)
    dots = [
        RuleDot(
            RULE_WORDS[rule],
            (annualised(one.total_return, period.days) if yearly else None) or one.total_return,
            rule is path.blend.rebalance.rule,
        )
        for rule, one in found.items()
    ]
    best, worst = max(dots, key=lambda one: one.value), min(dots, key=lambda one: one.value)
    unit = "a year" if yearly else "over the range"
    live_chart(
        rules_figure(dots, unit),
        ChartFrame(
            key=f"{key}-rules",
            title=f"Return of the mix under every rule, {unit}",
            summary=f"Best: {best.words.lower()}, {percent(best.value, 2)} {unit}. "
            f"Worst: {worst.words.lower()}, {percent(worst.value, 2)}.",
            file_name=f"{file_name(path.blend.label)}-rules",
            ranges=False,
        ),
    )


def contributions(path: BlendedPath, names: Mapping[str, str], key: str) -> None:
    """Average weight, own return, and the part of the total that came from it."""
    parts = path.components
    columns = [
        Column("Part", Kind.TEXT, [names.get(one.id, one.id) for one in parts], pinned=True),
        Column("Weight", Kind.PERCENT, [one.weight_average for one in parts], "Mean of the weights it had."),
        Column("Own return", Kind.PERCENT, [one.total_return for one in parts], "Over the whole range."),
        Column("Contribution", Kind.PERCENT, [one.contribution for one in parts], "They add up to the mix's return."),
    ]
    table(
        columns,
        key=f"{key}-parts",
        file_name=f"{file_name(path.blend.label)}-contributions",
        caption="Contribution of each part to the return of the mix.",
    )


def events(path: BlendedPath, key: str) -> None:
    """Every reset with its reason and what was moved."""
    rows = path.events
    columns = [
        Column("Date", Kind.DATE, [one.on for one in rows]),
        Column("Why", Kind.TEXT, [reason_in_words(one.reason) for one in rows]),
        Column(
            "Moved",
            Kind.PERCENT,
            [one.turnover for one in rows],
            "Share of the whole that was sold and bought, one way.",
        ),
    ]
    table(
        columns,
        key=f"{key}-events",
        file_name=f"{file_name(path.blend.label)}-resets",
        caption="Dates on which the weights went back to their targets.",
    )


def reason_in_words(reason: str) -> str:
    """``Q_START`` → “New quarter”."""
    return REASONS.get(reason) or STARTS.get(reason.removesuffix("_START"), reason)


def _what_it_did(path: BlendedPath) -> str:
    """The mix in a sentence."""
    period = path.aligned.period
    yearly = annualised(path.total_return, period.days)
    rate = f", {percent(yearly)} a year" if yearly is not None else ""
    resets = "It was never rebalanced" if not path.events else f"It was rebalanced {_times(len(path.events))}"
    rule = "" if path.blend.rebalance.rule is Rule.NONE else f" ({RULE_WORDS[path.blend.rebalance.rule].lower()})"
    moved = f", moving {percent(path.turnover)} of the whole in all" if path.events else ""
    return (
        f"{days_from_to(period.start, period.end)}: the mix itself returned {percent(path.total_return)}{rate}. "
        f"{resets}{rule}{moved}."
    )


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")
