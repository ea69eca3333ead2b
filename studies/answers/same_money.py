"""How does core's same-money comparison become JSON? Fractions become percent here and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.category.comparison import CategoryBenchmarking
from core.ledger.transaction import AssetType
from core.market.deposit_rate import Quotation, as_deposit_rate, tax_note
from core.market.levels import Basis, LevelSeries
from core.returns.time_weighted import TimeWeightedReturn
from core.same_money.comparison import SameMoney, rate_difference
from core.valuation.portfolio_value import Valuation
from studies.answers.category import CategoryData, CategorySplit, category_data, category_reasons, category_split
from studies.answers.chart_points import ChartPoints, chart_positions
from studies.answers.fields import Answer, Finite, InPercent, StatedPercent, origin, stated_percent


@dataclass(frozen=True, slots=True, eq=False)
class AskedBenchmark:
    """A benchmark as it was asked for, and its levels in its own currency under the name people say."""

    ticker: str
    levels: LevelSeries


class ComparisonPoint(Answer):
    """All accounts on one date, in the portfolio's currency."""

    date: dt.date
    portfolio_value: Finite
    benchmark_value: Annotated[Finite, Field(description="The same money in the first benchmark.")]
    invested_amount: Finite
    risk_free_value: Finite
    benchmark_values: Annotated[
        dict[str, Finite] | None,
        Field(description="By ticker, only where several are asked for.", exclude_if=lambda values: values is None),
    ] = None


class ComparisonClosing(Answer):
    """The accounts at the end."""

    date: Annotated[dt.date, origin("period.end")]
    portfolio_value: Annotated[Finite, origin("portfolio.closing_value")]
    benchmark_value: Annotated[Finite, origin("benchmark.closing_value")]
    invested_amount: Annotated[Finite, origin("invested.-1")]
    risk_free_value: Annotated[Finite, origin("risk_free.closing_value")]
    ahead: Annotated[Finite, Field(description="Portfolio value minus benchmark value; negative is behind.")]
    ahead_of_risk_free: Finite


class BenchmarkSide(Answer):
    """The same money in one benchmark."""

    ticker: str
    name: Annotated[str, origin("levels.name")]
    currency: Annotated[str, origin("levels.currency")]
    basis: Annotated[
        Basis,
        origin("levels.basis"),
        Field(description="`price` leaves dividends out, `total` has them reinvested."),
    ]
    simulated: Annotated[bool, origin("levels.simulated")]
    xirr: Annotated[InPercent, origin("benchmark_xirr.rate")]
    xirr_difference: Annotated[
        InPercent, Field(description="Portfolio XIRR minus benchmark XIRR, in percentage points.")
    ]
    time_weighted_return: Annotated[InPercent, origin("benchmark_time_weighted.total")]
    time_weighted_return_annualised: Annotated[InPercent, origin("benchmark_time_weighted.annualised")]
    closing_value: Annotated[Finite, origin("benchmark.closing_value")]
    ahead: Finite
    exhausted_on: Annotated[
        dt.date | None,
        origin("benchmark.account.exhausted_on"),
        Field(description="When a withdrawal emptied the account."),
    ]
    shortfall: Annotated[Finite, origin("benchmark.account.shortfall")]
    carried_days: int


class HoldingLine(Answer):
    """One holding at the as-of date; closed ones stay with value 0."""

    symbol: str
    name: str
    asset_type: AssetType
    currency: str
    quantity: Finite
    price: Annotated[Finite | None, Field(description="Last known, in the holding's currency.")]
    priced_on: dt.date | None
    value: Annotated[Finite, Field(description="In the portfolio's currency.")]
    invested: Finite
    gain: Finite
    weight: InPercent
    simulated: bool


class UnpricedLine(Answer):
    """A holding that could not be valued; neither its value nor its flows are in any number."""

    symbol: str
    name: str
    reason: str


