"""Does every category that is its own benchmark come out level with it, and the whole level with the reference mix?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.category.comparison import CategoryBenchmarking, CategoryBenchmarks, CategoryStudy, study_categories
from core.category.legs import Leg
from core.category.rules import RISK_FREE, AssignedBenchmark, AssociationRule
from core.category.scheme import Category, Scope
from core.market.deposit_rate import Quotation, as_deposit_rate
from core.market.exchange_rates import ExchangeRates
from core.self_check.identities import CheckedIdentity, EngineCheck, attempt, merged_checks, prefixed
from core.self_check.mirror_portfolio import MirroredTrades, MirrorTarget, mirror_trades, value_mirror
from core.self_check.mirrored_comparison import MIRROR, NOTHING_BOUGHT, ONE_LEG, deposit_identity, money_identities

SAME_CURRENCY = ExchangeRates()  # a study's legs are already in the portfolio's currency


@dataclass(frozen=True, slots=True, eq=False)
class CategoryMirror:
    """Mirrors of a study's categories. ``steady``: the check of those whose benchmarks do not depend on the risk-free rate."""

    study: CategoryStudy
    steady: EngineCheck

    def at_rate(self, risk_free_rate: float, page: CategoryBenchmarking | None = None) -> EngineCheck:
        """All identities, the deposit paying ``risk_free_rate`` (a fraction a year). ``page``: the study at that rate, if it is there.

        A holding has one price for all, so that mirrors of a deposit as a bank quotes it grow at its effective rate.
        """
        study, rate = self.study, float(risk_free_rate)
        quoted = as_deposit_rate(risk_free_rate).quotation is Quotation.BANK
        legs, shares = study.reference(rate)
        moving = _measured_with_deposit(legs)
        by_rate = [leg for leg in legs if leg.held and leg.category in moving]
        checks = [self.steady]
        if by_rate:
            checks.append(attempt("The categories", partial(_categories, study, by_rate, rate)))
        page = study.at_rate(rate) if page is None or quoted else page
        checks.append(attempt("The reference mix", partial(_reference, page, legs, shares.tolist())))
        checks.append(attempt("The deposit", partial(deposit_identity, page.overall, risk_free_rate)))
        return merged_checks(checks)


def mirror_categories(study: CategoryStudy) -> CategoryMirror:
    """Every category replaced by one that bought its benchmark with its own payments, the whole by one that bought the reference mix.

    Where a category is measured with several benchmarks each takes its own part of the payments.
    """
    moving = _measured_with_deposit(study.legs)
    steady = [leg for leg in study.legs if leg.category not in moving]
    run = partial(_categories, study, steady, 0.0)
    return CategoryMirror(study, attempt("The categories", run) if steady else EngineCheck(()))


def check_categories(study: CategoryStudy, risk_free_rate: float) -> EngineCheck:
    """:func:`mirror_categories` at one rate."""
    return mirror_categories(study).at_rate(risk_free_rate)


def _measured_with_deposit(legs: Iterable[Leg]) -> frozenset[Category]:
    """The categories of which some part is measured with the risk-free rate."""
    return frozenset(leg.category for leg in legs if leg.held and leg.benchmark == RISK_FREE)


def _categories(study: CategoryStudy, legs: Iterable[Leg], rate: float) -> EngineCheck:
    currency, period = study.frame.currency, study.frame.window.period
    money = [(leg, one) for leg, one in _bought(legs, currency) if one.moved]
    if not money:
        return EngineCheck((), (NOTHING_BOUGHT,))
    mirror = value_mirror([one for _, one in money], MIRROR, currency, SAME_CURRENCY, period.end)
    symbols: dict[Category, list[str]] = {}
    for leg, one in money:
        symbols.setdefault(leg.category, []).extend(one.prices)
    parts = {category: mirror.select(held, str(category)) for category, held in symbols.items()}
    rules = tuple(_rule(symbol, leg.benchmark) for leg, one in money for symbol in one.prices)
    sources = {leg.benchmark: leg.series for leg, _ in money if leg.benchmark != RISK_FREE}
    benchmarks = CategoryBenchmarks(rules, sources, SAME_CURRENCY)
    found = study_categories(mirror, parts, benchmarks, period).at_rate(rate)
    mirrors = {category: [one for leg, one in money if leg.category is category] for category in symbols}
    return merged_checks([_category(found, category, held) for category, held in mirrors.items()])


def _bought(legs: Iterable[Leg], currency: str) -> Iterable[tuple[Leg, MirroredTrades]]:
    """Each leg with the trades that bought its benchmark with its own payments."""
    for number, leg in enumerate(legs):
        prefix = f"{leg.category}-{number}"
        yield leg, mirror_trades(leg.flows, MirrorTarget([leg.series], ONE_LEG, currency), SAME_CURRENCY, prefix)


def _rule(symbol: str, benchmark: AssignedBenchmark) -> AssociationRule:
    return AssociationRule(Scope.INSTRUMENT, symbol, benchmark)


def _category(found: CategoryBenchmarking, category: Category, mirrors: Iterable[MirroredTrades]) -> EngineCheck:
    """The category's own comparison, and its part of the difference: within must be nothing."""
    result, name, several = found.find(category), str(category).capitalize(), list(mirrors)
    if result is None or result.same_money is None:
        why = None if result is None else result.reason
        return EngineCheck((CheckedIdentity(f"{name}: comparison", 0.0, None, reason=why),))
    whole = _as_one(several)
    within = next(one.within for one in found.split.shares if one.category is category)
    split = CheckedIdentity("Within", 0.0, within / whole.moved, whole.tolerance)
    return prefixed(name, merged_checks([money_identities(result.same_money, whole), EngineCheck((split,))]))


def _as_one(mirrors: list[MirroredTrades]) -> MirroredTrades:
    return MirroredTrades((), {}, sum(one.moved for one in mirrors), min(one.smallest_rest for one in mirrors))


def _reference(page: CategoryBenchmarking, legs: Iterable[Leg], shares: Iterable[float]) -> EngineCheck:
    """The page's own reference account beside a portfolio that bought its parts: the mix effect of such a portfolio is nothing."""
    used = [(leg, share) for leg, share in zip(legs, shares, strict=True) if share > 0]
    same = page.overall
    series, parts = [leg.series for leg, _ in used], np.array([share for _, share in used])
    money = mirror_trades(same.portfolio.flows, MirrorTarget(series, parts, same.currency), SAME_CURRENCY)
    if not money.moved:
        return EngineCheck((), (NOTHING_BOUGHT,))
    mirror = value_mirror([money], MIRROR, same.currency, SAME_CURRENCY, same.period.end)
    behind = (mirror.closing_value - same.benchmark.closing_value) / money.moved
    return EngineCheck((CheckedIdentity("Reference mix: closing value", 0.0, behind, money.tolerance),))
