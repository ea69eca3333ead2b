"""Which investor is looked at, in which year and dimension, and who counts as its peer? The row of choices of the peer pages."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.allocation.buckets import Dimension
from core.peers.group import PeerCriteria, PeerGroup
from core.peers.investor import SIZES, TYPES, TypeChoice, types_named
from core.peers.universe import PeerUniverse
from ui.choices.kept_choices import PORTFOLIO, arrive, choice
from ui.choices.selection import DIMENSION, INVESTOR, PEERS, REGION, SIZE, YEAR
from ui.reads.peers import PeerQuestion, SavedGroup, investor_choices, peer_group, saved_groups

LOOK_AT = "ys-look-at"  # whom the next run shows: an investor that has just come in
OWN_TYPE, LP = "Own type", "All LPs"
SAME, ANY = "Same", "Any"
DIMENSION_WORDS = {
    Dimension.SECTOR: "sector",
    Dimension.STAGE: "stage",
    Dimension.GEOGRAPHY: "geography",
    Dimension.ASSET_CLASS: "asset class",
}


@dataclass(frozen=True, slots=True, eq=False)
class PeerSelection:
    """One investor in one year and dimension, with its peers."""

    subject: int
    year: int
    dimension: Dimension
    group: PeerGroup


def choose_investor(universe: PeerUniverse) -> int:
    """The investor looked at: who the address names, else the chosen portfolio where it is placed, else the first of the list."""
    arrive()
    ids, names = investor_choices()
    if (wanted := st.session_state.pop(LOOK_AT, None)) in ids:
        st.session_state[INVESTOR] = wanted
        _forget_what_belonged_to_the_other()
    if INVESTOR not in st.session_state and (asked := _asked_for(universe, ids)):
        st.session_state[INVESTOR] = asked
    chosen = st.selectbox(
        "Investor",
        ids,
        format_func=names.__getitem__,
        key=INVESTOR,
        bind="query-params",
        on_change=_forget_what_belonged_to_the_other,
    )
    return universe.position(chosen)


def _asked_for(universe: PeerUniverse, ids: tuple[str, ...]) -> str | None:
    """Whom the address names, else the portfolio chosen on the other pages, where it stands among the investors."""
    if (named := st.query_params.get(INVESTOR)) in ids:
        return named
    placed = {one.portfolio_id: one.id for one in universe.investors if one.portfolio_id and one.id in ids}
    return next((placed[one] for one in choice(PORTFOLIO) if one in placed), None)


def _forget_what_belonged_to_the_other() -> None:
    """Another investor may have reported other years and dimensions."""
    for key in (YEAR, DIMENSION):
        st.session_state.pop(key, None)


def choose_year(universe: PeerUniverse, subject: int, dimension: Dimension) -> int:
    """A year that the investor reported, the latest first."""
    years = universe.years_of(subject, dimension)[::-1]
    if st.session_state.get(YEAR) not in years:
        st.session_state.pop(YEAR, None)
    return int(st.selectbox("Year", years, key=YEAR, bind="query-params"))


def choose_dimension(universe: PeerUniverse, subject: int) -> Dimension:
    """A dimension that the investor reported, sectors first."""
    told = universe.dimensions_of(subject)
    words = [DIMENSION_WORDS[one] for one in told]
    if st.session_state.get(DIMENSION) not in words:
        st.session_state.pop(DIMENSION, None)
    chosen = st.selectbox("By", words, key=DIMENSION, bind="query-params", help="How the whole is divided.")
    return told[words.index(chosen)]


def choose_peers(universe: PeerUniverse) -> PeerSelection:
    """The whole row: investor, by what, year, and the three criteria of the peers, or a group made by hand."""
    with st.container(key="ys-choices-button"):
        st.checkbox("Change what is compared", key="ys-choices-open")
    with st.container(key="ys-choices"):
        who, by, when, peers, size, region = st.columns([3.9, 1.4, 1, 1.7, 1, 1], gap="small", vertical_alignment="top")
    with who:
        subject = choose_investor(universe)
    with by:
        dimension = choose_dimension(universe, subject)
    with when:
        year = choose_year(universe, subject, dimension)
    with peers:
        among = _choose_group()
    with size:
        same_size = _same_as_subject("Size", SIZE, "Small is below $1B, large from $10B; unknown is a size of its own.")
    with region:
        same_region = _same_as_subject("Region", REGION, "The region of the headquarters.")
    question = PeerQuestion(subject, year, dimension, among, same_size, same_region)
    return PeerSelection(subject, year, dimension, peer_group(universe, question))


def _choose_group() -> TypeChoice | SavedGroup | None:
    """Other types than the investor's own, or a group made by hand, which comes first where it is named as a type is."""
    options = [OWN_TYPE, LP, *(one.value for one in TYPES), *(one.name for one in saved_groups())]
    chosen = st.selectbox(
        "Peers",
        options,
        key=PEERS,
        bind="query-params",
        help="Investors of the same type, all institutional investors (LP), another type, or a group that you saved.",
    )
    if by_hand := next((one for one in saved_groups() if one.name == chosen), None):
        return by_hand
    return None if chosen == OWN_TYPE else types_named("lp" if chosen == LP else chosen)


def _same_as_subject(label: str, key: str, meaning: str) -> bool:
    return st.selectbox(label, [SAME, ANY], key=key, bind="query-params", help=meaning) == SAME


def criteria_words(criteria: PeerCriteria) -> str:
    """The criteria as people say them: ``Endowment · Large (>$10B) · Europe``."""
    sizes = [one.value for one in SIZES if one in criteria.sizes]
    parts = [
        criteria.label or "all types",
        " or ".join(sizes) or "any size",
        " or ".join(sorted(criteria.regions)) or "any region",
    ]
    return " · ".join(parts)