class StaleLine(Answer):
    """A holding that stands at its last price, which no longer counts on the as-of date, or at what was paid where it has none."""

    symbol: str
    name: str
    since: Annotated[dt.date, origin("stale_since"), Field(description="The first day without a price that counts.")]
    last_price_on: Annotated[dt.date | None, origin("priced_on")]
    share: Annotated[InPercent, origin("weight"), Field(description="Of the portfolio's value, in percent.")]
    value: Annotated[Finite, Field(description="In the portfolio's currency.")]


class AtZeroSide(Answer):
    """One benchmark beside the figures at zero."""

    ticker: str
    ahead: Annotated[Finite, Field(description="Negative is behind.")]
    xirr_difference: InPercent


class AtZeroAnswer(Answer):
    """The second figure of each headline number, until the owner says what became of what is not valued: with it at nothing."""

    names: Annotated[list[str], Field(description="What has had no price that counts for more than 90 days.")]
    portfolio_value: Annotated[Finite, origin("closing_value")]
    gain: Finite
    portfolio_xirr: Annotated[
        InPercent, origin("money_weighted.rate"), Field(description="Null where nothing would have come back.")
    ]
    ahead_of_risk_free: Finite
    benchmarks: list[AtZeroSide]


class StretchLine(Answer):
    """A stretch of days on which something was held, by itself; a return a year is null below one year."""

    start: Annotated[dt.date, origin("period.start")]
    end: Annotated[dt.date, origin("period.end")]
    days: Annotated[int, origin("period.days")]
    portfolio_time_weighted_return: Annotated[InPercent, origin("total")]
    portfolio_time_weighted_return_annualised: Annotated[InPercent, origin("annualised")]
    benchmark_time_weighted_returns: Annotated[dict[str, InPercent], Field(description="By ticker, in percent.")]


class BenchmarkComparisonAnswer(Answer):
    """Rates and returns in percent, money in the portfolio's currency."""

    portfolio_id: str
    portfolio_name: Annotated[str, origin("name")]
    currency: str
    benchmark_ticker: str
    benchmark_name: str
    start: Annotated[dt.date, origin("period.start")]
    end: Annotated[dt.date, origin("period.end")]
    as_of: Annotated[dt.date, origin("valuation.as_of")]
    portfolio_xirr: Annotated[InPercent, origin("portfolio_xirr.rate")]
    benchmark_xirr: Annotated[InPercent, origin("benchmark_xirr.rate")]
    risk_free_xirr: Annotated[InPercent, origin("risk_free_xirr.rate")]
    xirr_difference: InPercent
    risk_free_difference: InPercent
    risk_free_rate: Annotated[StatedPercent, Field(description="Percent a year, as asked.")]
    rate_quotation: Annotated[Quotation, Field(description="How the rate is meant: `effective`, or `bank`, quarterly.")]
    tax_rate: Annotated[Finite, Field(description="Percent, the what-if of the deposit; 0 is before tax.")]
    risk_free_name: Annotated[str, origin("risk_free.account.name")]
    portfolio_time_weighted_return: Annotated[InPercent, origin("portfolio_time_weighted.total")]
    portfolio_time_weighted_return_annualised: Annotated[InPercent, origin("portfolio_time_weighted.annualised")]
    opening_value: Annotated[
        Finite,
        origin("portfolio.opening_value"),
        Field(description="Held at the start, counted as paid in on that day; 0 from the first flow on."),
    ]
    closing: ComparisonClosing
    risk_free_exhausted_on: Annotated[dt.date | None, origin("risk_free.account.exhausted_on")]
    risk_free_shortfall: Annotated[Finite, origin("risk_free.account.shortfall")]
    chart_data: list[ComparisonPoint]
    chart_points: ChartPoints
    category_data: Annotated[CategoryData | None, Field(description="By category, for benchmark_mode=category.")]
    category_split: Annotated[
        CategorySplit | None, Field(description="For benchmark_mode=category.", exclude_if=lambda split: split is None)
    ] = None
    benchmarks: Annotated[list[BenchmarkSide], Field(description="Every benchmark asked for, the first one first.")]
    holdings: Annotated[list[HoldingLine], origin("valuation.holdings")]
    unpriced: list[UnpricedLine]
    stale: list[StaleLine]
    value_without_stale: Annotated[
        Finite,
        origin("valuation.closing_value_without_stale"),
        Field(
            description="At the as-of date, with what has been stale for more than 90 days (twice the age at which a slower "
            "series is stale) at nothing."
        ),
    ]
    at_zero: Annotated[
        AtZeroAnswer | None, Field(description="Null where everything held at the end of the range is valued.")
    ]
    older_share: Annotated[
        str | None, Field(description="Which share of the value stands at older prices; null below a tenth of it.")
    ]
    stretches: Annotated[
        list[StretchLine],
        Field(
            description="Each stretch of days on which something was held, by itself; empty where there is one alone."
        ),
    ]
    complete: Annotated[bool, Field(description="Whether every holding could be valued, and none is stale.")]
    carried_days: Annotated[
        int,
        origin("valuation.carried_days"),
        Field(description="Dates on which some holding stands at an earlier day's price."),
    ]
    cash: Annotated[
        str,
        origin("valuation.cash_account.reason"),
        Field(description="Whether the cash between deposits and purchases belongs to the portfolio."),
    ]
    simulated: Annotated[bool, Field(description="Whether any number rests on the sample's invented prices.")]
    reasons: Annotated[dict[str, str], Field(description="Why a number is null, by the name of its field.")]
    notes: list[str]


