"""What must be read before a portfolio's value is believed? What is left out of it, and splits and deposits that its transactions lack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from core.ledger.missing_splits import announced_ratio
from core.valuation.portfolio_value import Valuation
from ui.reads.splits import SuggestedSplit, splits_missing
from ui.views.trust.missing_deposits import missing_deposits
from ui.views.trust.stale_holdings import stale_holdings
from ui.widgets.destinations import lead_to_your_data
from ui.widgets.notices import incomplete_total
from ui.wording.number_format import count, day
from ui.wording.plain_text import escaped

_MOST_NAMED = 8


def value_notices(valued: Valuation) -> None:
    """Nothing where the value is whole."""
    incomplete_total([(one.name, one.reason) for one in valued.unpriced])
    missing_deposits(valued)
    stale_holdings(valued)
    missing = [one for one in splits_missing() if one.portfolio_id == valued.portfolio_id]
    if missing:
        with st.container(key="ys-notice-warning-splits"):
            st.markdown(splits_in_words(missing))
            lead_to_your_data("Add it" if len(missing) == 1 else "Add them", "Prices")


def splits_in_words(missing: Sequence[SuggestedSplit], owners: bool = False) -> str:
    """Markdown: which splits, and what their lack does to the value. ``owners``: with the portfolios that they belong to."""
    lack = "lack" if all(one.reported for one in missing) else "seem to lack"
    until = "Until it is there" if len(missing) == 1 else "Until they are there"
    return (
        f"**Your transactions {lack} {count(len(missing), 'split')}**, by the prices you paid beside those known: "
        f"{splits_named(missing, owners)}. {until}, what you traded before counts in the wrong number of units."
    )


def splits_named(several: Sequence[SuggestedSplit], owners: bool = False) -> str:
    """Markdown: ``ACME 4 for 1 on 21 Jan 2024; …``."""
    named = "; ".join(_named(one, owners) for one in several[:_MOST_NAMED])
    return named + (f"; and {len(several) - _MOST_NAMED} more" if len(several) > _MOST_NAMED else "")


def ratio_in_words(ratio: float) -> str:
    """``4 for 1``, ``3 for 2``, ``1 for 10``."""
    units = announced_ratio(ratio)
    return f"{ratio:g} for 1" if units is None else f"{units[0]:,} for {units[1]:,}"


def _named(one: SuggestedSplit, owners: bool) -> str:
    when = f"on {day(one.row.on)}" if one.reported else f"after {day(one.row.on - timedelta(days=1))}"
    what = f"**{escaped(one.row.symbol)}** {ratio_in_words(one.row.quantity)} {when}"
    return f"{what}, in {escaped(one.portfolio)}" if owners else what
