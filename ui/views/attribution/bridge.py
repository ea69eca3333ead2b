"""Which steps lead from a deposit to what you have? The rate, the waterfall in money, and a sentence for each step; run alone."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.attribution.effects import Attribution
from core.attribution.gap_bridge import BridgeParts, GapBridge, bridge_parts
from core.market.deposit_rate import deposit_name, tax_note
from core.same_money.comparison import SameMoney, risk_free_side
from ui.choices.selection import risk_free_rate
from ui.reads.attribution import AttributedPortfolio
from ui.views.attribution.pictures import money_waterfall
from ui.views.attribution.tables import amounts_to_the_cent
from ui.views.attribution.words import BRIDGE_ORDER, bridge_sentence, step_names, step_sentence
from ui.widgets.notices import note_line
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import day
from ui.wording.plain_text import as_markdown, escaped, file_name


def parts_of(portfolio: AttributedPortfolio, by_class: Attribution) -> BridgeParts:
    """The bridge's steps, but for the deposit."""
    compared = portfolio.compared
    return bridge_parts(compared.valuation, portfolio.same_money, portfolio.policy_value, by_class, portfolio.costs)


def bridge_at(parts: BridgeParts, same: SameMoney, yearly: float) -> GapBridge:
    """The bridge from a deposit at this rate."""
    return parts.starting_from(risk_free_side(same.portfolio, yearly, same.currency).closing_value)


@st.fragment
def gap_bridge(portfolio: AttributedPortfolio, parts: BridgeParts, slider: DeltaGenerator) -> None:
    """Only the deposit's account is computed anew when its rate moves; ``slider``: where the rate is set."""
    same, blend = portfolio.same_money, portfolio.compared.path.blend
    with slider:
        yearly = risk_free_rate(same.currency)
    bridge = bridge_at(parts, same, yearly)
    deposit = deposit_name(yearly)
    st.markdown(" ".join(filter(None, [bridge_sentence(bridge, deposit), tax_note(yearly)])))
    money_waterfall(bridge, yearly, same.name)
    st.caption(BRIDGE_ORDER)
    _steps(bridge, blend.label, len(blend.ids), deposit, same.name)
    _ran_out(same, yearly)


def _steps(bridge: GapBridge, benchmark: str, parts: int, deposit: str, portfolio: str) -> None:
    """The amounts to the cent beside a sentence for each."""
    names = step_names()
    titles = [f"A{deposit[1:]}", *(names[step] for step, _ in bridge.steps), "What you have"]
    columns = [Column("Step", Kind.TEXT, titles, pinned=True), amounts_to_the_cent(bridge)]
    amounts, sentences = st.columns([2, 3], gap="medium")
    with amounts:
        name = f"{file_name(portfolio)}-gap-bridge"
        table(
            columns, key="bridge", currency=bridge.currency, file_name=name, caption=f"From {deposit} to what you have."
        )
    with sentences:
        told = [
            f"- **{names[step]}:** {step_sentence(step, bridge, escaped(benchmark), parts)}" for step, _ in bridge.steps
        ]
        st.markdown(as_markdown("\n".join(told)))


def _ran_out(same: SameMoney, yearly: float) -> None:
    """An account that could not pay every withdrawal says so: then the first steps hold what it could not pay."""
    deposit = risk_free_side(same.portfolio, yearly, same.currency).account
    for account in (deposit, same.benchmark.account):
        if account.exhausted_on is not None:
            note_line(
                f"The same money in {escaped(account.name)} would have run out on {day(account.exhausted_on)}; what it could not pay "
                "is part of the steps.",
                f"ran-out-{file_name(account.name)}",
            )
