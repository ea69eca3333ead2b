"""How evenly is an institution's money spread, and how many bets are the securities of a portfolio?"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.peers.diversification import allocations_of, score_allocation
from core.peers.group import pool
from core.peers.universe import PeerUniverse
from ui.choices.selection import choose_currency, choose_portfolio, say_what_was_misread
from ui.reads.holdings_risk import holdings_risk
from ui.reads.peers import PeerQuestion, peer_group, ranking, scores, universe
from ui.reads.portfolio import portfolio_choices, valuation
from ui.views.peers import diversification_sections as sections
from ui.views.peers import words
from ui.views.peers.choices import choose_investor, choose_year
from ui.views.peers.holdings_sections import holdings_page
from ui.views.peers.what_if import Start, what_if
from ui.views.trust.value_notices import value_notices
from ui.widgets.metric_row import metric_row
from ui.widgets.notices import empty_state, guarded, note_line, warning_line

INSTITUTION, SECURITIES = "An institution’s allocation", "A portfolio’s securities"


def page() -> None:
    """Either an investor's allocation with its what-if, or the risk of a portfolio's holdings."""
    st.title("Diversification", anchor=False)
    st.caption("How evenly is the money spread, how does that compare, and how many independent bets is it?")
    with st.container(key="ys-choices-button"):
        st.checkbox("Change what is shown", key="ys-choices-open")
    with st.container(key="ys-choices"):
        kind, what, when = st.columns([2.4, 3, 1.4], gap="medium", vertical_alignment="top")
    with kind:
        chosen = st.selectbox("Of what", [INSTITUTION, SECURITIES], key="of", bind="query-params")
    with guarded("The diversification"):
        if chosen == SECURITIES:
            _securities(what, when)
        else:
            _institution(universe(), what, when)


def _securities(where: st.delta_generator.DeltaGenerator, told: st.delta_generator.DeltaGenerator) -> None:
    portfolios = portfolio_choices()
    if not portfolios:
        empty_state("No portfolio yet", "Open **Your Data** in the menu and bring your transactions.")
        return
    with where:
        chosen = choose_portfolio(portfolios)
    with told:
        currency = choose_currency(chosen.currency)
    say_what_was_misread()
    value_notices(valuation(chosen.id))
    holdings_page(holdings_risk(chosen.id, currency))


def _institution(
    everybody: PeerUniverse, what: st.delta_generator.DeltaGenerator, when: st.delta_generator.DeltaGenerator
) -> None:
    if not everybody.telling.any():
        empty_state("No investors yet", "Import investors on **Peer Benchmarks**, or look at a portfolio’s securities.")
        return
    with what:
        subject = choose_investor(everybody)
    dimension = everybody.dimensions_of(subject)[0]
    with when:
        year = choose_year(everybody, subject, dimension)
    group = peer_group(everybody, PeerQuestion(subject, year, dimension))
    allocations, every = allocations_of(everybody, subject, year), scores(year)
    score = score_allocation(allocations)
    ranked, name = ranking(year, subject), everybody.investors[subject].name
    others = np.where(pool(everybody, subject), every, np.nan)
    rank = sections.rank_of(score.overall, others)
    if (illustrative := words.simulated_peers(everybody, group, subject)) is not None:
        note_line(illustrative, "sample")
    if (wider := words.widened_sentence(group)) is not None:
        warning_line(wider, "widened")
    with st.container(key="ys-headline"):
        st.markdown(sections.sentence(name, score, rank, ranked))
    place = words.place_among(score.overall, every, group)
    metric_row(sections.score_cards(score, place, rank, ranked), "score")
    st.caption(words.group_line(group))
    sections.dimension_table(score)
    st.header("What if it lay elsewhere?", anchor=False)
    what_if(Start(everybody, subject, year, group, allocations, every, np.delete(others, subject)))
    st.header("The ranking", anchor=False)
    sections.ranking_section(ranked, others, score.overall, name)
