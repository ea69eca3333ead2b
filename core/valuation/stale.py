"""Which holdings stand at a price that no longer counts, since when, and what does that do to the value? In plain words, and as a sale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.levels import LevelSeries, to_date, to_day
from core.market.minor_units import major_currency
from core.market.period import Period
from core.market.price_coverage import Gap
from core.valuation.instruments import LONG_STALE_DAYS
from core.valuation.portfolio_value import Holding, Valuation
from core.wording import spoken_date, spoken_money, spoken_rate

NAMED = 5
FINAL = "taken as final"
"""The reference of a sale by which a stale holding was ended."""
MOSTLY_FRESH = 0.9
"""Below this share of the value at prices that count, the whole is said to stand at older ones."""


@dataclass(frozen=True, slots=True)
class NotValued:
    """A holding without a price for so long that the last one says little, and its ``value`` at that one, in base currency."""

    name: str
    value: float


def not_valued(valuation: Valuation, end: date) -> tuple[NotValued, ...]:
    """What still stands at a price of too long ago on the as-of date, and did so on ``end``; nothing without any value then."""
    at = max(int(np.searchsorted(valuation.dates, to_day(end), side="right")) - 1, 0)
    late = end >= valuation.as_of
    return tuple(
        NotValued(one.name, float(value))
        for one, value in zip(valuation.holdings, valuation.holding_values[at], strict=True)
        if one.long_stale and one.stale_since and value and (late or (end - one.stale_since).days > LONG_STALE_DAYS)
    )


def older_share_in_words(valuation: Valuation) -> str | None:
    """Which share of the value stands at older prices, for the headline; None where nine tenths or more stand at prices that count."""
    older = sum(one.weight or 0.0 for one in valuation.stale)
    return None if 1.0 - older >= MOSTLY_FRESH else f"{spoken_rate(older)} of this value stands at older prices."


def stale_notes(valuation: Valuation, period: Period) -> Iterator[str]:
    """Every stretch inside the period for which a holding had no price that counts; at the as-of date also the value without them."""
    gaps = [(one, gap) for one in valuation.holdings for gap in one.gaps if gap.on <= period.end]
    yield from _limited([_closed(*pair) for pair in gaps if period.start <= pair[1].until < period.end])
    if period.end == valuation.as_of:
        yield from notes_on_stale(valuation)
    else:
        yield from _limited([_until_the_end(*pair) for pair in gaps if pair[1].until >= period.end])


def marked_gaps(valuation: Valuation, period: Period) -> Iterator[Period]:
    """The stretches inside the period for which a tenth of the value or more, of one holding, had no price that counts."""
    for column, one in enumerate(valuation.holdings):
        for gap in one.gaps:
            at = max(int(np.searchsorted(valuation.dates, to_day(gap.on), side="right")) - 1, 0)
            start, end = max(gap.on, period.start), min(gap.until, period.end)
            large = valuation.holding_values[at, column] > (1.0 - MOSTLY_FRESH) * valuation.values[at]
            if large and start <= end:
                yield Period(start, end)


def notes_on_stale(valuation: Valuation) -> Iterator[str]:
    """What is stale on the as-of date, one by one, and what that does to the value."""
    yield from _limited([open_gap_in_words(one) for one in valuation.stale])
    yield from filter(None, (without_stale_in_words(valuation), mostly_stale_in_words(valuation)))


def mostly_stale_in_words(valuation: Valuation) -> str | None:
    """Which share of the value stands at prices that still count; None where nearly all does."""
    fresh = 1.0 - sum(one.weight or 0.0 for one in valuation.stale)
    if fresh >= MOSTLY_FRESH:
        return None
    return (
        f"Only {spoken_rate(fresh)} of the value on {spoken_date(valuation.as_of)} stands at prices that still count."
    )


def open_gap_in_words(holding: Holding) -> str:
    """Since when a holding that is stale on the as-of date has no price, at what it stands, and its share of the value."""
    share = "" if holding.weight is None else f", {spoken_rate(holding.weight)} of the value"
    if holding.priced_on is None:
        return f"{holding.name} has no price yet: it stands at what was paid for it{share}."
    return f"{holding.name} has had no price since {spoken_date(holding.priced_on)}: it stands at that one{share}."


def without_stale_in_words(valuation: Valuation) -> str | None:
    """The value with and without what has been stale for long; None where there is no such holding."""
    several = [one for one in valuation.stale if one.long_stale and one.value]
    if not several:
        return None
    name, currency = valuation.name, valuation.currency
    held, without = (
        spoken_money(one, currency) for one in (valuation.closing_value, valuation.closing_value_without_stale)
    )
    its, it = ("its last price", "it is") if len(several) == 1 else ("their last prices", "they are")
    return (
        f"{name} is worth {held} with {_names(several)} at {its}, {without} if {it} worth nothing. Say what became of it: sold, written "
        "off, or what it is worth."
    )


def _closed(holding: Holding, gap: Gap) -> str:
    if gap.last_known is None:
        return (
            f"{holding.name} has no price up to {spoken_date(gap.until)}: until then it stands at what was paid for it."
        )
    since, until = spoken_date(gap.last_known), spoken_date(gap.until)
    return f"{holding.name} has no price between {since} and {until}, while it was held: until then it stands at the last one."


def _until_the_end(holding: Holding, gap: Gap) -> str:
    if gap.last_known is None:
        return f"{holding.name} has no price yet at the end of the range: it stands at what was paid for it."
    return f"{holding.name} has no newer price than of {spoken_date(gap.last_known)} at the end of the range: it stands at that one."


def _limited(sentences: Sequence[str]) -> Iterator[str]:
    yield from sentences[:NAMED]
    if len(sentences) > NAMED:
        yield f"So it is with {len(sentences) - NAMED} more."


def _names(several: Sequence[Holding]) -> str:
    names = [one.name for one in several[:NAMED]] + ([f"{len(several) - NAMED} more"] if len(several) > NAMED else [])
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def newer_prices_note(valuation: Valuation, prices: Mapping[str, LevelSeries], today: date) -> str | None:
    """Says that some prices are newer than the day of the valuation; None where none is."""
    known = [prices[one.symbol].dates for one in valuation.holdings if one.value and one.symbol in prices]
    last = [days[at - 1] for days in known if (at := int(np.searchsorted(days, to_day(today), side="right")))]
    if not last or to_date(max(last)) <= valuation.as_of:
        return None
    return (
        f"Valued on {spoken_date(valuation.as_of)}, the last day on which half of the value has a price that counts, though some prices "
        f"are known up to {spoken_date(to_date(max(last)))}. A later day may be asked for."
    )


def final_sale(portfolio: Portfolio, holding: Holding, as_of: date, worth_nothing: bool = False) -> Transaction:
    """The sale of all units of a stale holding at its last price, or at nothing.

    Dated on the day of that price, or of the last entry of the symbol up to ``as_of`` where that is later.
    """
    entries = [row.on for row in portfolio.transactions if row.symbol == holding.symbol and row.on <= as_of]
    currency, units_per_major = major_currency(holding.currency)
    price = 0.0 if worth_nothing else (holding.price or 0.0) / units_per_major
    return Transaction(
        max([*entries, *([holding.priced_on] if holding.priced_on else [])]),
        TransactionKind.SELL,
        holding.symbol,
        holding.name,
        holding.asset_type,
        quantity=holding.quantity,
        price=price,
        currency=currency,
        reference=FINAL,
    )
