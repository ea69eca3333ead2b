"""Do engine and bookkeeping agree on irregular portfolios? A program that names every seed and figure on which they do not.

``python -m tests.bookkeeping.agreement --seeds 0-499 --only twr,xirr --features gaps,cash``: every history has just these features
(``none``: no irregularity at all); without ``--features`` each seed draws its own. ``--smallest`` shows for each figure the smallest
history, rows left out by and by, on which the two still differ.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from core.errors import BenchmarkingError, InsufficientData
from core.ledger.stated_amounts import stated_positions
from core.returns.series import aligned_levels, returns_of
from core.same_money.comparison import SameMoney, compare_same_money
from core.statistics.relative import compare
from core.valuation.portfolio_value import Valuation, value_portfolio
from core.valuation.valuation_date import valuation_date
from studies.index.fit import overlap, portfolio_levels
from tests.bookkeeping.histories import FEATURES, History, drawn_features, random_history
from tests.bookkeeping.ledger import Oversold, dictionary_of
from tests.bookkeeping.measures import Figures, figures_of
from tests.bookkeeping.prices import Levels

TOLERANCE = 1e-9
ROUNDING = 4 * float(np.finfo(np.float64).eps)
Answer = float | date | str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure on which the two differ: ``engine`` holds a sentence where the engine refuses."""

    quantity: str
    engine: Answer
    bookkeeping: Answer


@dataclass(frozen=True)  # without slots: each answer is worked out once, when first wanted
class Engine:
    """The engine's answers for one history."""

    history: History

    @cached_property
    def valuation(self) -> Valuation:
        history = self.history
        return value_portfolio(history.portfolio, history.prices, history.rates, history.as_of)

    @cached_property
    def comparison(self) -> SameMoney:
        return compare_same_money(self.valuation, self.history.benchmark, self.history.rates, 0.0)

    @cached_property
    def beta(self) -> float | None:
        """As the index fit compares a portfolio with an index; the risk-free rate is 0, so that no day count of it matters."""
        levels = portfolio_levels(self.valuation)
        index = self.history.rates.convert(overlap(self.history.benchmark, levels), levels.currency)
        try:
            return compare(*(returns_of(series) for series in aligned_levels(levels, index)), 0.0).beta
        except InsufficientData:
            return None

    @property
    def valued_on(self) -> date:
        portfolio = self.history.portfolio
        positions = stated_positions(portfolio.transactions)
        return valuation_date(portfolio, self.history.prices, self.history.rates, self.history.as_of, positions)

    def closing_value(self, expected: Levels) -> float:
        """The value on the first of the engine's dates on which it is not as expected; else the closing value."""
        dated = zip(self.valuation.dates.tolist(), self.valuation.values.tolist(), strict=True)
        pairs = [(value, expected[on]) for on, value in dated if on in expected]
        wrong = [value for value, right in pairs if not agree(value, right)]
        return wrong[0] if wrong else self.comparison.portfolio.closing_value


ENGINE: dict[str, Callable[[Engine, Figures], Answer]] = {
    "value": lambda engine, figures: engine.closing_value(figures.values),
    "xirr": lambda engine, _: engine.comparison.portfolio_xirr.rate,
    "twr": lambda engine, _: engine.comparison.portfolio_time_weighted.total,
    "growth": lambda engine, _: engine.comparison.benchmark_time_weighted.total,
    "account": lambda engine, _: engine.comparison.benchmark.closing_value,
    "ran_out": lambda engine, _: engine.comparison.benchmark.account.exhausted_on,
    "shortfall": lambda engine, _: engine.comparison.benchmark.account.shortfall,
    "benchmark_xirr": lambda engine, _: (
        None if engine.comparison.benchmark.ran_dry else engine.comparison.benchmark_xirr.rate
    ),
    "beta": lambda engine, figures: engine.beta if figures.daily else None,
    "valued_on": lambda engine, figures: engine.valued_on if figures.valued_on else None,
}
BOOKS: dict[str, Callable[[Figures], Answer]] = {
    name: (lambda figures, name=name: getattr(figures, name))
    for name in ENGINE
    if name != "value"  # type: ignore[misc]
} | {"value": lambda figures: list(figures.values.values())[-1]}


def agree(first: Answer, second: Answer, scale: float = 0.0) -> bool:
    """Numbers to 1e-9 of themselves, or of 1 where they are smaller; all else by being the same.

    ``scale``: of what they are the small difference, where no double can hold more of them.
    """
    if isinstance(first, float) and isinstance(second, float):
        return abs(first - second) <= TOLERANCE * max(abs(first), abs(second), 1.0) + ROUNDING * scale
    return first == second


def scale_of(quantity: str, figures: Figures) -> float:
    return figures.moved if quantity in ("account", "shortfall") else figures.largest_deal if quantity == "twr" else 0.0


