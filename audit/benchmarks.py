"""What became of the same money in each benchmark? A single one by its levels, a mix by its parts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from audit.accounts import ROUNDING, Account, Window, in_currency, same_money
from audit.blends import Mix, Walk, component_series
from audit.levels import Rates, Series, read_series, stated_series
from audit.lots import Lots, simply


class Single:
    """An index or an instrument, whose levels are its whole story."""

    def __init__(self, symbol: str, series: Series, rates: Rates, base: str) -> None:
        self.symbol, self.series, self.rates, self.base = symbol, series, rates, base

    def known(self, day: date) -> bool:
        """Whether level and exchange rate are known."""
        return self.series.known(day) and self.rates.known(self.series.currency, self.base, day)

    def account_results(self, shown: Window) -> tuple[Account, float | None]:
        """The account that took the same money, and the benchmark's own growth while something was held."""
        level = in_currency(self.series, self.rates, self.base)
        return same_money(shown.flows, shown.dates, level), shown.grown(level)


class Mixed:
    """A blend. ``path``: its own path since the first flow, once ``account_results`` was asked; None as long as it has no observation."""

    def __init__(self, mix: Mix, rates: Rates, base: str) -> None:
        self.symbol, self.mix, self.rates, self.base = mix.symbol, mix, rates, base
        self.path: Walk | None = None
        data = mix.terms["data"]
        self._span = (date.fromisoformat(data["base"]), date.fromisoformat(data["end"]), data["fallbacks"])
        first, days = mix.observed(*self._span)
        self._observed = Series(mix.symbol, mix.currency, mix.rhythm)
        self._observed.days = [first, *days]

    def known(self, day: date) -> bool:
        """Whether what was last observed of all parts still counts, and the exchange rate is known."""
        return self._observed.known(day) and self.rates.known(self.mix.currency, self.base, day)

    def account_results(self, shown: Window) -> tuple[Account, float | None]:
        """The account that took the same money, and the mix's own growth while something was held."""
        account = self._account(shown)
        level = in_currency(self._levels(shown.dates[0]), self.rates, self.base)
        return account, shown.grown(level)

    def _levels(self, start: date) -> Series:
        """Those that the account is measured in; of the mix over all its days where the first money that stays comes after ``start``."""
        for path in (self.path, self.mix.walk(*self._span)):
            series = path.series(self.symbol, self.mix.currency, self.mix.rhythm) if path else None
            if series and series.days[0] <= start:
                return series
        raise ValueError(f"{self.symbol} has no observation")

    def _account(self, shown: Window) -> Account:
        """Units of the mix; where it is never rebalanced, or before it can be measured, its parts bought and left alone."""
        moved = {day: amount for day, amount in shown.flows.items() if amount}
        if not moved:
            return Account([0.0 for _ in shown.dates], 0.0, None)
        mix, first, last = self.mix, min(moved), shown.dates[-1]
        account = mix.terms["account"]
        self.path = path = mix.walk(first, last, account["path_fallbacks"])
        if path and mix.rule != "NONE":
            units = path.series(mix.symbol, mix.currency, mix.rhythm)
            return self._followed(moved, shown, lambda _, day: units.on(day), [{mix.symbol: 1.0}], {}, 0)
        opening = path.first_target if path else mix.in_force(last)

        def level(part: str, day: date) -> float:
            return mix.level(part, day, account["fallbacks"], first)

        return self._followed(moved, shown, level, mix.targets, path.resets if path else {}, opening)

    def _followed(
        self,
        moved: Mapping[date, float],
        shown: Window,
        level: Callable[[str, date], float],
        targets: list[dict[str, float]],
        resets: Mapping[date, int],
        target: int,
    ) -> Account:
        """Deposits buy at the target, withdrawals leave every part in proportion, a reset sells and buys after its day's flows."""
        held = Held(self._simple_parts(targets), level)
        first, gross, found = min(moved), 0.0, Account([], 0.0, None)
        valued = {day for day in shown.dates if day >= first}
        values = dict.fromkeys(shown.dates, 0.0)
        for day in sorted({*moved, *resets, *valued}):
            amount = moved.get(day, 0.0)
            amount *= self.rates.on(self.base, self.mix.currency, day) if amount else 1.0
            gross += abs(amount)
            if amount > 0:
                held.buy(day, {part: amount * weight for part, weight in targets[target].items() if weight})
            elif amount < 0:
                self._withdraw(held, day, amount, gross, found)
            if day in resets:
                target, worth = resets[day], held.worth(day)
                held.reset(day, {part: worth * one for part, one in targets[target].items() if one})
            if day in valued:
                worth = held.worth(day)
                values[day] = worth * self.rates.on(self.mix.currency, self.base, day) if worth else 0.0
        found.values = [values[day] for day in shown.dates]
        return found

    def _simple_parts(self, targets: list[dict[str, float]]) -> dict[str, Lots]:
        """Fixed returns that are not compounded: their payments earn from their own days on."""
        fixed = {part: self.mix.parts[part]["fixed"] for part in targets[0] if part in self.mix.parts}
        return {part: Lots(simply(one["rate"])) for part, one in fixed.items() if one and not one["compounded"]}

    def _withdraw(self, held: Held, day: date, amount: float, gross: float, account: Account) -> None:
        """The same share of each part; a withdrawal takes no more than there is, and what it could not pay is noted."""
        worth = held.worth(day)
        rest = worth + amount
        if rest < -ROUNDING * gross:
            account.shortfall -= rest * self.rates.on(self.mix.currency, self.base, day)
            account.exhausted_on = account.exhausted_on or day
        held.keep(day, rest / worth if rest > ROUNDING * gross else 0.0)


