"""How do investors of one's own come in? A file, a portfolio placed among them, and groups made by hand."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.allocation.buckets import ASSET_CLASSES, SECTORS
from core.allocation.regions import COUNTRIES, REGIONS
from core.allocation.securities import SecurityClass
from core.peers.investor import InvestorType
from core.peers.universe import PeerUniverse
from ui.reads.allocation import allocation_of, classes_of
from ui.reads.peers import saved_groups
from ui.reads.portfolio import portfolio_choices, valuation
from ui.views.peers.choices import DIMENSION_WORDS, LOOK_AT
from ui.widgets.notices import guarded, note_line, warning_line
from ui.widgets.upload import bad_rows, finish
from ui.wording.number_format import count
from ui.wording.plain_text import escaped
from ui.writes.peers import (
    PlaceAmongPeers,
    keep_classes,
    keep_group,
    keep_investors,
    place_portfolio,
    read_investor_file,
    remove_group,
    remove_investor,
)

PLACE = "universe"


def universe_editor(universe: PeerUniverse) -> None:
    """Everything that changes who can be compared with whom."""
    bring, place, groups, remove = st.tabs(
        ["Bring investors", "Place your portfolio", "Groups by hand", "Remove"], key="ys-universe", on_change="rerun"
    )
    for tab, part in ((bring, _bring), (place, _place)):
        if tab.open:
            with tab, guarded("This part"):
                part()
    if groups.open:
        with groups, guarded("The groups"):
            _groups(universe)
    if remove.open:
        with remove, guarded("This part"):
            _remove(universe)


def _finish(text: str, look_at: str = "") -> None:
    """Says what was done, after a new run that shows the investor ``look_at``."""
    if look_at:
        st.session_state[LOOK_AT] = look_at
    finish(PLACE, escaped(text, 400))


def _bring() -> None:
    st.markdown(
        "A CSV with one weight a row (`name, type, assets, currency, country, year, dimension, bucket, weight`) or one column a bucket "
        "(`sector:Energy`, `geography:Europe` …), or **Public Plans Data** as published. The guide describes every column."
    )
    file = st.file_uploader("File of investors", ["csv", "xlsx", "gz"], key="ys-peer-file")
    normalise = st.checkbox(
        "Scale allocations that do not sum to 100 %", key="ys-normalise", help="Otherwise they are listed and left out."
    )
    if file is None:
        return
    reading = read_investor_file(file.getvalue(), file.name, normalise)
    told = sum(bool(one.allocations) for one in reading.records)
    st.markdown(f"**{reading.format}:** {count(len(reading.records), 'investor')}, {told} of them with an allocation.")
    for at, note in enumerate(reading.notes):
        note_line(escaped(note, 400), f"peer-file-{at}")
    if reading.problems:
        warning_line(
            f"**{count(len(reading.problems), 'row')}** could not be taken over whole; the rest can be imported.",
            "peer-file",
        )
        bad_rows(reading.problems, "ys-peer-problems")
    if reading.records and st.button("Import these investors", type="primary", key="ys-peer-import"):
        ids = keep_investors(reading.records)
        telling = next((at for at, one in enumerate(reading.records) if one.allocations), 0)
        _finish(f"{count(len(ids), 'investor')} imported.", ids[telling])


def _place() -> None:
    choices = portfolio_choices()
    if not choices:
        st.markdown("There is no portfolio yet. Bring your transactions on **Your Data** first.")
        return
    names = {one.id: one.name for one in choices}
    chosen = st.selectbox("Portfolio", list(names), format_func=names.__getitem__, key="ys-place-portfolio")
    valued, classes = valuation(chosen), classes_of(valuation(chosen))
    titles = {one.symbol: one.name or one.symbol for one in valued.holdings}
    weights = {one.symbol: 100 * (one.weight or 0.0) for one in valued.holdings}
    st.markdown("Say what each holding is; the type of a stock and the exchange in its symbol are filled in already.")
    frame = pd.DataFrame(
        [
            (
                symbol,
                titles[symbol],
                weights[symbol],
                one.sector or None,
                one.geography or None,
                one.asset_class or None,
            )
            for symbol, one in sorted(classes.items(), key=lambda item: -weights[item[0]])
        ],
        columns=["Symbol", "Name", "Weight", "Sector", "Geography", "Asset class"],
    )
    edited = st.data_editor(
        frame,
        hide_index=True,
        disabled=["Symbol", "Name", "Weight"],
        column_config={
            "Weight": st.column_config.NumberColumn(format="%.1f %%"),
            "Sector": st.column_config.SelectboxColumn(options=list(SECTORS)),
            "Geography": st.column_config.SelectboxColumn(options=list(REGIONS)),
            "Asset class": st.column_config.SelectboxColumn(options=list(ASSET_CLASSES)),
        },
        key=f"ys-classes-{chosen}",
    )
    left, middle, right = st.columns(3)
    name = left.text_input("Name in the universe", names[chosen], max_chars=150, key=f"ys-place-name-{chosen}")
    kinds = [one.value for one in InvestorType]
    kind = middle.selectbox("Stands among", kinds, index=kinds.index("Family Office"), key="ys-place-type")
    country = right.selectbox("Country", COUNTRIES, index=COUNTRIES.index("United States"), key="ys-place-country")
    if st.button("Place it, or bring it up to date", type="primary", key="ys-place"):
        keep_classes(
            {
                str(row["Symbol"]): SecurityClass(
                    _text(row["Sector"]), _text(row["Geography"]), _text(row["Asset class"])
                )
                for row in edited.to_dict("records")
            }
        )
        placed = place_portfolio(chosen, PlaceAmongPeers(name, InvestorType(kind), country))
        missing = [f"by {DIMENSION_WORDS[which]}: {why}" for which, why in allocation_of(chosen).missing]
        _finish(f"{name} is placed." + (f" Not told {' '.join(missing)}" if missing else ""), placed)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _groups(universe: PeerUniverse) -> None:
    names = {one.id: one.name for one in universe.investors}
    members = st.multiselect("Members", list(names), format_func=names.__getitem__, key="ys-group-members")
    name = st.text_input("Name of the group", max_chars=100, key="ys-group-name")
    if st.button("Save the group", disabled=not (members and name.strip()), key="ys-group-save"):
        keep_group(name, members)
        _finish(f"The group “{name}” is saved; choose it under “Peers”.")
    for one in saved_groups():
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.markdown(f"**{escaped(one.name)}**, {count(len(one.members), 'member')}")
        if right.button("Delete", key=f"ys-group-{one.id}"):
            remove_group(one.id)
            _finish(f"The group “{one.name}” is deleted.")


def _remove(universe: PeerUniverse) -> None:
    names = {one.id: one.name for one in sorted(universe.investors, key=lambda one: (one.simulated, one.name))}
    chosen = st.selectbox("Investor to remove", list(names), format_func=names.__getitem__, key="ys-remove")
    if chosen and st.button("Remove it with all its years", key="ys-remove-button"):
        remove_investor(chosen)
        _finish(f"{names[chosen]} is removed.")
