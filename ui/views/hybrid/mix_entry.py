"""Does the mix stay when its page is left and opened again, and when the browser goes back? Where its controls begin, and what they say."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ui.choices.kept_choices import MIX, announce, choice, keep

_ENTRIES, _COUNT, _SAID = "ys-mix-entries", "ys-mix-count", "ys-mix-said"


@dataclass(frozen=True, slots=True)
class MixEntry:
    """One opening of the controls. ``scope``: what their keys end with; ``text``: the mix that they begin with, "" for the usual."""

    scope: str
    text: str

    def follow(self, text: str) -> None:
        """What the controls say now: kept for the next opening and told to the address; "" where they say nothing of their own."""
        st.session_state[_SAID] = text
        keep(MIX, *filter(None, [text]))
        announce(MIX, *filter(None, [text]))


def enter(base: str) -> MixEntry:
    """The opening that goes on, or a new one: when the page opens, or when the address asks for another mix than the controls say."""
    entries: dict[str, MixEntry] = st.session_state.setdefault(_ENTRIES, {})
    asked = next(iter(choice(MIX)), "")
    known = entries.get(base)
    there = known is not None and f"ys-rule {known.scope}" in st.session_state
    if known is not None and there and asked == st.session_state.get(_SAID, ""):
        return known
    st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1
    scope = base if known is None else f"{base} {st.session_state[_COUNT]}"
    entries[base] = MixEntry(scope, asked)
    return entries[base]
