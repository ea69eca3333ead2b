"""Which lives can a portfolio lead? Random irregular histories from a seed, every irregular feature to be switched on or off.

Without any feature a history has a row a day at most, dealt away from the close, at prices of every weekday: nothing to argue about.
``gaps``: all is sold and bought again months later. ``switches``: sales that pay for purchases of the same day. ``cash``: deposits,
withdrawals, interest, small debits. ``overdrawn``: deposits that are plainly missing. ``fx``: holdings, cash and benchmark in a second
currency. ``stale``: suspended and delisted. ``sparse``: weekly and monthly prices. ``splits``: splits and bonuses, prices adjusted
or as traded. ``holidays``: exchanges closed for up to twelve days. ``at_close``: deals at the day's own price. ``dust``: sales rounded,
and a turnover beside which what is held now is tiny. ``before``: bought before the first price. ``coarse``: a monthly benchmark.
``in_kind``: shares that vest, or are moved in and out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from tests.bookkeeping.prices import Levels, carried, each_day

FEATURES = (
    "gaps",
    "switches",
    "cash",
    "overdrawn",
    "fx",
    "stale",
    "sparse",
    "splits",
    "holidays",
    "at_close",
    "dust",
    "before",
    "coarse",
    "in_kind",
)
LIKELIHOOD = 0.3  # of each feature, where they are drawn
BASE, FOREIGN = "USD", "EUR"
WARM_UP = timedelta(days=70)  # market data before the first row
LIVELY = timedelta(days=31)  # a split is seen in prices no farther away than this
BUY, SELL, SPLIT, BONUS = TransactionKind.BUY, TransactionKind.SELL, TransactionKind.SPLIT, TransactionKind.BONUS
DEPOSIT, WITHDRAWAL = TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL
RSU_VEST = TransactionKind.RSU_VEST
DIVIDEND, INTEREST, FEE = TransactionKind.DIVIDEND, TransactionKind.INTEREST, TransactionKind.FEE


@dataclass(frozen=True, slots=True)
class History:
    """All that engine and bookkeeping are given. ``as_traded``: the symbols whose prices are not adjusted for splits."""

    seed: int
    features: frozenset[str]
    portfolio: Portfolio
    prices: Mapping[str, LevelSeries]
    rates: ExchangeRates
    benchmark: LevelSeries
    as_of: date
    as_traded: frozenset[str]


@dataclass(frozen=True, slots=True)
class Instrument:
    """``observed``: its prices as traded, where there are any; ``true``: what it is dealt at, on every calendar day."""

    symbol: str
    currency: str
    observed: Levels
    true: Levels
    splits: Levels
    adjusted: bool

    @property
    def series(self) -> LevelSeries:
        return series_of(self.symbol, _adjusted(self.observed, self.splits if self.adjusted else {}), self.currency)


def drawn_features(seed: int) -> frozenset[str]:
    """Which features the history of a seed has, where nobody says."""
    rng = np.random.default_rng([seed, 1])
    return frozenset(name for name in FEATURES if rng.random() < LIKELIHOOD)


def random_history(seed: int, features: frozenset[str]) -> History:
    """The history of a seed with the features asked for; as of a Sunday, so that no series has a price of that day."""
    rng = np.random.default_rng([seed, 2])
    start = date(2018, 1, 1) + timedelta(days=int(rng.integers(0, 365)))
    start += timedelta(days=(7 - start.weekday()) % 7)
    as_of = start + timedelta(days=7 * int(rng.integers(60, 180)) - 1)
    days = list(each_day(start - WARM_UP, as_of))
    market = _market(days, rng)
    instruments = [_instrument(at, days, features, market, rng) for at in range(int(rng.integers(1, 6)))]
    rates = _walk(days, 1.1, 0.004, rng)
    closed = features & {"holidays"} if rng.random() < 0.3 else frozenset()
    observed_rates = {on: rates[on] for on in _observed(days, "daily", closed, rng)}
    trader = Trader(rng, features, instruments, carried(observed_rates, days), start, as_of)
    trader.live()
    portfolio = Portfolio("random", f"Random {seed}", BASE, tuple(trader.rows))
    return History(
        seed,
        features,
        portfolio,
        {stock.symbol: stock.series for stock in instruments if stock.observed},
        _exchange_rates(observed_rates, features, rng),
        _benchmark(days, features, market, rng),
        as_of,
        frozenset(stock.symbol for stock in instruments if not stock.adjusted),
    )


def series_of(name: str, levels: Levels, currency: str) -> LevelSeries:
    days = sorted(levels)
    return LevelSeries(name, to_days(days), np.array([levels[on] for on in days]), currency)


def _adjusted(observed: Levels, splits: Levels) -> Levels:
    levels = dict(observed)
    for split_on, ratio in splits.items():
        levels = {on: level / ratio if on < split_on else level for on, level in levels.items()}
    return levels


def _walk(
    days: list[date], first: float, volatility: float, rng: np.random.Generator, market: Levels | None = None
) -> Levels:
    """A level for every calendar day, still on weekends; its steps follow the ``market``'s (logarithms by day) where there is stock."""
    level, levels = first, {}
    for on in days:
        if on.weekday() < 5:
            level *= float(np.exp(rng.normal(0.0003, volatility) + (market[on] if market else 0.0)))
        levels[on] = level
    return levels


