"""How well are the securities of a portfolio spread? Correlations, independent bets, risk shares, and the index it all follows."""

from __future__ import annotations

import streamlit as st

from core.allocation.index_concentration import TARGET, Reading
from ui.charts.peers import correlation_figure, risk_figure
from ui.reads.holdings_risk import HoldingsRisk
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import sample_banner, warning_line
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import UNKNOWN, count, days_from_to, percent, ratio, spoken_returns
from ui.wording.plain_text import escaped, file_name


def holdings_page(found: HoldingsRisk) -> None:
    """The whole answer for one portfolio."""
    if found.simulated:
        sample_banner()
    with st.container(key="ys-headline"):
        st.markdown(sentence(found))
    metric_row(risk_cards(found), "holdings")
    _index_rule(found)
    live_chart(
        risk_figure(found.risk),
        ChartFrame(
            key="risk",
            title="Share of the money and share of the risk",
            summary=f"{found.risk.parts[0].name} and {len(found.risk.parts) - 1} others, by their share of the risk.",
            file_name=f"{file_name(found.name)}-risk",
            ranges=False,
        ),
    )
    _risk_table(found)
    st.header("What moves with what", anchor=False)
    live_chart(
        correlation_figure(found.risk),
        ChartFrame(
            key="correlation",
            title="Correlation of daily returns",
            summary=f"Correlations of {len(found.risk.parts)} holdings; on average {ratio(found.risk.mean_correlation)}.",
            file_name=f"{file_name(found.name)}-correlation",
            ranges=False,
        ),
    )
    _notes(found)


def sentence(found: HoldingsRisk) -> str:
    """Markdown: how many independent bets the holdings diversify like, and what carries the risk."""
    risk = found.risk
    top = max(risk.parts, key=lambda one: one.contribution)
    carries = f"{escaped(top.name)} is {percent(top.weight)} of the money and carries **{percent(top.contribution)}** of the risk."
    return f"{_bets_words(found)} {carries if risk.diversification_ratio is not None else ''}".strip()


def _bets_words(found: HoldingsRisk) -> str:
    risk, who = found.risk, f"The {count(len(found.risk.parts), 'holding')} of {escaped(found.name)}"
    if risk.effective_bets is None:
        return f"{who} count as no bets: {dict(risk.reasons)['effective_bets']}"
    bets = f"**{risk.effective_bets:.1f}** independent bets"
    if risk.hedged:
        return f"{who} hedge each other: what one loses another tends to gain. They count as {bets}, as many as there can be."
    return f"{who} diversify like {bets}."


def risk_cards(found: HoldingsRisk) -> list[Card]:
    """Bets, ratio, correlation, volatility and effective number."""
    risk = found.risk
    hhi = sum(one.weight**2 for one in risk.parts)
    return [
        Card(
            "Independent bets",
            UNKNOWN if risk.effective_bets is None else f"{risk.effective_bets:.1f}",
            "The diversification ratio squared: how many equal, independent bets would be spread as well (Choueifaty et al. 2013). "
            "Never more than the holdings that move; where they hedge each other, it stops there.",
            delta=" ",
            reference=f"of {count(len(risk.parts), 'holding')}{', which hedge each other' if risk.hedged else ''}",
        ),
        Card(
            "Diversification ratio",
            ratio(risk.diversification_ratio),
            "The holdings’ own volatilities, weighted, over the portfolio’s: 1 where all move as one.",
        ),
        Card(
            "Mean correlation", ratio(risk.mean_correlation), "The mean over all pairs of holdings, of daily returns."
        ),
        Card(
            "Volatility",
            percent(risk.volatility),
            f"Standard deviation at today’s weights, of {spoken_returns(risk.observations, risk.periods_per_year)}.",
            delta=" ",
            reference="a year",
        ),
        Card(
            "Effective holdings",
            f"{1 / hhi:.1f}",
            "1 / Σ w²: as if so many equal holdings were held, whatever they do.",
            delta=" ",
            reference=f"HHI {hhi:.3f}",
        ),
    ]


def _index_rule(found: HoldingsRisk) -> None:
    """The concentration rule: from 0.85 on with one index it is severe, the target is below 0.70."""
    if not found.indexes:
        st.caption(
            "No index has real levels on enough of the portfolio’s days. Bring an index’s levels on Your Data to see what it follows."
        )
        return
    name, first = found.indexes[0]
    over = count(first.observations, "day")
    if first.period is not None:
        over += f", {days_from_to(first.period.start, first.period.end)}"
    text = f"Its correlation with the {escaped(name)} is **{ratio(first.correlation)}** over {over}"
    if first.reading is Reading.SEVERE:
        warning_line(
            f"**Severe concentration.** {text}: close to one bet on that index. The target is below {TARGET:.2f}.",
            "index",
        )
    elif first.reading is Reading.HIGH:
        warning_line(f"**High concentration.** {text}; the target is below {TARGET:.2f}.", "index")
    else:
        st.markdown(f"{text}, {_among(found)} and below the target of {TARGET:.2f}.")


def _among(found: HoldingsRisk) -> str:
    if found.simulated:
        return "the highest of all indexes"
    known = len(found.indexes)
    return f"the highest of the {known} with real levels" if known > 1 else "the only index with real levels,"


def risk_columns(found: HoldingsRisk) -> list[Column]:
    """A row for each holding, most risk first."""
    parts = sorted(found.risk.parts, key=lambda one: -one.contribution)
    meaning = "Its part of the portfolio’s variance; negative where it hedges."
    return [
        Column("Holding", Kind.TEXT, [one.name for one in parts], pinned=True),
        Column("Share of the money", Kind.PERCENT, [one.weight for one in parts]),
        Column("Share of the risk", Kind.PERCENT, [one.contribution for one in parts], meaning),
        Column("Own volatility", Kind.PERCENT, [one.volatility for one in parts], "A year."),
    ]


def _risk_table(found: HoldingsRisk) -> None:
    table(
        risk_columns(found),
        "risk-table",
        file_name=f"{found.name} risk",
        caption="Risk shares of the holdings",
    )
    indexes = found.indexes[:8]
    with st.expander("Correlation with each index"):
        table(
            [
                Column("Index", Kind.TEXT, [name for name, _ in indexes], pinned=True),
                Column("Correlation", Kind.PRICE, [one.correlation for _, one in indexes]),
                Column("Days", Kind.QUANTITY, [float(one.observations) for _, one in indexes]),
                Column("Reading", Kind.TEXT, [one.reading.value for _, one in indexes]),
            ],
            "indexes",
            file_name=f"{found.name} indexes",
            caption="Correlation of the portfolio with each index",
        )


def _notes(found: HoldingsRisk) -> None:
    days = spoken_returns(found.risk.observations, found.risk.periods_per_year)
    whole = "what has a price" if found.left_out else "the value"
    lines = [
        f"**Days:** {days_from_to(found.first, found.as_of)}, {days} on which all holdings have a price.",
        f"**Covered:** {percent(found.covered)} of {whole}; weights are those of today and are held fixed over all days.",
        *(f"**Left out:** {escaped(name)}. {escaped(reason, 400)}" for name, reason in found.left_out),
    ]
    if found.covered < 0.9:
        warning_line(
            f"**Only {percent(found.covered)} of the value** has daily prices; the rest is in none of these numbers.",
            "covered",
        )
    with st.expander("About these numbers"):
        st.markdown("\n".join(f"- {line}" for line in lines))
