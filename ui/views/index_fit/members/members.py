"""Who is in the index, and how much of it is held? Membership, the list behind it, sectors, and the upload of a list."""

from __future__ import annotations

import streamlit as st

from core.index.constituents import ConstituentList
from ui.reads.answers import members_json
from ui.reads.index_fit.fit import FitQuestion, SubjectKind, index_name
from ui.reads.index_fit.members import (
    constituents_of,
    held_weights,
    index_sectors,
    last_observation,
    portfolio_in_index,
)
from ui.views.index_fit.download import view_button
from ui.views.index_fit.members.member_answer import has_rule, membership_answer
from ui.views.index_fit.members.member_file import PLACE, member_file
from ui.views.index_fit.members.member_tables import constituents_table, overlap_section, sector_section
from ui.views.index_fit.members.member_words import basis_line, observed_line, where_from
from ui.widgets.notices import empty_state, guarded, note_line
from ui.widgets.upload import show_outcome
from ui.wording.headline import name_in_sentence
from ui.wording.plain_text import as_markdown, escaped

_WHAT_FOR = (
    "With a list of its members the answer is certain instead of likely, and you see the weights of its sectors and how much of a "
    "portfolio is the index."
)


def members_tab(question: FitQuestion) -> None:
    """Everything about the members of one of the chosen indexes."""
    show_outcome(PLACE)
    index = _index(question)
    name, listed = index_name(index), constituents_of(index)
    note_line(basis_line(listed, escaped(name_in_sentence(index, name)), has_rule(index)), "members-basis")
    if question.subject.kind is SubjectKind.PORTFOLIO:
        _portfolio(question, index, name, listed)
    else:
        _security(question, index, name, listed)
    if listed is None:
        empty_state(
            f"Bring the members of {escaped(name_in_sentence(index, name))}", f"{_WHAT_FOR}\n\n{where_from(index)}"
        )
        member_file(index, name, None)
    else:
        with guarded("The members"):
            st.header(f"Members of {escaped(name_in_sentence(index, name))}", anchor=False)
            constituents_table(listed, name)
            _download(question, index, listed)
        with st.expander("Bring another list"):
            st.markdown(where_from(index))
            member_file(index, name, listed)
    if (seen := last_observation(index)) is not None:
        st.caption(as_markdown(observed_line(seen)))


def _download(question: FitQuestion, index: str, listed: ConstituentList) -> None:
    """The list, the sectors, and a portfolio's overlap."""
    is_portfolio = question.subject.kind is SubjectKind.PORTFOLIO
    found = portfolio_in_index(question.subject.id, index) if is_portfolio else None
    sectors = found.sectors if found is not None else index_sectors(index)
    view_button("Members as JSON", question, "members", lambda: members_json(listed, sectors, found), index=index)


def _index(question: FitQuestion) -> str:
    """The index that is looked into: the leading one, or another of the chosen."""
    if len(question.indexes) == 1:
        return question.indexes[0]
    key = f"ys-members-index-{' '.join(question.indexes)}"
    chosen = st.segmented_control(
        "Index", question.indexes, default=question.indexes[0], format_func=index_name, key=key
    )
    return chosen or question.indexes[0]


def _security(question: FitQuestion, index: str, name: str, listed: ConstituentList | None) -> None:
    with guarded("The membership"):
        membership_answer(question.subject.id, question.subject.name, index, name, listed)
    if listed is not None:
        with guarded("The sectors"):
            st.header(f"Sectors of {escaped(name_in_sentence(index, name))}", anchor=False)
            sector_section(index_sectors(index), listed, name)


def _portfolio(question: FitQuestion, index: str, name: str, listed: ConstituentList | None) -> None:
    subject = question.subject
    found = portfolio_in_index(subject.id, index)
    if found is not None and listed is not None:
        with guarded("The overlap"):
            overlap_section(found, listed, name, name_in_sentence(index, name))
        with guarded("The sectors"):
            st.header(f"Your sectors beside those of {escaped(name_in_sentence(index, name))}", anchor=False)
            sector_section(found.sectors, listed, name, subject.name)
    with guarded("The membership"):
        _one_holding(subject.id, index, name, listed)


def _one_holding(portfolio_id: str, index: str, name: str, listed: ConstituentList | None) -> None:
    """One security of the portfolio, or any other that is typed in."""
    names = {one.symbol: one.name for one in sorted(held_weights(portfolio_id), key=lambda one: not one.is_share)}
    st.header("One security", anchor=False)
    chosen = st.selectbox(
        "Is it in the index?",
        list(names),
        format_func=lambda one: names.get(one, one),
        key=f"ys-members-ask-{portfolio_id}",
        accept_new_options=True,
        placeholder="A symbol",
        help="One of your holdings, or any symbol: type it and press Enter.",
    )
    if chosen:
        membership_answer(chosen, names.get(chosen, chosen), index, name, listed)