def _market(days: list[date], rng: np.random.Generator) -> Levels:
    return {on: float(step) for on, step in zip(days, rng.normal(0.0, 0.01, len(days)), strict=True)}


def _observed(days: list[date], rhythm: str, features: frozenset[str], rng: np.random.Generator) -> list[date]:
    """The days of which somebody wrote the level down, by the rhythm of the series, less the holidays of its exchange."""
    if rhythm == "weekly":
        return [on for on in days if on.weekday() == 4]
    if rhythm == "monthly":
        return [on for on in days[:-1] if (on + timedelta(days=1)).day == 1]
    closed = _closures(days, rng) if "holidays" in features else set()
    return [on for on in days if on.weekday() < 5 and on not in closed]


def _closures(days: list[date], rng: np.random.Generator) -> set[date]:
    """One to three closures of eight to twelve days, apart from each other and from both ends."""
    closed: set[date] = set()
    for number in range(int(rng.integers(1, 4))):
        first = 80 + 100 * number + int(rng.integers(0, 60))
        closed |= set(days[first : first + int(rng.integers(8, 13))]) - set(days[-21:])
    return closed


def _instrument(
    at: int, days: list[date], features: frozenset[str], market: Levels, rng: np.random.Generator
) -> Instrument:
    currency = FOREIGN if "fx" in features and rng.random() < 0.6 else BASE
    rhythm = str(rng.choice(["daily", "weekly", "monthly"], p=[0.2, 0.4, 0.4])) if "sparse" in features else "daily"
    observed = _observed(days, rhythm, features, rng)
    if "stale" in features and (at == 0 or rng.random() < 0.4):
        observed = _interrupted(observed, days, rng)
    if "before" in features and rng.random() < 0.6:
        first = days[WARM_UP.days + int(rng.integers(5, 60))]
        observed = [on for on in observed if on >= first]
    splits = _splits(days, observed, rhythm, rng) if "splits" in features else {}
    modern = _walk(days, float(rng.uniform(20, 200)), float(rng.uniform(0.004, 0.012)), rng, market)
    true = _adjusted(modern, {on: 1 / ratio for on, ratio in splits.items()})
    adjusted = bool(rng.random() < 0.5) or not splits
    return Instrument(f"S{at}", currency, {on: true[on] for on in observed}, true, splits, adjusted)