def comparison_answer(
    valuation: Valuation,
    asked: Sequence[AskedBenchmark],
    found: Sequence[SameMoney],
    every_point: bool,
    categories: CategoryBenchmarking | None = None,
) -> BenchmarkComparisonAnswer:
    """The first benchmark leads; the others are in ``benchmarks`` and in the chart. ``categories``: where they are asked for."""
    lead, chart = found[0], _chart(asked, found, every_point)
    assert isinstance(lead.risk_free_rate, float)
    paid = as_deposit_rate(lead.risk_free_rate)
    sides = zip(asked, found, strict=True)
    parts = [one.same_money for one in categories.categories if one.same_money] if categories else []
    return BenchmarkComparisonAnswer.from_result(
        lead,
        valuation=valuation,
        benchmark_ticker=asked[0].ticker,
        closing=lead,
        rate_quotation=paid.quotation,
        tax_rate=stated_percent(paid.tax),
        chart_data=chart,
        chart_points=ChartPoints(shown=len(chart), of=lead.dates.size),
        category_data=category_data(categories, every_point) if categories else None,
        category_split=category_split(categories) if categories else None,
        benchmarks=[BenchmarkSide.from_result(same, ticker=one.ticker, levels=one.levels) for one, same in sides],
        unpriced=valuation.unpriced,
        stale=valuation.stale,
        at_zero=_at_zero(asked, found),
        stretches=_stretches(asked, found),
        complete=valuation.complete,
        simulated=any(one.simulated for one in (*found, *parts)),
        reasons=dict(_reasons(found)) | (category_reasons(categories) if categories else {}),
        notes=list(dict.fromkeys([*_notes(found), *(categories.notes if categories else ())])),
    )


def _at_zero(asked: Sequence[AskedBenchmark], found: Sequence[SameMoney]) -> AtZeroAnswer | None:
    lead, zero = found[0], found[0].at_zero
    if zero is None:
        return None
    sides = [
        AtZeroSide(
            ticker=one.ticker,
            ahead=zero.closing_value - same.benchmark.closing_value,
            xirr_difference=rate_difference(zero.money_weighted, same.benchmark_xirr),
        )
        for one, same in zip(asked, found, strict=True)
    ]
    ahead = zero.closing_value - lead.risk_free.closing_value
    return AtZeroAnswer.from_result(zero, ahead_of_risk_free=ahead, benchmarks=sides)


def _stretches(asked: Sequence[AskedBenchmark], found: Sequence[SameMoney]) -> list[StretchLine]:
    own = found[0].portfolio_time_weighted.stretches
    others = {one.ticker: same.benchmark_time_weighted.stretches for one, same in zip(asked, found, strict=True)}
    return [
        StretchLine.from_result(
            one,
            benchmark_time_weighted_returns={
                ticker: each[at].total for ticker, each in others.items() if len(each) == len(own)
            },
        )
        for at, one in enumerate(own)
    ]


