"""Which pictures and tables does the page Peer Benchmarks have? Each drawn from one core result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from core.errors import InsufficientData
from core.peers.comparison import BucketGap, PeerComparison, best_quartile, compare_with_peers, too_few
from core.peers.statistics import Position
from core.peers.trend import path_of, peer_trend
from core.peers.universe import PeerUniverse
from ui.charts.peers import band_figure, trend_figure
from ui.reads.answers import peers_json
from ui.reads.peers import bands_by_type
from ui.views.peers.choices import DIMENSION_WORDS, PeerSelection
from ui.views.peers.words import fiscal_year_words, gap_sentences, year_end_day
from ui.widgets.downloads import json_button
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import UNKNOWN, count, listed, money, percent, percentage_points
from ui.wording.plain_text import escaped, file_name

POSITION_WORDS = {
    Position.ABOVE_P75: "above the middle half",
    Position.ABOVE_MEDIAN: "above the median",
    Position.AT_MEDIAN: "at the median",
    Position.BELOW_MEDIAN: "below the median",
    Position.BELOW_P25: "below the middle half",
    Position.NOT_INVESTED: "not invested",
}


def comparison_cards(told: PeerComparison, score: float | None, place: str | None) -> list[Card]:
    """Peers, the furthest above and below, how many weights are outside the band, and the evenness with its place among the peers."""
    peers = Card(
        "Peers",
        f"{told.group.count}",
        "Investors that meet the criteria and reported that year, without the investor itself.",
    )
    spread = Card(
        "Evenness",
        UNKNOWN if score is None else f"{score:.1f}",
        "Evenness of weights, not risk: 0 where all lies in one bucket, 100 where it is spread equally over all: ½ sector, ¼ stage, "
        "¼ geography, over what is known.",
        reference=place,
        delta=None if place is None else " ",
    )
    if not told.gaps:
        return [peers, spread]
    above, below = max(told.gaps, key=lambda one: one.gap), min(told.gaps, key=lambda one: one.gap)
    furthest = [_furthest("Most above", above, told), _furthest("Most below", below, told)]
    return [peers, *furthest, *([_band_card(told)] if told.group.quartiles_shown else []), spread]


def _band_card(told: PeerComparison) -> Card:
    return Card(
        "Outside the band",
        f"{len(told.overweights) + len(told.underweights)} of {len(told.gaps)}",
        "Weights above the 75th or below the 25th percentile of the peers.",
        delta=" ",
        reference=f"{len(told.overweights)} above, {len(told.underweights)} below",
    )


def _furthest(title: str, gap: BucketGap, told: PeerComparison) -> Card:
    meaning = f"{gap.bucket}: the weight minus the peers’ median, in percentage points (pp)."
    place = "" if told.group.quartiles_shown else f", {gap.rank} of {gap.of}"
    return Card(title, percentage_points(gap.gap), meaning, delta=" ", reference=f"{gap.bucket}{place}")


def band_picture(universe: PeerUniverse, told: PeerComparison) -> None:
    """The investor's dot over the peers' band, or among the dots of a few."""
    furthest = told.gaps[0]
    place = [name for name, _ in told.weights]
    held = universe.weights(told.dimension, told.year)[told.group.members]
    live_chart(
        band_figure(told.gaps, told.investor.name, told.group, held[:, [place.index(one.bucket) for one in told.gaps]]),
        ChartFrame(
            key="bands",
            title=f"Allocation of {told.investor.name} beside its peers, {told.year}",
            summary=f"By {DIMENSION_WORDS[told.dimension]}, {told.group.count} peers. Largest gap: {furthest.bucket}, "
            f"{percent(furthest.weight)} against a median of {percent(furthest.band.median)}.",
            file_name=f"{file_name(told.investor.name)}-peers-{told.year}",
            ranges=False,
        ),
    )
    if told.overweights or told.underweights:
        st.caption("A triangle lies outside the middle half of the peers and points away from it.")


def gap_table(told: PeerComparison) -> None:
    """Every bucket with its gap, and its rank among few peers or its band, percentile and position among many."""
    gaps = told.gaps
    few = not told.group.quartiles_shown
    shown = _rank_columns(gaps) if few else _quartile_columns(gaps)
    table(
        [
            Column(DIMENSION_WORDS[told.dimension].capitalize(), Kind.TEXT, [one.bucket for one in gaps], pinned=True),
            Column("Weight", Kind.PERCENT, [one.weight for one in gaps]),
            Column(
                "Median",
                Kind.PERCENT,
                [one.band.median for one in gaps],
                "Half of the peers hold less; those that hold nothing count as 0.",
            ),
            Column("Gap", Kind.POINTS, [one.gap for one in gaps], "The weight minus the median."),
            *shown,
        ],
        "gaps",
        file_name=f"{told.investor.name} peers {told.year}",
        caption=f"Weights of {told.investor.name} beside {told.group.count} peers",
    )


def _rank_columns(gaps: Sequence[BucketGap]) -> list[Column]:
    meaning = "By weight among the peers and the investor: 1 holds most, equal weights share a rank."
    ranks = [f"{one.rank} of {one.of}" if one.weight > 0 else POSITION_WORDS[one.position] for one in gaps]
    return [Column("Rank", Kind.TEXT, ranks, meaning)]


def _quartile_columns(gaps: Sequence[BucketGap]) -> list[Column]:
    low, high = [one.band.p25 for one in gaps], [one.band.p75 for one in gaps]
    ranks = [float(round(one.percentile)) for one in gaps]
    return [
        Column(
            "Middle half from", Kind.PERCENT, low, "A quarter of the peers hold less: their 25th percentile, linear."
        ),
        Column("Middle half to", Kind.PERCENT, high, "A quarter of the peers hold more: their 75th percentile."),
        Column("Percentile", Kind.QUANTITY, ranks, "Share of peers that hold less, half of the equal ones counted."),
        Column("Position", Kind.TEXT, [POSITION_WORDS[one.position] for one in gaps]),
    ]


def gap_analysis(universe: PeerUniverse, chosen: PeerSelection) -> None:
    """Over- and under-represented buckets in words, in every dimension that the investor reported that year."""
    row = universe.at_year(chosen.year)
    for dimension, cube in universe.cubes.items():
        if not cube.reported[row, chosen.subject]:
            continue
        group = chosen.group
        if dimension is not chosen.dimension:
            group = replace(group, dimension=dimension, members=group.members[cube.reported[row, group.members]])
        told = compare_with_peers(universe, chosen.subject, group)
        st.markdown(f"## By {DIMENSION_WORDS[dimension]}, {count(group.count, 'peer')}")
        lines = gap_sentences(told) if told.gaps else (told.reason or "",)
        st.markdown("\n".join(f"- {line}" for line in lines))


def best_performers(universe: PeerUniverse, chosen: PeerSelection) -> None:
    """What the best-performing quarter of the peers held as the year began, beside all of them."""
    try:
        best = best_quartile(universe, chosen.group)
    except InsufficientData as why:
        st.markdown(why.message)
        return
    before = chosen.year - 1
    st.caption(fiscal_year_words(universe, chosen.group))
    left_out = (
        f" {count(best.without_weights, 'peer')} with a return had reported no weights for {before}, where the year begins: left out."
        if best.without_weights
        else ""
    )
    st.markdown(
        f"Of **{count(best.known, 'peer')}** with a known return in {chosen.year}, the best **{best.count}** earned "
        f"**{percent(best.threshold)}** or more. Weights are those at the end of {before}, where the year begins. This is what they held, "
        f"not why they did well. It is of those that reported; closed or silent ones are missing.{left_out}"
    )
    order = np.argsort(best.all - best.best)
    table(
        [
            Column(
                DIMENSION_WORDS[chosen.dimension].capitalize(),
                Kind.TEXT,
                [best.buckets[at] for at in order],
                pinned=True,
            ),
            Column("Best quarter, mean", Kind.PERCENT, [float(best.best[at]) for at in order]),
            Column("All with a return, mean", Kind.PERCENT, [float(best.all[at]) for at in order]),
            Column("Difference", Kind.POINTS, [float(best.best[at] - best.all[at]) for at in order]),
        ],
        "best",
        file_name=f"best quarter {chosen.year}",
        caption="What the best-performing quarter of the peers held as the year began",
    )


def trend_section(universe: PeerUniverse, chosen: PeerSelection, told: PeerComparison) -> None:
    """One bucket over the years, the investor beside its peers."""
    buckets = universe.cubes[chosen.dimension].buckets
    start = told.gaps[0].bucket if told.gaps else buckets[0]
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    bucket = left.selectbox("Bucket", buckets, index=buckets.index(start), key=f"ys-trend-{chosen.dimension}")
    same = right.checkbox("Only peers that reported in every year", key="ys-same-members")
    trend = peer_trend(universe, chosen.dimension, chosen.group.members, same)
    if not trend.years or not np.isfinite(trend.median).any():
        st.markdown(too_few(int(trend.counts.max(initial=0))))
        return
    at = buckets.index(bucket)
    own = path_of(universe, chosen.dimension, chosen.subject, trend.years)[:, at]
    live_chart(
        trend_figure(trend, at, own, told.investor.name),
        ChartFrame(
            key="trend",
            title=f"{bucket} over the years",
            summary=f"The peers’ median weight in {bucket}, {trend.years[0]} to {trend.years[-1]}, and that of {told.investor.name}.",
            file_name=f"{file_name(told.investor.name)}-trend-{file_name(bucket)}",
            ranges=False,
        ),
    )
    sizes = ", ".join(f"{year}: {number}" for year, number in zip(trend.years, trend.counts.tolist(), strict=True))
    st.caption(f"Peers behind each year: {sizes}. Below five, nothing is drawn; the middle half from twelve.")


def sector_benchmarks(universe: PeerUniverse, chosen: PeerSelection) -> None:
    """The medians of every type, and of all."""
    columns = [
        Column(
            DIMENSION_WORDS[chosen.dimension].capitalize(),
            Kind.TEXT,
            universe.cubes[chosen.dimension].buckets,
            pinned=True,
        )
    ]
    few = []
    for one in bands_by_type(universe, chosen.year, chosen.dimension, chosen.subject):
        name = f"{one.type.value if one.type else 'All'} ({one.group.count})"
        if one.bands:
            half = "; ".join(f"{band.bucket} {percent(band.p25)}–{percent(band.p75)}" for band in one.bands[:4])
            meaning = f"Median. The middle half: {half} …" if one.group.quartiles_shown else "Median."
            columns.append(
                Column(
                    name,
                    Kind.PERCENT,
                    [band.median for band in one.bands],
                    meaning,
                )
            )
        elif one.group.count:
            few.append(name)
    table(
        columns, "by-type", file_name=f"benchmarks by type {chosen.year}", caption="Median weights by type of investor"
    )
    if few:
        st.caption(f"Too few for statistics: {listed(few, most=9)}. The number of investors stands in brackets.")


def members_table(universe: PeerUniverse, chosen: PeerSelection) -> None:
    """Who the peers are, with their sizes."""
    row = universe.at_year(chosen.year)
    members: Sequence[int] = chosen.group.members.tolist()
    assets = universe.usd_assets[row, chosen.group.members]
    order = np.argsort(-np.nan_to_num(assets, nan=-1.0))
    who = [members[at] for at in order]
    table(
        [
            Column("Peer", Kind.TEXT, [universe.investors[at].name for at in who], pinned=True),
            Column("Type", Kind.TEXT, [universe.investors[at].type.value for at in who]),
            Column("Region", Kind.TEXT, [universe.investors[at].region or None for at in who]),
            Column("Fiscal year ends", Kind.TEXT, [year_end_day(universe.investors[at].fiscal_year_end) for at in who]),
            Column("Size", Kind.TEXT, [universe.size_of(at, chosen.year).value for at in who]),
            Column(
                "Assets",
                Kind.TEXT,
                [_assets(float(universe.usd_assets[row, at])) for at in who],
                "In US dollars, at the year’s own exchange rate.",
            ),
        ],
        "members",
        file_name=f"peers {chosen.year}",
        caption="The peers and their sizes",
    )


def _assets(amount: float) -> str | None:
    return money(amount, "USD") if np.isfinite(amount) else None


def notes(universe: PeerUniverse, chosen: PeerSelection, told: PeerComparison) -> None:
    """Which data, which rules."""
    years = universe.years_of(chosen.subject, chosen.dimension)
    reported = listed([str(year) for year in years], most=15)
    lines = [
        f"**Data:** {escaped(told.investor.name)} reported {reported} by {DIMENSION_WORDS[chosen.dimension]}.",
        "**Percentiles** are linear; a peer that holds nothing in a bucket counts as 0; the investor is never its own peer.",
        "**Size** by assets in US dollars in that year: small below 1 billion, large from 10 billion; unknown is a size of its own.",
        "**Region** from the country of the headquarters, by a table.",
        "**Few peers:** up to eleven each is a dot and the rank leads; quartiles from 12, deciles from 30, the best quarter from 20.",
        f"**Years** are as each reported them. {fiscal_year_words(universe, chosen.group)}",
        "**Widening:** below five peers the region is given up first, then the size. With fewer still, no statistics are shown.",
    ]
    with st.expander("About these numbers"):
        st.markdown("\n".join(f"- {line}" for line in lines))
    json_button(
        "View as JSON",
        told.investor.name,
        f"peers-{chosen.year}",
        lambda: view_content(universe, told),
        "peer-json",
    )


def view_content(universe: PeerUniverse, told: PeerComparison) -> dict[str, object]:
    """The view with its inputs."""
    investor = {"id": told.investor.id, "name": told.investor.name}
    asked = {"investor": investor, "year": told.year, "dimension": told.dimension}
    return {"inputs": asked, **peers_json(universe, told)}