def _splits(days: list[date], observed: list[date], rhythm: str, rng: np.random.Generator) -> Levels:
    """On weekdays while the price is alive; small ratios only in daily series, where the prices paid can tell them."""
    ratios = [2.0, 3.0, 5.0, 10.0, 0.2, *((1.1, 1.5) if rhythm == "daily" else ())]
    splits: Levels = {}
    for at in sorted(rng.integers(100, len(days) - 30, size=int(rng.integers(0, 3)))):
        on = days[int(at)]
        alive = any(on - LIVELY <= day < on for day in observed) and any(on < day <= on + LIVELY for day in observed)
        if alive and on.weekday() < 5 and all((on - other).days > 40 for other in splits):
            splits[on] = float(rng.choice(ratios))
    return splits


def _interrupted(observed: list[date], days: list[date], rng: np.random.Generator) -> list[date]:
    """Delisted for good, or suspended for weeks or months."""
    first = days[int(rng.uniform(0.35, 0.7) * len(days))]
    last = days[-1] if rng.random() < 0.5 else first + timedelta(days=int(rng.integers(30, 120)))
    return [on for on in observed if not first <= on <= last]


def _exchange_rates(observed: Levels, features: frozenset[str], rng: np.random.Generator) -> ExchangeRates:
    if "fx" not in features:
        return ExchangeRates({})
    if rng.random() < 0.5:
        return ExchangeRates({FOREIGN + BASE: series_of(FOREIGN + BASE, observed, BASE)})
    inverse = {on: 1 / level for on, level in observed.items()}
    return ExchangeRates({BASE + FOREIGN: series_of(BASE + FOREIGN, inverse, FOREIGN)})


def _benchmark(days: list[date], features: frozenset[str], market: Levels, rng: np.random.Generator) -> LevelSeries:
    currency = FOREIGN if "fx" in features and rng.random() < 0.4 else BASE
    levels = _walk(days, 1000.0, 0.002, rng, market)
    observed = _observed(days, "monthly" if "coarse" in features else "daily", features, rng)
    return series_of("Index", {on: levels[on] for on in observed}, currency)


