"""What if some of it lay elsewhere? Sliders that always sum to 100 %, and what evenness, rank and percentiles become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.allocation.buckets import Dimension
from core.market.levels import Floats
from core.peers.diversification import score_allocation
from core.peers.group import FEWEST_FOR_QUARTILES, FEWEST_PEERS, PeerGroup
from core.peers.reallocation import evening_shift, rescaled_weights, rounded_weights
from core.peers.statistics import percentile_rank, percentile_ranks, rank_among, ranks_among
from core.peers.universe import PeerUniverse
from ui.views.peers.choices import DIMENSION_WORDS
from ui.views.peers.diversification_sections import rank_of
from ui.widgets.metric_row import Card, metric_row
from ui.wording.number_format import UNKNOWN, percent, percentage_points
from ui.wording.plain_text import escaped

_WEIGHTS = "ys-what-if"


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Where the sliders begin. ``other_scores``: of everybody else who may be compared, shape (n,)."""

    universe: PeerUniverse
    subject: int
    year: int
    group: PeerGroup
    allocations: Mapping[Dimension, Mapping[str, float]]
    scores: Floats
    other_scores: Floats

    @property
    def mark(self) -> str:
        return f"{self.universe.investors[self.subject].id} {self.year}"


@st.fragment
def what_if(start: Start) -> None:
    """Everything here depends on the sliders alone and nothing else runs again."""
    told = list(start.allocations)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        dimension = st.segmented_control(
            "Move the allocation by",
            told,
            default=told[0],
            format_func=lambda one: DIMENSION_WORDS[one],
            required=True,
            key="ys-what-if-by",
        )
    weights = _weights(start)
    if right.button("Back to today", key="ys-what-if-reset"):
        _restart(start)
        weights = _weights(start)
    _numbers(start, weights, Dimension(dimension))
    _sliders(start, Dimension(dimension), weights)


def _weights(start: Start) -> dict[Dimension, Floats]:
    """The weights that the sliders show, those of the investor at first."""
    kept = st.session_state.get(_WEIGHTS)
    if kept is None or kept[0] != start.mark:
        _restart(start)
        kept = st.session_state[_WEIGHTS]
    return dict(kept[1])


def _restart(start: Start) -> None:
    fresh = {one: rounded_weights(np.array(list(held.values()))) for one, held in start.allocations.items()}
    st.session_state[_WEIGHTS] = (start.mark, fresh)


def _numbers(start: Start, weights: Mapping[Dimension, Floats], dimension: Dimension) -> None:
    """Score, percentile, rank and effective number, each beside what it is today."""
    moved = {one: dict(zip(start.allocations[one], held.tolist(), strict=True)) for one, held in weights.items()}
    today, then = score_allocation(start.allocations), score_allocation(moved)
    if today.overall is None or then.overall is None:
        st.markdown(today.reason or then.reason or "")
        return
    ranks = rank_of(today.overall, start.other_scores), rank_of(then.overall, start.other_scores)
    few = not start.group.quartiles_shown
    places = [_place(start, one) for one in (today.overall, then.overall)]
    numbers = [
        next(part.concentration.effective_number for part in one.parts if part.dimension is dimension)
        for one in (today, then)
    ]
    metric_row(
        [
            _card("Evenness then", today.overall, then.overall, "The overall evenness of weights, 0 to 100; not risk."),
            _card(
                "Rank among peers then" if few else "Percentile then",
                places[0],
                places[1],
                "Among the same peers, who stay as they are.",
                decimals=0,
                down=few,
            ),
            _card(
                "Rank then",
                ranks[0],
                ranks[1],
                "Among everybody with a score that year; 1 is the most even.",
                decimals=0,
                down=True,
            ),
            _card("Effective number", numbers[0], numbers[1], f"1 / HHI, by {DIMENSION_WORDS[dimension]}."),
        ],
        "what-if",
    )
    shift = evening_shift(moved)
    if shift is None:
        st.markdown("Everything is spread equally: no single shift would even the weights further.")
        return
    st.markdown(
        f"**The shift that evens most:** {percent(shift.amount)} from {escaped(shift.source)} to {escaped(shift.target)} "
        f"({DIMENSION_WORDS[shift.dimension]}), **+{shift.gain:.1f}** points of evenness. It is arithmetic, not a recommendation."
    )


def _place(start: Start, evenness: float) -> float | None:
    """Among the peers: the rank where they are few, else the percentile; None below five."""
    peers = start.scores[start.group.members]
    peers = peers[np.isfinite(peers)]
    if not start.group.sufficient or not peers.size:
        return None
    return percentile_rank(evenness, peers) if start.group.quartiles_shown else float(rank_among(evenness, peers))


def _card(
    label: str, today: float | None, then: float | None, meaning: str, decimals: int = 1, down: bool = False
) -> Card:
    if today is None or then is None:
        return Card(label, UNKNOWN, f"{meaning} Unknown below five peers.")
    change = round(then, decimals) - round(today, decimals)
    text = f"{change:+.{decimals}f}".replace("-", "−") if change else None
    return Card(
        label,
        f"{then:.{decimals}f}",
        meaning,
        delta=text,
        delta_sign=-change if down else change,
        reference=f"today {today:.{decimals}f}",
    )


def _sliders(start: Start, dimension: Dimension, weights: Mapping[Dimension, Floats]) -> None:
    """One slider a bucket; moving one scales the others so that all remain 100 %."""
    buckets, held = list(start.allocations[dimension]), weights[dimension]
    today = np.array(list(start.allocations[dimension].values()))
    places = _places(start, dimension, held)
    grid = st.grid(3, min_column_width=240, gap="medium", key="ys-sliders")
    for at, bucket in enumerate(buckets):
        key = f"ys-slider-{dimension.value}-{at}"
        st.session_state[key] = round(float(held[at]) * 100, 1)
        with grid.cell():
            st.slider(
                escaped(bucket),
                0.0,
                100.0,
                step=0.1,
                format="%.1f\u202f%%",
                key=key,
                on_change=_moved,
                args=(start.mark, dimension, at, key),
            )
            moved = percentage_points(float(held[at] - today[at]))
            st.caption(f"today {percent(float(today[at]))} ({moved}){places[at]}")
    st.caption(f"Together {percent(float(held.sum()))}. The others move in proportion when one is moved.")


def _places(start: Start, dimension: Dimension, held: Floats) -> list[str]:
    """Where each weight stands among the peers that report the dimension, in words: by rank among few; nothing below five."""
    row = start.universe.at_year(start.year)
    cube = start.universe.cubes[dimension]
    members = start.group.members[cube.reported[row, start.group.members]]
    columns = [cube.buckets.index(name) for name in start.allocations[dimension]]
    peers = cube.weights[row, members][:, columns]
    if members.size < FEWEST_PEERS:
        return [""] * held.size
    if members.size < FEWEST_FOR_QUARTILES:
        return [f", {rank:.0f} of {members.size + 1} with its peers" for rank in ranks_among(held, peers)]
    return [f", percentile {rank:.0f} among peers" for rank in percentile_ranks(held, peers)]


def _moved(mark: str, dimension: Dimension, at: int, key: str) -> None:
    kept_mark, kept = st.session_state[_WEIGHTS]
    if kept_mark != mark:
        return
    value = min(max(float(st.session_state[key]) / 100, 0.0), 1.0)
    st.session_state[_WEIGHTS] = (mark, {**kept, dimension: rescaled_weights(kept[dimension], at, value)})
