"""How much of the active return came from markets in their own currencies, and how much from the currencies themselves?

Karnosky and Singer (1994), for simple returns and without a remainder: the base-currency return r of a segment is the return x of its
currency's cash (interest and exchange rate) plus the premium r − x of the market over that cash. Markets are attributed on premiums,
currencies on x. Without interest, x is the change of the exchange rate alone, and that is another question: what was earned by bearing
a currency with higher interest then counts as a gain of the currency. The product of market and exchange rate belongs to the market.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from core.attribution.brinson import Interaction, Model, SegmentReturns, brinson_effects
from core.attribution.effects import RESIDUAL_TOLERANCE, SegmentEffect, UnreconciledAttributionError
from core.attribution.linking import Linking, link_effects
from core.attribution.portfolio_segments import membership
from core.errors import InvalidSpecification
from core.market.levels import Floats


class CurrencyMethod(StrEnum):
    """What a currency is taken to earn: its cash rate and the exchange rate (Karnosky and Singer), or the exchange rate alone."""

    KARNOSKY_SINGER = "KARNOSKY_SINGER"
    EXCHANGE_RATES = "EXCHANGE_RATES"


def cash_rate_symbol(currency: str) -> str:
    """Under which name the yields of cash in a currency are stored: ``CASH_USD``."""
    return f"CASH_{currency}"


@dataclass(frozen=True, slots=True)
class CurrencyEffect:
    """One currency's linked effect as a fraction. Weights are means over the periods."""

    currency: str
    portfolio_weight: float
    benchmark_weight: float
    effect: float


@dataclass(frozen=True, slots=True, eq=False)
class CurrencyAttribution:
    """Effects of markets (``local``) and of ``currencies``: together the active return in base currency, up to ``residual``."""

    local: tuple[SegmentEffect, ...]
    currencies: tuple[CurrencyEffect, ...]
    active_return: float
    residual: float
    method: CurrencyMethod = CurrencyMethod.EXCHANGE_RATES

    def times(self, factor: float) -> CurrencyAttribution:
        """The same effects on another scale."""
        return replace(
            self,
            local=tuple(one.times(factor) for one in self.local),
            currencies=tuple(replace(one, effect=one.effect * factor) for one in self.currencies),
            active_return=self.active_return * factor,
            residual=self.residual * factor,
        )

    @property
    def local_total(self) -> float:
        return float(sum(one.total for one in self.local))

    @property
    def currency_total(self) -> float:
        return float(sum(one.effect for one in self.currencies))


def attribute_currencies(
    data: SegmentReturns,
    currencies: tuple[str, ...],
    currency_returns: Floats,
    model: Model = Model.BRINSON_FACHLER,
    linking: Linking = Linking.CARINO,
    interaction: Interaction = Interaction.SEPARATE,
) -> CurrencyAttribution:
    """Take the active return apart into markets and currencies.

    ``data``: segments in base currency, each in one currency, ``parents`` naming the market of each (None: each is its own).
    ``currencies``: shape (s,). ``currency_returns``: shape (t, s), what cash in the segment's currency earned in base currency; 0 for the
    base currency without interest. Raises InvalidSpecification for shapes that do not fit, UnreconciledAttributionError above 1e-9.
    """
    if len(currencies) != len(data.segments) or currency_returns.shape != data.portfolio_weights.shape:
        raise InvalidSpecification("Every segment needs one currency, and that currency one return for each period.")
    markets = data.parents or data.segments
    names = tuple(dict.fromkeys(markets))
    local = brinson_effects(_premiums(data, markets, names, currency_returns), model, interaction)
    bets = (data.portfolio_weights - data.benchmark_weights) * (currency_returns - _hurdle(data, currency_returns))
    codes = tuple(sorted(set(currencies)))
    by_currency = bets @ membership(currencies, codes)
    active = local.total.sum(axis=1) + by_currency.sum(axis=1)

    def link(effects: Floats) -> Floats:
        linked = link_effects(effects, data.portfolio_total, data.benchmark_total, active, linking)
        return np.asarray(linked.sum(axis=0))

    parts = [link(part).tolist() for part in (local.allocation, local.selection, local.interaction)]
    found = link(by_currency).tolist()
    whole = float(np.prod(1 + data.portfolio_total) - np.prod(1 + data.benchmark_total))
    residual = whole - sum(map(sum, parts)) - sum(found)
    if linking is not Linking.NONE and abs(residual) > RESIDUAL_TOLERANCE:
        raise UnreconciledAttributionError(residual)
    return CurrencyAttribution(
        tuple(SegmentEffect(name, None, *values) for name, *values in zip(names, *parts, strict=True)),
        _currency_effects(data, currencies, codes, found),
        whole,
        residual,
    )


def _hurdle(data: SegmentReturns, currency_returns: Floats) -> Floats:
    """The benchmark's own return from currencies, shape (t, 1), as the hurdle of a currency bet; 0 where one side held nothing."""
    own = (data.benchmark_weights * currency_returns).sum(axis=1)
    return np.where(data.alike, own, 0.0)[:, None]


def _premiums(
    data: SegmentReturns, markets: tuple[str, ...], names: tuple[str, ...], currency_returns: Floats
) -> SegmentReturns:
    """Markets with their premiums over the cash of the currencies they are held in.

    A market that the benchmark lacks has there the premium of its own benchmark, in the portfolio's mix of currencies.
    """
    member = membership(markets, names)

    def premium(weights: Floats, returns: Floats) -> Floats:
        weight, earned = weights @ member, (weights * (returns - currency_returns)) @ member
        return np.divide(earned, weight, out=np.full_like(earned, np.nan), where=weight != 0)

    w_p, w_b = data.portfolio_weights @ member, data.benchmark_weights @ member
    k_p, k_b = (
        premium(*side)
        for side in ((data.portfolio_weights, data.portfolio_returns), (data.benchmark_weights, data.benchmark_returns))
    )
    lacked = premium(data.portfolio_weights, data.benchmark_returns)
    return SegmentReturns(names, data.dates, w_p, k_p, w_b, np.where(w_b == 0, lacked, k_b))


def _currency_effects(
    data: SegmentReturns, currencies: tuple[str, ...], codes: tuple[str, ...], effects: list[float]
) -> tuple[CurrencyEffect, ...]:
    member = membership(currencies, codes)
    mine, other = (
        (weights @ member).mean(axis=0).tolist() for weights in (data.portfolio_weights, data.benchmark_weights)
    )
    return tuple(CurrencyEffect(*row) for row in zip(codes, mine, other, effects, strict=True))