def _chart(asked: Sequence[AskedBenchmark], found: Sequence[SameMoney], every_point: bool) -> list[ComparisonPoint]:
    lead = found[0]
    values = [one.benchmark.account.values for one in found]
    at = chart_positions([lead.values, *values], every_point)
    columns = (lead.dates, lead.values, lead.invested, lead.risk_free.account.values)
    accounts = [one[at].tolist() for one in values]
    rows = zip(*(column[at].tolist() for column in columns), zip(*accounts, strict=True), strict=True)
    tickers = [one.ticker for one in asked]
    return [
        ComparisonPoint(
            date=on,
            portfolio_value=value,
            benchmark_value=benchmarks[0],
            invested_amount=invested,
            risk_free_value=deposit,
            benchmark_values=dict(zip(tickers, benchmarks, strict=True)) if len(tickers) > 1 else None,
        )
        for on, value, invested, deposit, benchmarks in rows
    ]


def _reasons(found: Sequence[SameMoney]) -> Iterable[tuple[str, str]]:
    """Why each null is one, by its field; those of a benchmark under ``benchmarks[1].…``."""
    lead = found[0]
    portfolio, benchmark, deposit = lead.portfolio_xirr, lead.benchmark_xirr, lead.risk_free_xirr
    yield from _missing_reason("portfolio_xirr", portfolio.rate, portfolio.reason)
    yield from _missing_reason("benchmark_xirr", benchmark.rate, benchmark.reason)
    yield from _missing_reason("risk_free_xirr", deposit.rate, deposit.reason)
    yield from _missing_reason("xirr_difference", lead.xirr_difference, portfolio.reason or benchmark.reason)
    yield from _missing_reason("risk_free_difference", lead.risk_free_difference, portfolio.reason or deposit.reason)
    yield from _return_reasons("portfolio_", lead.portfolio_time_weighted)
    yield from _reasons_at_zero(found)
    for index, one in enumerate(found):
        yield from _side_reasons(f"benchmarks[{index}].", one)


def _reasons_at_zero(found: Sequence[SameMoney]) -> Iterable[tuple[str, str]]:
    zero = found[0].at_zero
    if zero is None:
        return
    rate = zero.money_weighted
    yield from _missing_reason("at_zero.portfolio_xirr", rate.rate, rate.reason)
    for index, one in enumerate(found):
        difference = rate_difference(rate, one.benchmark_xirr)
        why = rate.reason or one.benchmark_xirr.reason
        yield from _missing_reason(f"at_zero.benchmarks[{index}].xirr_difference", difference, why)


def _side_reasons(place: str, found: SameMoney) -> Iterable[tuple[str, str]]:
    benchmark = found.benchmark_xirr
    yield from _missing_reason(f"{place}xirr", benchmark.rate, benchmark.reason)
    yield from _missing_reason(
        f"{place}xirr_difference", found.xirr_difference, found.portfolio_xirr.reason or benchmark.reason
    )
    yield from _return_reasons(place, found.benchmark_time_weighted)


def _return_reasons(prefix: str, found: TimeWeightedReturn) -> Iterable[tuple[str, str]]:
    yield from _missing_reason(f"{prefix}time_weighted_return", found.total, found.reason)
    yield from _missing_reason(f"{prefix}time_weighted_return_annualised", found.annualised, found.reason)


def _missing_reason(field: str, value: float | None, reason: str | None) -> Iterable[tuple[str, str]]:
    """The field with its reason where it has no value."""
    if value is None:
        yield field, reason or "It cannot be computed."


def _notes(found: Sequence[SameMoney]) -> Iterable[str]:
    """Every sentence that belongs beside the numbers: about the rates, the data, the range."""
    lead = found[0]
    for rate in (lead.portfolio_xirr, lead.risk_free_xirr, *(one.benchmark_xirr for one in found)):
        if rate.warning:
            yield rate.warning
    if isinstance(lead.risk_free_rate, float) and (after_tax := tax_note(lead.risk_free_rate)):
        yield after_tax
    for one in found:
        yield from one.notes
