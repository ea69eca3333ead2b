"""How did each category do beside its own benchmark, and how do the categories add up to the whole? Rates and shares in percent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from core.category.comparison import CategoryBenchmarking, CategoryResult
from core.category.scheme import Category
from core.same_money.comparison import SameMoney
from studies.answers.chart_points import ChartPoints, chart_positions
from studies.answers.fields import Answer, Finite, InPercent, Percent, origin


class CategoryPoint(Answer):
    """A category and the same money elsewhere on one date, in the portfolio's currency."""

    date: dt.date
    portfolio_value: Finite
    benchmark_value: Finite
    invested_amount: Finite
    risk_free_value: Finite


class CategorySide(Answer):
    """One category beside its own benchmark."""

    portfolio_xirr: Annotated[InPercent, origin("portfolio_xirr.rate")]
    benchmark_xirr: Annotated[InPercent, origin("benchmark_xirr.rate")]
    risk_free_xirr: Annotated[InPercent, origin("risk_free_xirr.rate")]
    xirr_difference: InPercent
    benchmark_label: Annotated[str, Field(description="The names of the benchmarks that were used.")]
    benchmark_weights: Annotated[
        dict[str, Percent], Field(description="Percent of the category's money measured with each, by amount and days.")
    ]
    start: Annotated[dt.date, origin("period.start")]
    end: Annotated[dt.date, origin("period.end")]
    portfolio_value: Annotated[Finite, origin("portfolio.closing_value")]
    benchmark_value: Annotated[Finite, origin("benchmark.closing_value")]
    risk_free_value: Annotated[Finite, origin("risk_free.closing_value")]
    invested_amount: Annotated[Finite, origin("invested.-1")]
    gain: Annotated[Finite, origin("portfolio.gain")]
    exhausted_on: Annotated[dt.date | None, origin("benchmark.account.exhausted_on")]
    shortfall: Annotated[Finite, origin("benchmark.account.shortfall")]
    symbols: Annotated[list[str], Field(description="Its holdings, also closed ones.")]
    chart_data: list[CategoryPoint]
    chart_points: ChartPoints
    notes: list[str]


class CategorySplit(Answer):
    """How the categories add up to the whole, in cents: the sum of `within` and `mix` is `difference`."""

    reference_label: Annotated[
        str, origin("mix_label"), Field(description="The reference: every payment split over these in fixed shares.")
    ]
    reference_mix: Annotated[dict[Category, Percent], origin("mix"), Field(description="Percent of every payment.")]
    reference_xirr: Annotated[InPercent, origin("overall.benchmark_xirr.rate")]
    value: Finite
    gain: Finite
    within: Annotated[dict[Category, Finite], Field(description="What each category gained beyond its own benchmark.")]
    mix: Annotated[
        Finite,
        origin("cents.mix"),
        Field(description="What holding more or less of a category, earlier or later, brought."),
    ]
    difference: Annotated[
        Finite, origin("cents.difference"), Field(description="The whole's gain less the reference's.")
    ]


CategoryData = dict[Category, CategorySide | None]


def category_data(study: CategoryBenchmarking, every_point: bool) -> CategoryData:
    """Every category by its name; None where the portfolio has nothing of it that can be valued."""
    results = {one.category: one for one in study.categories}
    return {
        category: _category(results[category], every_point) if category in results else None for category in Category
    }


def category_split(study: CategoryBenchmarking) -> CategorySplit:
    """Amounts in cents that add up."""
    cents, shares = study.split.rounded(), study.split.shares
    return CategorySplit.from_result(
        study,
        cents=cents,
        value=sum(cents.values),
        gain=sum(cents.gains),
        within={one.category: amount for one, amount in zip(shares, cents.within, strict=True)},
    )


def reference_side(study: CategoryBenchmarking, every_point: bool) -> CategorySide:
    """The whole beside the reference mix; its weights are the mix's shares of every payment."""
    symbols = [one.symbol for result in study.categories for one in result.valuation.holdings]
    mix = {str(one): share for one, share in study.mix.items()}
    return _side(study.overall, study.mix_label, mix, symbols, every_point)


def _category(result: CategoryResult, every_point: bool) -> CategorySide | None:
    if result.same_money is None:
        return None
    symbols = [one.symbol for one in result.valuation.holdings]
    return _side(result.same_money, result.label, result.weights, symbols, every_point)


def _side(
    same: SameMoney, label: str, weights: Mapping[str, float], symbols: Iterable[str], every_point: bool
) -> CategorySide:
    chart = _chart(same, every_point)
    return CategorySide.from_result(
        same,
        benchmark_label=label,
        benchmark_weights=weights,
        symbols=list(dict.fromkeys(symbols)),
        chart_data=chart,
        chart_points=ChartPoints(shown=len(chart), of=same.dates.size),
    )


def _chart(same: SameMoney, every_point: bool) -> list[CategoryPoint]:
    at = chart_positions([same.values, same.benchmark.account.values], every_point)
    columns = (same.dates, same.values, same.benchmark.account.values, same.invested, same.risk_free.account.values)
    rows = zip(*(column[at].tolist() for column in columns), strict=True)
    return [CategoryPoint.model_validate(dict(zip(CategoryPoint.model_fields, row, strict=True))) for row in rows]


def category_reasons(study: CategoryBenchmarking) -> dict[str, str]:
    """Why a category is null, or a rate of it."""
    reasons = {f"category_data.{one.category}": one.reason for one in study.categories if one.reason}
    for one in study.categories:
        if one.same_money is None:
            continue
        own, other = one.same_money.portfolio_xirr, one.same_money.benchmark_xirr
        deposit = one.same_money.risk_free_xirr
        place = f"category_data.{one.category}"
        for field, rate in (("portfolio_xirr", own), ("benchmark_xirr", other), ("risk_free_xirr", deposit)):
            if rate.rate is None:
                reasons[f"{place}.{field}"] = rate.reason or "It cannot be computed."
        if one.same_money.xirr_difference is None:
            reasons[f"{place}.xirr_difference"] = own.reason or other.reason or "It cannot be computed."
    if study.overall.benchmark_xirr.rate is None:
        reasons["category_split.reference_xirr"] = study.overall.benchmark_xirr.reason or "It cannot be computed."
    return reasons
