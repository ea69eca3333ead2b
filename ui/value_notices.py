"""What must be read before a portfolio's value is believed? What is left out of it, and splits that its transactions lack."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from core.valuation import Valuation
from ui.destinations import lead_to_your_data
from ui.notices import incomplete_total
from ui.number_format import count, day
from ui.plain_text import escaped
from ui.split_loading import SuggestedSplit, splits_missing

_MOST_NAMED = 8


def value_notices(valued: Valuation) -> None:
    """Nothing where the value is whole."""
    incomplete_total([(one.name, one.reason) for one in valued.unpriced])
    missing = [one for one in splits_missing() if one.portfolio_id == valued.portfolio_id]
    if missing:
        with st.container(key="ys-notice-warning-splits"):
            st.markdown(splits_in_words(missing))
            lead_to_your_data("Add it" if len(missing) == 1 else "Add them", "Prices")


def splits_in_words(missing: Sequence[SuggestedSplit], owners: bool = False) -> str:
    """Markdown: which splits, and what their lack does to the value. ``owners``: with the portfolios that they belong to."""
    named = "; ".join(_named(one, owners) for one in missing[:_MOST_NAMED])
    more = f"; and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    until = "Until it is there" if len(missing) == 1 else "Until they are there"
    return (
        f"**Your transactions lack {count(len(missing), 'split')}** that the prices know of, and the prices you paid say so too: "
        f"{named}{more}. {until}, what you traded before counts in the wrong number of units."
    )


def ratio_in_words(ratio: float) -> str:
    """``4 for 1``, ``3 for 2``, ``1 for 10``."""
    whole = Fraction(ratio).limit_denominator(1000)
    return f"{whole.numerator} for {whole.denominator}"


def _named(one: SuggestedSplit, owners: bool) -> str:
    what = f"**{escaped(one.row.symbol)}** {ratio_in_words(one.row.quantity)} on {day(one.row.on)}"
    return f"{what}, in {escaped(one.portfolio)}" if owners else what