@dataclass
class Trader:
    """Somebody who lives through the days and writes rows; never sells what is not there."""

    rng: np.random.Generator
    features: frozenset[str]
    instruments: list[Instrument]
    rates: Levels
    start: date
    end: date
    rows: list[Transaction] = field(default_factory=list)
    units: dict[str, float] = field(default_factory=dict)
    traded: set[str] = field(default_factory=set)
    cash: dict[str, float] = field(default_factory=dict)

    def live(self) -> None:
        away = self._away()
        self.cash = {BASE: 0.0}
        self._begin(self.start)
        for on in each_day(self.start + timedelta(days=1), self.end - timedelta(days=2)):
            self._split(on)
            if on in away:
                self._leave(on, first=on - timedelta(days=1) not in away)
            elif on - timedelta(days=1) in away:
                self._begin(on)
            else:
                self._act(on)

    def _away(self) -> set[date]:
        """The days out of the market, from the day of the sale on; they begin and end on weekdays."""
        if "gaps" not in self.features:
            return set()
        days = list(each_day(self.start, self.end))
        away: set[date] = set()
        for number in range(int(self.rng.integers(1, 3))):
            first = int(len(days) * (0.25 + 0.4 * number) + self.rng.integers(0, 20))
            last = len(days) if number and self.rng.random() < 0.4 else first + int(self.rng.integers(20, 120))
            monday = first - days[first].weekday()
            away |= set(days[monday : last - last % 7 if last < len(days) else last])
        return away

    def _begin(self, on: date) -> None:
        if "cash" in self.features:
            self._pay_in(on, float(self.rng.integers(20, 60)) * 1000)
        several = 2 if {"switches", "cash"} & self.features else 1
        for _ in range(several):
            self._buy(on, self._pick(self.instruments), float(self.rng.uniform(4000, 9000)))

    def _leave(self, on: date, first: bool) -> None:
        if not first:
            return
        for stock in self._holdings(on):
            self._sell(on, stock, 1.0)
        if "cash" in self.features:
            for currency, balance in list(self.cash.items()):
                if balance > 0:
                    self._row(WITHDRAWAL, on, amount=balance, currency=currency)
                    self.cash[currency] = 0.0

    def _act(self, on: date) -> None:
        luck = self.rng.random()
        if on.weekday() > 4:
            self._weekend(on, luck)
        elif luck < 0.03:
            self._buy(on, self._pick(self.instruments), float(self.rng.uniform(1000, 9000)))
        elif luck < 0.045 and self._holdings(on):
            stock = self._pick(self._holdings(on))
            self._sell(
                on,
                stock,
                1.0 if len(self._holdings(on)) > 1 and self.rng.random() < 0.4 else self.rng.uniform(0.1, 0.6),
            )
        elif luck < 0.055 and self._holdings(on):
            self._dividend(on)
        elif luck < 0.075 and "switches" in self.features and self._holdings(on):
            self._switch(on)
        elif luck < 0.095 and "cash" in self.features:
            self._move_cash(on)
        elif luck < 0.11 and "in_kind" in self.features:
            self._move_units(on)

    def _weekend(self, on: date, luck: float) -> None:
        if luck < 0.02 and "cash" in self.features:
            kind = INTEREST if self.rng.random() < 0.6 else FEE
            if "overdrawn" not in self.features:
                amount = float(self.rng.uniform(5, 400))
                self._row(kind, on, amount=amount)
                self.cash[BASE] += amount if kind is INTEREST else -amount
        elif luck < 0.01 and self._holdings(on):
            self._dividend(on)

    def _switch(self, on: date) -> None:
        """Part or all of stock holding into another, a little more or less than the proceeds, sometimes with a third deal."""
        stock = self._pick(self._holdings(on))
        proceeds = self._sell(on, stock, 1.0 if self.rng.random() < 0.5 else float(self.rng.uniform(0.2, 0.8)))
        share = 1.0 if self.rng.random() < 0.3 else float(self.rng.uniform(0.7, 1.3))
        self._buy(on, self._pick(self.instruments), max(proceeds * share, 50.0))
        if self.rng.random() < 0.2:
            self._dividend(on)

    def _move_cash(self, on: date) -> None:
        luck, balance = self.rng.random(), self.cash[BASE]
        if luck < 0.3 and balance > 3000:
            self._pay_out(on, balance * float(self.rng.uniform(0.1, 0.6)))
        elif luck < 0.45 and "fx" in self.features:
            self._row(DEPOSIT, on, amount=3000.0, currency=FOREIGN)
            self.cash[FOREIGN] = self.cash.get(FOREIGN, 0.0) + 3000.0
        else:
            self._pay_in(on, float(self.rng.uniform(1000, 20000)))
        if "switches" in self.features and self.rng.random() < 0.4:
            self._pay_in(on, 5000.0)
            self._pay_out(on, 5000.0)

    def _pay_in(self, on: date, amount: float) -> None:
        if "overdrawn" in self.features and self.rows:
            return
        amount *= 0.1 if "overdrawn" in self.features else 1.0
        self._row(DEPOSIT, on, amount=amount)
        self.cash[BASE] += amount

    def _pay_out(self, on: date, amount: float) -> None:
        self._row(WITHDRAWAL, on, amount=amount)
        self.cash[BASE] -= amount

    def _buy(self, on: date, stock: Instrument, money: float) -> None:
        """With a cash account for what is there, at times for a little more."""
        purse = stock.currency if stock.currency in self.cash else BASE
        if "cash" in self.features and "overdrawn" not in self.features:
            money = min(money, self.cash[purse] * (1.05 if self.rng.random() < 0.2 else 0.9))
        again_without_price = on < min(stock.observed) and stock.symbol in self.traded
        if money < 50 or again_without_price:
            return
        heavy = "dust" in self.features and stock.symbol not in self.traded and self.rng.random() < 0.5
        price = self._price(on, stock)
        quantity = round(money / price, 4) * (1e7 if heavy and "cash" not in self.features else 1)
        fees = round(float(self.rng.uniform(0, 12)), 2)
        self._row(BUY, on, stock.symbol, quantity=quantity, price=price, fees=fees, currency=stock.currency)
        self.units[stock.symbol] = self.units.get(stock.symbol, 0.0) + quantity
        self.traded.add(stock.symbol)
        self._settle(on, stock, -quantity * price - fees)

    def _sell(self, on: date, stock: Instrument, share: float) -> float:
        held = self.units[stock.symbol]
        share = 1.0 if held > 1e6 else share
        stated = held * share
        if share == 1.0 and "dust" in self.features:
            stated *= float(self.rng.choice([1.0, 1 - 1e-8, 1.0005]))
        price = self._price(on, stock)
        fees = round(float(self.rng.uniform(0, 5)), 2)
        if stated * price <= fees:
            fees = 0.0
        self._row(SELL, on, stock.symbol, quantity=stated, price=price, fees=fees, currency=stock.currency)
        self.units[stock.symbol] = 0.0 if share == 1.0 else held - stated
        self._settle(on, stock, stated * price - fees)
        return stated * price - fees

    def _move_units(self, on: date) -> None:
        """In as a vest or a transfer, or out as a transfer of a part; always at a price, and past the cash."""
        stock, luck = self._pick(self.instruments), self.rng.random()
        if on < min(stock.observed):
            return
        price, held = self._price(on, stock), self.units.get(stock.symbol, 0.0)
        if luck < 0.4:
            change = round(3000 / price, 4)
            self._row(
                RSU_VEST, on, stock.symbol, quantity=change, fair_market_value=price, fees=1.0, currency=stock.currency
            )
        elif luck < 0.7 or not held:
            change = round(5000 / price, 4)
            self._row(DEPOSIT, on, stock.symbol, quantity=change, price=price, currency=stock.currency)
        else:
            change = -held * float(self.rng.uniform(0.1, 0.5))
            self._row(WITHDRAWAL, on, stock.symbol, quantity=-change, price=price, currency=stock.currency)
        self.units[stock.symbol] = held + change
        self.traded.add(stock.symbol)

    def _dividend(self, on: date) -> None:
        """Of something that is held and priced; never more than a twentieth of it."""
        held = self._holdings(on)
        if not held:
            return
        stock = self._pick(held)
        amount = self.units[stock.symbol] * stock.true[on] * float(self.rng.uniform(0.002, 0.04))
        self._row(DIVIDEND, on, stock.symbol, amount=amount, currency=stock.currency)
        self._settle(on, stock, amount)

    def _split(self, on: date) -> None:
        for stock in self.instruments:
            if on not in stock.splits or stock.symbol not in self.traded:
                continue
            ratio, held = stock.splits[on], self.units.get(stock.symbol, 0.0)
            if ratio > 1 and held and self.rng.random() < 0.4:
                self._row(BONUS, on, stock.symbol, quantity=held * (ratio - 1), currency=stock.currency)
            else:
                self._row(SPLIT, on, stock.symbol, quantity=ratio, currency=stock.currency)
            self.units[stock.symbol] = held * ratio

    def _price(self, on: date, stock: Instrument) -> float:
        """The day's own close where deals are made at it, else away from it by more than the close's tolerance."""
        if "at_close" in self.features and on in stock.observed and self.rng.random() < 0.7:
            return stock.observed[on]
        away = float(self.rng.uniform(0.003, 0.015)) * (1 if self.rng.random() < 0.5 else -1)
        return stock.true[on] * (1 + away)

    def _settle(self, on: date, stock: Instrument, amount: float) -> None:
        if stock.currency in self.cash:
            self.cash[stock.currency] += amount
        else:
            self.cash[BASE] += amount * self.rates[on]

    def _holdings(self, on: date) -> list[Instrument]:
        """What is held and has had a price; what has not is kept until it has."""
        return [
            stock for stock in self.instruments if self.units.get(stock.symbol, 0.0) > 0 and on >= min(stock.observed)
        ]

    def _pick(self, several: list[Instrument]) -> Instrument:
        return several[int(self.rng.integers(0, len(several)))]

    def _row(self, kind: TransactionKind, on: date, symbol: str = "", **fields: object) -> None:
        self.rows.append(Transaction(on, kind, symbol, **fields))  # type: ignore[arg-type]
