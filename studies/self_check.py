"""Self-check: does the engine find a stored portfolio level with its benchmark when it is that benchmark? Every comparison, on mirrors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial

from sqlalchemy import Engine

from core.attribution.portfolio import USUAL, Method
from core.benchmark.blend import Blend
from core.errors import NotFound
from core.market.levels import LevelSeries
from core.market.period import Period
from core.returns.series import ReturnSeries
from core.same_money.several_benchmarks import SourcedBlend
from core.self_check.identities import EngineCheck, attempt, check_fit, merged_checks, prefixed
from core.self_check.mirrored_attribution import check_attribution
from core.self_check.mirrored_category import check_categories
from core.self_check.mirrored_comparison import MirroredComparison, mirror_benchmark
from core.self_check.transactions import check_gain
from data import market
from data.benchmark_library import Library, open_library
from data.catalogue import spoken_name
from studies.attribution import AttributedPortfolio, attribute_portfolio
from studies.category import category_study
from studies.index.fit import pair_of, portfolio_levels
from studies.same_money import Comparisons, compare_with_benchmarks, compare_with_mix, read_levels, read_mix
from studies.valued import Valued, valued


class Part(StrEnum):
    """Which comparison was run."""

    SAME_MONEY = "same_money"
    CATEGORY = "category"
    ATTRIBUTION = "attribution"
    INDEX_FIT = "index_fit"
    TRANSACTIONS = "transactions"


@dataclass(frozen=True, slots=True)
class PartCheck:
    """One comparison on a mirror."""

    part: Part
    check: EngineCheck


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """Which portfolio is replaced by which benchmark: a catalogue index, a priced instrument or anything in the library.

    ``risk_free_rate``: a fraction a year. Open ends: since the first flow, and up to the valuation date. ``picked``: whether somebody named
    the benchmark; a usual one has real levels, or its comparison says that it lacks them.
    """

    portfolio_id: str
    benchmark: str
    risk_free_rate: float
    start: date | None = None
    end: date | None = None
    picked: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    engine: Engine
    library: Library
    valued: Valued
    benchmark: str
    rate: float
    period: Period | None
    picked: bool

    @property
    def mix(self) -> Blend:
        return self.library.measured(self.benchmark, self.valued.valuation.currency)


def check_portfolio(engine: Engine, question: CheckQuestion, today: date) -> tuple[PartCheck, ...]:
    """Every comparison of the portfolio, each with the portfolio replaced by its benchmark.

    What cannot be computed is said, not raised; raises NotFound for an unknown portfolio or benchmark.
    """
    holding, library = valued(engine, question.portfolio_id, today), open_library(engine)
    if library.find(question.benchmark) is None:
        market.benchmark_levels(engine, question.benchmark)
    period = holding.period(question.start, question.end)
    asked = _Asked(engine, library, holding, question.benchmark, question.risk_free_rate, period, question.picked)
    return tuple(PartCheck(part, attempt(_WORDS[part], partial(run, asked))) for part, run in _PARTS.items())


def mirror_comparison(comparisons: Comparisons) -> MirroredComparison:
    """The portfolio replaced by its leading benchmark, ready for any risk-free rate."""
    return mirror_benchmark(comparisons.benchmarks[0], comparisons.rates)


def check_same_money(mirror: Callable[[], MirroredComparison], risk_free_rate: float) -> EngineCheck:
    """A mirror at a risk-free rate; a mirror that cannot be made is said, not raised."""
    return attempt(_WORDS[Part.SAME_MONEY], lambda: mirror().at_rate(risk_free_rate))


def check_attributed(found: AttributedPortfolio, method: Method = USUAL) -> EngineCheck:
    """The benchmark on both sides."""
    return check_attribution(found.compared, method)


def check_indexes(indexes: Sequence[ReturnSeries], risk_free_rate: float) -> EngineCheck:
    """Each index in the subject's place, beside itself and the others."""
    return check_each((one.name, check_fit(one, indexes, risk_free_rate)) for one in indexes)


def check_each(checks: Iterable[tuple[str, EngineCheck]]) -> EngineCheck:
    """The checks of several benchmarks as one, each under the benchmark's name; that of one alone as it is."""
    named = list(checks)
    return merged_checks(prefixed(name, check) if len(named) > 1 else check for name, check in named)


def _same_money(asked: _Asked) -> EngineCheck:
    found = compare_with_benchmarks(asked.engine, asked.valued, [_benchmark(asked)], asked.rate, asked.period)
    return mirror_comparison(found).at_rate(asked.rate)


def _benchmark(asked: _Asked) -> LevelSeries | SourcedBlend:
    try:
        return read_levels(asked.engine, asked.valued, asked.benchmark, asked.picked)
    except NotFound:
        return read_mix(asked.engine, asked.valued, asked.mix)


def _category(asked: _Asked) -> EngineCheck:
    return check_categories(category_study(asked.engine, asked.valued, asked.period), asked.rate)


def _attribution(asked: _Asked) -> EngineCheck:
    if asked.library.find(asked.benchmark) is None:
        return EngineCheck((), (f"{asked.benchmark} is not in the library, so it cannot be taken apart.",))
    _benchmark(asked)  # names what is missing of a benchmark that nobody picked
    mix = read_mix(asked.engine, asked.valued, asked.mix)
    beside = compare_with_mix(asked.engine, asked.valued, mix, asked.rate, asked.period)
    return check_attributed(attribute_portfolio(asked.engine, asked.valued, beside))


def _index_fit(asked: _Asked) -> EngineCheck:
    """Beside the benchmark, if it is a series of its own, and its home index."""
    own, period = portfolio_levels(asked.valued.valuation), asked.period
    span = (None, None) if period is None else (period.start, period.end)
    try:
        pair = pair_of(asked.engine, own, asked.benchmark, *span)
    except NotFound:
        return EngineCheck((), ("A mix has no place among the indexes of the fit.",))
    return check_indexes([replace(pair.index, name=spoken_name(pair.levels[1].name))], asked.rate)


def check_transactions(holding: Valued) -> EngineCheck:
    """The gain by the transactions alone; what cannot be made is said, not raised."""
    return attempt(_WORDS[Part.TRANSACTIONS], lambda: _transactions(holding))


def _transactions(holding: Valued) -> EngineCheck:
    return check_gain(holding.portfolio, holding.valuation, holding.prices, holding.rates)


_PARTS: dict[Part, Callable[[_Asked], EngineCheck]] = {
    Part.SAME_MONEY: _same_money,
    Part.CATEGORY: _category,
    Part.ATTRIBUTION: _attribution,
    Part.INDEX_FIT: _index_fit,
    Part.TRANSACTIONS: lambda asked: _transactions(asked.valued),
}
_WORDS = {
    Part.SAME_MONEY: "The comparison",
    Part.CATEGORY: "The categories",
    Part.ATTRIBUTION: "The attribution",
    Part.INDEX_FIT: "The index fit",
    Part.TRANSACTIONS: "The gain from the transactions",
}