class Held:
    """Units of each part, and the payments into the ``lots`` of those that earn simple interest."""

    def __init__(self, lots: dict[str, Lots], level: Callable[[str, date], float]) -> None:
        self.units: dict[str, float] = {}
        self.lots, self.level = lots, level

    def worth(self, day: date) -> float:
        """All of it on a day."""
        lots = sum(one.worth(day) for one in self.lots.values())
        return lots + sum(units * self.level(part, day) for part, units in self.units.items() if units)

    def buy(self, day: date, amounts: Mapping[str, float]) -> None:
        """An amount into each part."""
        for part, amount in amounts.items():
            if part in self.lots:
                self.lots[part].put_in(day, amount)
            else:
                self.units[part] = self.units.get(part, 0.0) + amount / self.level(part, day)

    def keep(self, day: date, share: float) -> None:
        """A share of every part; the rest is sold."""
        self.units = {part: units * share for part, units in self.units.items()} if share else {}
        for one in self.lots.values():
            one.take_out(day, one.worth(day) * (1.0 - share) if share else math.inf)

    def reset(self, day: date, amounts: Mapping[str, float]) -> None:
        """Every part to its amount."""
        self.units = {part: one / self.level(part, day) for part, one in amounts.items() if part not in self.lots}
        for part, lots in self.lots.items():
            lots.bring_to(day, amounts.get(part, 0.0))


Benchmark = Single | Mixed


def read_benchmarks(folder: Path, spec: Mapping[str, Any], base: str) -> list[Benchmark]:
    """The benchmarks in the order they were asked for."""
    series = read_series(folder / "inputs/benchmark_levels.csv", "symbol", "level", stated_series(folder, "benchmark"))
    pairs = stated_series(folder, "exchange rate")
    rates = Rates(read_series(folder / "inputs/benchmark_rates.csv", "pair", "rate", pairs))
    parts = stated_series(folder, "component")
    found: list[Benchmark] = []
    for one in spec["benchmarks"]:
        if "blend" in one:
            found.append(Mixed(Mix(one, component_series(folder, parts, one), rates), rates, base))
        else:
            found.append(Single(one["symbol"], series[one["symbol"]], rates, base))
    return found
