"""What does the page Diversification show of an investor? Its evenness taken apart, the ranking, and where it stands in it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.allocation.concentration import Concentration
from core.market.levels import Floats
from core.peers.diversification import DiversificationScore, Ranking
from ui.charts.peers import score_figure
from ui.views.peers.choices import DIMENSION_WORDS
from ui.views.peers.words import score_words
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import UNKNOWN, count, listed, percent
from ui.wording.plain_text import escaped, file_name

EVENNESS_MEANING = "Evenness of weights, not risk: 0 where everything lies in one bucket, 100 where it is spread equally over all buckets."


def sentence(name: str, score: DiversificationScore, rank: int | None, ranking: Ranking) -> str:
    """Markdown: the evenness, the rank, and what weighs on it."""
    if score.overall is None:
        return f"{escaped(name)} has no evenness: {score.reason}"
    parts = [one for one in score.parts if one.weight > 0]
    weakest = min(parts, key=lambda one: one.concentration.score)
    bucket, weight = weakest.concentration.largest[0]
    place = f", rank **{rank}** of {ranking.distribution.count}" if rank is not None else ""
    return (
        f"{escaped(name)} has an evenness of **{score.overall:.1f}** of 100{place}. It is most concentrated by "
        f"{DIMENSION_WORDS[weakest.dimension]}: {escaped(bucket)} alone is **{percent(weight)}**. "
        f"{evenness_words(weakest.concentration)}."
    )


def evenness_words(part: Concentration) -> str:
    """Markdown: of what the figure is, and what it is not of."""
    return f"Evenness of weights, not risk: 1/HHI = **{part.effective_number:.1f}** of {part.universe_size}"


def score_cards(score: DiversificationScore, place: str | None, rank: int | None, ranking: Ranking) -> list[Card]:
    """Overall evenness, rank, place among the peers, and the evenness by each dimension."""
    overall = Card(
        "Evenness",
        UNKNOWN if score.overall is None else f"{score.overall:.1f}",
        f"{EVENNESS_MEANING} Here: {score_words(score)}. Dimensions that are not known are left out and the others weigh more.",
    )
    among = Card(
        "Rank",
        UNKNOWN if rank is None else f"{rank} of {ranking.distribution.count}",
        "Among everybody of that year; 1 is the most even, equal ones share a rank. Below it the place among the peers: "
        "the rank up to eleven of them, then the percentile, the share that is less even, half of the equal ones counted.",
        delta=" ",
        reference=place or "too few peers",
    )
    return [overall, among, *(_part_card(one.dimension.value, one.concentration) for one in score.parts[:3])]


def _part_card(dimension: str, part: Concentration) -> Card:
    words = dimension.replace("_", " ")
    return Card(
        f"By {words}",
        f"{part.score:.1f}",
        f"HHI {part.hhi:.3f} is the sum of the squared weights; 1/HHI = {part.effective_number:.1f} is the number of equal weights that "
        f"would be as concentrated. 100 · (1 − HHI) / (1 − 1/{part.universe_size}).",
        delta=" ",
        reference=f"1/HHI = {part.effective_number:.1f} of {part.universe_size}",
    )


def dimension_table(score: DiversificationScore) -> None:
    """HHI, effective number and largest weights of every dimension."""
    parts = score.parts
    table(
        [
            Column("Dimension", Kind.TEXT, [DIMENSION_WORDS[one.dimension].capitalize() for one in parts], pinned=True),
            Column("Share of the whole", Kind.PERCENT, [one.weight for one in parts]),
            Column("Evenness", Kind.PRICE, [one.concentration.score for one in parts], EVENNESS_MEANING),
            Column("HHI", Kind.PRICE, [one.concentration.hhi for one in parts], "Σ w²: 1 is everything in one."),
            Column("Effective number", Kind.PRICE, [one.concentration.effective_number for one in parts], "1 / HHI."),
            Column(
                "Held", Kind.TEXT, [f"{one.concentration.held} of {one.concentration.universe_size}" for one in parts]
            ),
            Column("Largest", Kind.TEXT, [_largest(one.concentration) for one in parts]),
        ],
        "dimensions",
        file_name="evenness by dimension",
        caption="Evenness by dimension",
    )


def _largest(part: Concentration) -> str:
    return listed([f"{name} {percent(weight)}" for name, weight in part.largest])


def ranking_section(ranking: Ranking, every: Floats, own: float | None, name: str) -> None:
    """Where the investor stands in evenness among all (NaN where it is not known), then the first by rank."""
    spread = ranking.distribution
    every = every[np.isfinite(every)]
    if own is not None and every.size:
        live_chart(
            score_figure(every, own, name),
            ChartFrame(
                key="scores",
                title="Evenness of all investors",
                summary=f"{spread.count} investors, mean {spread.mean:.1f}, median {spread.median:.1f}; {name} has {own:.1f}.",
                file_name=f"{file_name(name)}-score",
                ranges=False,
            ),
        )
    if spread.mean is not None and spread.median is not None:
        deviation = UNKNOWN if spread.std_dev is None else f"{spread.std_dev:.1f}"
        st.caption(
            f"{count(spread.count, 'investor')}: mean {spread.mean:.1f}, median {spread.median:.1f}, standard deviation {deviation}."
        )
    lines = ranking.ranked
    table(
        [
            Column("Investor", Kind.TEXT, [one.investor.name for one in lines], pinned=True),
            Column("Rank", Kind.QUANTITY, [float(one.rank) for one in lines]),
            Column("Type", Kind.TEXT, [one.investor.type.value for one in lines]),
            Column("Evenness", Kind.PRICE, [one.score for one in lines], EVENNESS_MEANING),
            Column(
                "Sectors",
                Kind.QUANTITY,
                [float(one.bucket_count) for one in lines],
                "How many sectors (else asset classes) are held.",
            ),
            Column("HHI", Kind.PRICE, [one.hhi for one in lines], "Σ w² over the sectors (else the asset classes)."),
        ],
        "ranking",
        file_name="evenness ranking",
        caption="Investors by evenness",
    )


def rank_of(own: float | None, every: Floats) -> int | None:
    """The competition rank of an evenness among all of them; None without one."""
    if own is None:
        return None
    return 1 + int(np.count_nonzero(np.round(every[np.isfinite(every)], 9) > round(own, 9)))
