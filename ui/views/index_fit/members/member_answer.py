"""Is this security in the index? The answer with its reason, and the facts by which a rule of thumb decides."""

from __future__ import annotations

import streamlit as st

from core.allocation.buckets import SECTORS
from core.allocation.regions import COUNTRIES
from core.index.constituents import ConstituentList
from core.index.membership import BILLION, Membership, SecurityFacts, asked_facts
from core.market.exchanges import EXCHANGES
from ui.reads.index_fit.members import is_index_or_fund, known_facts, membership_of
from ui.views.index_fit.members.member_words import membership_sentence
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import guarded, note_line
from ui.wording.headline import name_in_sentence
from ui.wording.number_format import THIN_SPACE, UNKNOWN, percent
from ui.wording.plain_text import escaped

_LISTED_IN = ("NASDAQ", "NYSE", *dict.fromkeys(one.name for one in EXCHANGES.values()))
_CHOICES = (
    ("country", "Country of the company", COUNTRIES),
    ("sector", "Sector", SECTORS),
    ("exchange", "Listed on", _LISTED_IN),
)
_WORDS = {True: "Yes", False: "No", None: UNKNOWN}


@st.fragment
def membership_answer(symbol: str, name: str, index: str, index_name: str, listed: ConstituentList | None) -> None:
    """One security beside one index; only this part runs again when a fact changes."""
    with guarded("The membership"):
        if is_index_or_fund(symbol):
            note_line(
                f"{escaped(name)} is an index or a fund and no company, so it is a member of no index. Choose a security to ask about one.",
                "no-company",
            )
            return
        answer = st.container()
        by_rule = listed is None and has_rule(index)
        facts = _facts(symbol, index, index_name) if by_rule else SecurityFacts()
        with answer:
            _show(membership_of(symbol, index, facts), escaped(name), escaped(name_in_sentence(index, index_name)))


def has_rule(index: str) -> bool:
    """Whether there is a rule of thumb for the index, or for the one that the fund follows."""
    return bool(asked_facts(index))


def _show(found: Membership, name: str, index: str) -> None:
    with st.container(key="ys-headline-member"):
        st.markdown(membership_sentence(found, name, index))
    if found.likely_member is not None:
        metric_row(_cards(found), "membership")
    reason = escaped(found.reason, longest=600).replace(" %", f"{THIN_SPACE}%")
    st.markdown(f"**Why:** {reason}")


def _cards(found: Membership) -> list[Card]:
    by_list = found.basis.value == "constituents"
    return [
        Card("Member", _WORDS[found.likely_member], "Whether the security is in the index, as far as it can be told."),
        Card(
            "Confidence",
            UNKNOWN if found.likely_member is None else percent(found.confidence, 0),
            "Of the answer given, be it yes or no: a clear miss of a rule is a confident no. A list is 100\u202f% sure.",
        ),
        Card(
            "Decided by",
            "List" if by_list else "Rule",
            "A stored list of constituents decides. Without one, a rule of thumb: more companies meet it than the index takes in.",
        ),
    ]


def _facts(symbol: str, index: str, index_name: str) -> SecurityFacts:
    """What a rule of thumb asks, filled in where the symbol or the user already told it; the other facts rest."""
    known, asked = known_facts(symbol), asked_facts(index)
    unasked = f"The rule for {index_name} does not ask for it."
    st.caption(f"What the rule for {escaped(index_name)} asks; fill in what you know.")
    left, right = st.columns(2)
    cap = left.number_input(
        "Market capitalisation, billion US dollars",
        min_value=0.0,
        value=None,
        placeholder="Not known",
        key=f"ys-fact-cap-{symbol}",
        help="Price × shares outstanding. A rule of thumb says nothing without it.",
    )
    told: dict[str, str | None] = {}
    for place, (fact, label, options) in zip((left, right, right), _CHOICES, strict=True):
        at = getattr(known, fact)
        told[fact] = place.selectbox(
            label,
            _options(options, at),
            index=_option_place(options, at),
            placeholder="Not known",
            key=f"ys-fact-{fact}-{symbol}",
            disabled=fact not in asked,
            help=None if fact in asked else unasked,
            accept_new_options=fact != "country",
        )
    return SecurityFacts(cap * BILLION if cap else None, **told)


def _options(known: tuple[str, ...], told: str | None) -> list[str]:
    return [*known] if told is None or told in known else [told, *known]


def _option_place(known: tuple[str, ...], told: str | None) -> int | None:
    return None if told is None else _options(known, told).index(told)
