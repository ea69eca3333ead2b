"""Which conventions are tried? One control each, carried by the address; a tool's name sets them all."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.conventions.choices import IN_FORCE, Conventions
from core.conventions.tools import TOOLS, Tool, tool_with
from core.market.levels import Basis
from ui.choices.selection import CONVENTION
from ui.views.conventions.words import GROUPS, Choice, Switch

PRESET = "ys-convention-preset"
OWN = "own"
_NARROWEST = 150
_BASIS_WORDS = {Basis.PRICE: "price", Basis.TOTAL: "total return", Basis.NET: "net return"}


def choose_conventions(basis: Basis, both_known: bool) -> Conventions:
    """The preset and every switch. ``basis``: the benchmark's as it is chosen; ``both_known``: whether there is another."""
    chosen = _chosen_conventions()
    _choose_preset(chosen)
    made: dict[str, Any] = {}
    for number, (title, switches) in enumerate(GROUPS.items()):
        st.markdown(f"**{title}**")
        grid = st.grid(len(switches), min_column_width=_NARROWEST, gap="small", key=f"ys-conventions-{number}")
        for switch in switches:
            with grid.cell():
                made[switch.name] = _choose(switch, basis, both_known)
    return Conventions(**made)


def _chosen_conventions() -> Conventions:
    """What the controls show, taken from the address when the page is opened."""
    made: dict[str, Any] = {}
    for switches in GROUPS.values():
        for switch in switches:
            key, asked = _key(switch), st.query_params.get(_key(switch))
            by_word = {_word(switch, one): one for one in switch.choices} | {str(one): one for one in switch.choices}
            if key not in st.session_state and asked in by_word:
                st.session_state[key] = by_word[asked]
            value = st.session_state.get(key)
            made[switch.name] = value if value in switch.choices else getattr(IN_FORCE, switch.name)
    return Conventions(**made)


def _choose_preset(now: Conventions) -> None:
    tool = tool_with(now)
    ids = [one.id for one in TOOLS]
    shown = tool.id if tool else OWN
    before = _tool(st.session_state.get(PRESET))
    if (
        before is None or before.conventions != now
    ):  # several tools may make all numbers alike: the one that was asked for stays
        st.session_state[PRESET] = shown
    names = {
        one.id: f"As {one.name[:1].lower() + one.name[1:] if one.id == TOOLS[0].id else one.name} does" for one in TOOLS
    }
    names[OWN] = "A choice of your own"
    st.selectbox(
        "Make the numbers",
        [*ids, *([OWN] if st.session_state[PRESET] == OWN else [])],
        format_func=names.__getitem__,
        key=PRESET,
        on_change=_take_preset,
        help="Sets all switches as that tool does it, as far as there is a switch. What was read where stands in the table below.",
    )


def _take_preset() -> None:
    tool = _tool(st.session_state[PRESET])
    if tool is None:
        return
    for switches in GROUPS.values():
        for switch in switches:
            st.session_state[_key(switch)] = getattr(tool.conventions, switch.name)


def _tool(tool_id: str | None) -> Tool | None:
    return next((one for one in TOOLS if one.id == tool_id), None)


def _choose(switch: Switch, basis: Basis, both_known: bool) -> Choice:
    usual = getattr(IN_FORCE, switch.name)
    options = list(switch.choices)
    known = switch.name != "dividends" or both_known
    help_text = (
        switch.meaning if known else f"{switch.meaning} Of this benchmark only its {_BASIS_WORDS[basis]} is known."
    )
    chosen: Choice = st.selectbox(
        switch.label,
        options,
        index=options.index(usual),
        format_func=lambda one: _word(switch, one),
        key=_key(switch),
        bind="query-params",
        help=help_text,
        disabled=not known,
    )
    return chosen if known else usual


def _word(switch: Switch, choice: Choice) -> str:
    return switch.choices[choice]


def _key(switch: Switch) -> str:
    """The control's key and its name in the address: ``as-alpha``."""
    return f"{CONVENTION}-{switch.name.replace('_', '-')}"
