"""What is the mix? Weight sliders that always sum to 100 %, the rule, the policy dates, and the way into the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import PolicyChange, Rebalance, Reset, Rule
from core.errors import InvalidSpecification
from core.peers.reallocation import rescaled_weights, rounded_weights
from ui.views.hybrid.mix_in_address import MOST_PARTS, RULES
from ui.wording.number_format import THIN_SPACE
from ui.wording.plain_text import escaped

UNIT = 0.005
RULE_WORDS = {
    Rule.NONE: "Never",
    Rule.DAILY: "Every day",
    Rule.WEEKLY: "Every week",
    Rule.MONTHLY: "Every month",
    Rule.QUARTERLY: "Every quarter",
    Rule.SEMI_ANNUAL: "Every half-year",
    Rule.ANNUAL: "Every year",
    Rule.DRIFT: "When it drifts",
    Rule.SCHEDULED: "On set dates",
}
RESET_WORDS = {Reset.START: "Before that day's return", Reset.CLOSE: "At that day's close"}
USUAL_DRIFT = 300.0


def mix_controls(start: Blend, scope: str, names: Mapping[str, str], free: bool) -> Blend:
    """The blend as the controls say, beginning with ``start``; ``free``: the components can be chosen too.

    ``scope`` keeps the controls of one starting blend apart from those of another.
    """
    ids = _choose_parts(start, scope, names) if free else start.ids
    weights = weight_sliders(ids, {part.id: part.weight for part in start.components}, scope, names)
    rebalance, reset = _rule_controls(start, scope)
    with st.expander("Policy dates: other weights from a day on"):
        policy = policy_table(ids, start.policy, scope, names)
    parts = tuple(_part(start, one, weights[one]) for one in ids)
    made = replace(start, components=parts, policy=policy, rebalance=rebalance, reset=reset)
    return replace(made, name=made.mix_in_words(names)) if free or made != start else start


def weight_sliders(
    ids: Sequence[str], start: Mapping[str, float], scope: str, names: Mapping[str, str]
) -> dict[str, float]:
    """A slider for each component; moving one moves the others in proportion, so that they always sum to 100 %. Fractions by id."""
    keys = [slider_key(scope, one) for one in ids]
    if any(key not in st.session_state for key in keys):
        given = np.array([start.get(one, 0.0) for one in ids])
        begin = rounded_weights(given if given.sum() > 0 else np.ones(len(ids)), UNIT)
        st.session_state.update(dict(zip(keys, (begin * 100.0).round(1).tolist(), strict=True)))
    for one, key in zip(ids, keys, strict=True):
        st.slider(
            escaped(names.get(one, one)),
            0.0,
            100.0,
            step=UNIT * 100,
            format=f"%.1f{THIN_SPACE}%%",
            key=key,
            on_change=_keep_sum,
            args=(keys, key),
            disabled=len(ids) == 1,
        )
    return {one: float(st.session_state[key]) / 100.0 for one, key in zip(ids, keys, strict=True)}


def slider_key(scope: str, component: str) -> str:
    return f"ys-weight {scope} {component}"


def _keep_sum(keys: Sequence[str], moved: str) -> None:
    now = np.array([st.session_state[key] for key in keys]) / 100.0
    after = rescaled_weights(now, list(keys).index(moved), float(st.session_state[moved]) / 100.0, UNIT)
    st.session_state.update(dict(zip(keys, (after * 100.0).round(1).tolist(), strict=True)))


def _choose_parts(start: Blend, scope: str, names: Mapping[str, str]) -> tuple[str, ...]:
    key = f"ys-parts {scope}"
    chosen = st.multiselect(
        "Made of",
        list(dict.fromkeys([*names, *start.ids])),  # a part that is there no more can be taken out
        default=list(start.ids),
        format_func=lambda one: names.get(one, one),
        max_selections=MOST_PARTS,
        key=key,
        select_all=False,
        on_change=_forget_weights,
        args=(scope,),
        placeholder="Choose indexes, funds or blends",
    )
    return tuple(chosen) or start.ids


def _forget_weights(scope: str) -> None:
    """Other components: their weights begin anew."""
    for key in [key for key in st.session_state if str(key).startswith(f"ys-weight {scope} ")]:
        del st.session_state[key]


def _rule_controls(start: Blend, scope: str) -> tuple[Rebalance, Reset]:
    left, middle, right = st.columns(3, gap="medium")
    rule = left.selectbox(
        "Put right",
        RULES,
        index=RULES.index(start.rebalance.rule) if start.rebalance.rule in RULES else 0,
        format_func=RULE_WORDS.__getitem__,
        key=f"ys-rule {scope}",
        help="When the weights, which drift with the markets, go back to their targets. “Never”: every deposit is split at the "
        "targets and left alone.",
    )
    reset = middle.selectbox(
        "Reset",
        list(Reset),
        index=list(Reset).index(start.reset),
        format_func=RESET_WORDS.__getitem__,
        key=f"ys-reset {scope}",
        disabled=rule is Rule.NONE,
        help="On the first day of a new period: are the targets set before that day's return is earned (as published composite indexes "
        "do), or at its close?",
    )
    drift = right.number_input(
        "Drift allowed, points",
        0.5,
        50.0,
        (start.rebalance.max_abs_bp or USUAL_DRIFT) / 100.0,
        0.5,
        key=f"ys-drift {scope}",
        disabled=rule is not Rule.DRIFT,
        help="How far a weight may be from its target at a close, in percentage points, before the next day opens at target.",
    )
    return Rebalance(rule, float(drift) * 100.0 if rule is Rule.DRIFT else None), reset


def policy_table(
    ids: Sequence[str], start: Sequence[PolicyChange], scope: str, names: Mapping[str, str]
) -> tuple[PolicyChange, ...]:
    """Dated weights as a table that can be edited; raises InvalidSpecification for a row that is not 100 %."""
    titles = {one: f"{names.get(one, one)}, %" for one in ids}
    rows = [
        {"From": change.effective, **{titles[one]: change.weights.by_id.get(one, 0.0) * 100.0 for one in ids}}
        for change in start
    ]
    frame = pd.DataFrame(rows, columns=["From", *titles.values()]).astype(dict.fromkeys(titles.values(), "float64"))
    frame["From"] = pd.to_datetime(frame["From"])
    edited = st.data_editor(
        frame,
        num_rows="dynamic",
        hide_index=True,
        key=f"ys-policy {scope} {' '.join(ids)}",
        column_config={
            "From": st.column_config.DateColumn("From", format="D MMM YYYY", required=True),
            **{
                title: st.column_config.NumberColumn(title, min_value=0.0, max_value=100.0, step=0.5)
                for title in titles.values()
            },
        },
    )
    st.caption("From its day on a row's weights are the targets; a row must sum to 100.")
    return policy_of(edited.to_dict("records"), titles)


def policy_of(rows: Sequence[Mapping[Any, Any]], titles: Mapping[str, str]) -> tuple[PolicyChange, ...]:
    """The table's rows as policy changes; a row that is not filled in yet is left out."""
    changes = []
    for row in rows:
        if pd.isna(row["From"]):
            continue
        weights = {one: 0.0 if pd.isna(row[title]) else float(row[title]) / 100.0 for one, title in titles.items()}
        if sum(weights.values()) == 0:
            continue
        changes.append(PolicyChange.of(_day(row["From"]), weights))
    return tuple(changes)


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()


def _part(start: Blend, component: str, weight: float) -> Component:
    """The starting blend's component with its fallback, or a new one."""
    try:
        return replace(start.component(component), weight=weight)
    except InvalidSpecification:
        return Component(component, weight)