def differences(history: History, wanted: Iterable[str] = tuple(ENGINE)) -> list[Difference]:
    """Every figure on which engine and bookkeeping differ; raises Oversold for a history of which no books can be kept."""
    figures, engine = figures_of(history), Engine(history)
    differing = []
    for quantity in wanted:
        expected, answer = BOOKS[quantity](figures), answer_of(engine, figures, quantity)
        if not agree(answer, expected, scale_of(quantity, figures)):
            differing.append(Difference(quantity, answer, expected))
    return differing


def answer_of(engine: Engine, figures: Figures, quantity: str) -> Answer:
    try:
        return ENGINE[quantity](engine, figures)
    except BenchmarkingError as refused:
        return f"refused: {refused}"


def smallest(history: History, quantity: str) -> History:
    """The history with rows left out, many at once and at last each by itself, as long as the two differ on the quantity in the same
    manner: the engine refuses, or it does not.
    """
    refused = isinstance(differences(history, [quantity])[0].engine, str)
    size = len(history.portfolio.transactions)
    while size := size // 2:
        for last in range(len(history.portfolio.transactions), 0, -size):
            shorter = without(history, slice(max(last - size, 0), last))
            if shorter.portfolio.transactions and still_differs(shorter, quantity, refused):
                history = shorter
    return history


def without(history: History, left_out: slice) -> History:
    rows = list(history.portfolio.transactions)
    del rows[left_out]
    return replace(history, portfolio=replace(history.portfolio, transactions=tuple(rows)))


def still_differs(history: History, quantity: str, refused: bool) -> bool:
    try:
        differing = differences(history, [quantity])
    except (Oversold, ArithmeticError, ValueError, KeyError):
        return False
    return bool(differing) and isinstance(differing[0].engine, str) is refused


# What the program shows


def spoken(history: History) -> Iterable[str]:
    """The rows, and of every series its observations and its longest gap; what a reader needs to see the point."""
    for row in history.portfolio.transactions:
        number = row.amount if row.amount is not None else f"{row.quantity:.10g} at {row.price}"
        yield f"    {row.on:%a %d %b %Y} {row.kind} {row.symbol or 'cash'} {number} {row.currency} fees {row.fees:g}"
    symbols = {row.symbol for row in history.portfolio.transactions}
    for series in (*(prices for name, prices in history.prices.items() if name in symbols), history.benchmark):
        days = list(dictionary_of(series))
        gap = int(np.diff(series.dates.astype(np.int64)).max())
        basis = "as traded" if series.name in history.as_traded else "adjusted"
        yield f"    {series.name}: {len(days)} prices, {days[0]} to {days[-1]}, longest gap {gap} days, {series.currency}, {basis}"
    yield f"    as of {history.as_of}"


def report(history: History, differing: Sequence[Difference], shrink: bool) -> Iterable[str]:
    yield f"seed {history.seed} ({', '.join(sorted(history.features)) or 'regular'})"
    for difference in differing:
        yield f"  {difference.quantity}: engine {difference.engine}, bookkeeping {difference.bookkeeping}"
        if shrink:
            least = smallest(history, difference.quantity)
            again = differences(least, [difference.quantity])[0]
            yield f"  smallest history: engine {again.engine}, bookkeeping {again.bookkeeping}"
            yield from spoken(least)


def asked_seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def asked_names(text: str, known: Iterable[str]) -> tuple[str, ...]:
    names = tuple(name for name in text.split(",") if name and name != "none")
    unknown = set(names) - set(known)
    if unknown:
        raise SystemExit(f"Unknown: {', '.join(sorted(unknown))}. Choose from {', '.join(known)}.")
    return names


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", default="0-499", help="a number, or first-last")
    parser.add_argument("--only", default=",".join(ENGINE), help="figures, by comma")
    parser.add_argument(
        "--features", help="those of every history, by comma, or none; drawn by each seed unless answer"
    )
    parser.add_argument("--smallest", action="store_true", help="shrink each history that differs")
    parser.add_argument("--quiet", action="store_true", help="the counts alone")
    options = parser.parse_args(arguments)
    wanted = asked_names(options.only, ENGINE)
    fixed = None if options.features is None else frozenset(asked_names(options.features, FEATURES))
    counts: Counter[str] = Counter()
    for seed in asked_seeds(options.seeds):
        history = random_history(seed, drawn_features(seed) if fixed is None else fixed)
        differing = differences(history, wanted)
        counts.update(difference.quantity for difference in differing)
        if differing and not options.quiet:
            sys.stdout.writelines(f"{line}\n" for line in report(history, differing, options.smallest))
    counted = ", ".join(f"{name} {counts[name]}" for name in wanted)
    sys.stdout.write(f"{len(asked_seeds(options.seeds))} histories; differ on {counted}\n")
    return 1 if counts else 0


if __name__ == "__main__":
    sys.exit(main())
