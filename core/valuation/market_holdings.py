"""Can one symbol's trades be valued at its prices, and what should be said about them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import MissingExchangeRateError, MissingLevelsError
from core.ledger.positions import Position, UnitRatio, counts_units, position_of
from core.ledger.prices_paid import prices_paid
from core.ledger.split_basis import RestatedLevels, on_latest_basis
from core.ledger.stated_amounts import why_no_units
from core.ledger.trade_prices import OddTradePrice, odd_prices_note, odd_trade_price
from core.ledger.transaction import PAYOUTS, Transaction
from core.market.levels import Basis, LevelSeries
from core.valuation.instruments import Frame, Label, PricedInstrument
from core.valuation.unpriced import Unpriced, missing_rate, why_no_price, why_no_rate, why_oversold
from core.wording import same_but_for_case, spoken_date


@dataclass(frozen=True, slots=True)
class MarketHolding:
    """One symbol's outcome: valued or unpriced, with what was found on the way."""

    outcome: PricedInstrument | Unpriced
    splits_taken_out: tuple[UnitRatio, ...] = ()
    odd_price: OddTradePrice | None = None
    counts_payouts_twice: bool = False


def market_holding(symbol: str, rows: Sequence[Transaction], series: LevelSeries | None, frame: Frame) -> MarketHolding:
    """Value one symbol's rows (date order; rows after the as-of date only restate units) at ``series``, or say why not."""
    position = (frame.positions.get(symbol) or position_of(symbol, rows)).until(frame.as_of)
    restated = None if series is None else on_latest_basis(series, position.ratios, rows)
    past = [row for row in rows if row.on <= frame.as_of]
    outcome = _outcome(position, past, restated, frame)
    if restated is None or isinstance(outcome, Unpriced):
        return MarketHolding(outcome)
    return MarketHolding(
        outcome,
        restated.taken_out,
        odd_trade_price(past, position, restated.series),
        restated.series.basis is not Basis.PRICE and any(row.kind in PAYOUTS for row in past),
    )


def label_of(symbol: str, rows: Sequence[Transaction], currency: str | None = None) -> Label:
    """Named by the latest row that has a name, typed by the latest that moves units."""
    name = next((row.name for row in reversed(rows) if row.name), symbol)
    typed = next(filter(counts_units, reversed(rows)), rows[-1])
    return Label(symbol, name, typed.asset_type, currency or rows[-1].currency)


def market_notes(holdings: Sequence[MarketHolding]) -> tuple[str, ...]:
    """Sentences about prices and units that a reader should know."""
    notes = [
        f"{_symbol(one)}: prices before {spoken_date(ratio.on)} were as traded and are divided by {ratio.ratio:g}, the split of that day."
        for one in holdings
        for ratio in one.splits_taken_out
    ]
    valued = [one.outcome for one in holdings if isinstance(one.outcome, PricedInstrument)]
    notes += [
        f"{one.label.symbol}: slightly more was sold on {spoken_date(on)} than was held, which counts as all of it."
        for one in valued
        for on in one.position.rounded
    ]
    notes += [
        f"{outcome.label.symbol} is valued at the prices stored as {series.name}, which is spelt alike but for capitals or spaces."
        for outcome in valued
        if (series := outcome.series) is not None and same_but_for_case(outcome.label.symbol, [series.name])
    ]
    odd = [one.odd_price for one in holdings if one.odd_price is not None]
    if odd:
        notes.append(odd_prices_note(odd))
    twice = ", ".join(_symbol(one) for one in holdings if one.counts_payouts_twice)
    if twice:
        notes.append(f"Prices of {twice} already include dividends, and the payouts listed count them again.")
    return tuple(notes)


def _outcome(
    position: Position, past: Sequence[Transaction], restated: RestatedLevels | None, frame: Frame
) -> PricedInstrument | Unpriced:
    series = None if restated is None else restated.series
    label = label_of(position.symbol, past, None if series is None else series.currency)
    spans = position.spans(frame.as_of)
    reason = why_no_units(past) or why_oversold(position)
    try:
        paid = None if reason else _paid_before(series, position, past, label, frame)
        reason = reason or why_no_price(spans, series, paid)
        reason = reason or why_no_rate(frame.rates, label.currency, frame.base, spans)
        if reason is None:
            return PricedInstrument(label, past, position, series, paid, frame)
    except (MissingExchangeRateError, MissingLevelsError) as missing:
        reason = missing_rate(missing)
    return Unpriced(label.symbol, label.name, reason, label.asset_type)


def _paid_before(
    series: LevelSeries | None, position: Position, past: Sequence[Transaction], label: Label, frame: Frame
) -> LevelSeries | None:
    """What was paid before the first price; None where all that was held had one."""
    if series is None:
        return None
    return prices_paid(past, position, label.currency, frame.rates, series.dates[0])


def _symbol(holding: MarketHolding) -> str:
    outcome = holding.outcome
    return outcome.symbol if isinstance(outcome, Unpriced) else outcome.label.symbol
