"""What is answered by category, and how is a portfolio's own sorting written? Rates, returns and shares in percent."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, Field

from api.same_money.cash_flow_models import ChartPoints
from api.server.fields import Answer, Finite, NonNegative, Percent, Question, origin, upper_case
from core.category.rules import AssignedKind
from core.category.scheme import Category, Scope

InPercent = Annotated[Percent | None, Field(description="Percent.")]
MOST_ROWS = 200


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

ScopeIn = Annotated[Scope, BeforeValidator(upper_case)]
KindIn = Annotated[AssignedKind, BeforeValidator(upper_case)]
Target = Annotated[str, Field(min_length=1, max_length=64)]
Shares = Annotated[dict[Category, NonNegative], Field(description="Percent by category, summing to 100.")]


class Override(Question):
    """A type (`MUTUAL_FUND`) or an instrument (its symbol) sorted by the owner; two categories split a hybrid."""

    scope: Annotated[ScopeIn, Field(description="`TYPE` or `INSTRUMENT`.")]
    target: Target
    shares: Shares


class Rule(Question):
    """Everything of a category, a type or one instrument is measured with this benchmark."""

    scope: ScopeIn
    target: Target
    kind: Annotated[
        KindIn, Field(description="`LEVELS` (an index, instrument or library benchmark), `YIELD` or `RISK_FREE`.")
    ]
    benchmark: Annotated[str, Field(max_length=64, description="Its symbol or id; empty for `RISK_FREE`.")] = ""


class CategorySettingsBody(Question):
    """All of it; what is left out goes back to its default."""

    overrides: Annotated[list[Override], Field(max_length=MOST_ROWS)] = Field(default_factory=list)
    rules: Annotated[list[Rule], Field(max_length=MOST_ROWS, description="In order; the first match wins.")] = Field(
        default_factory=list
    )
    reference_mix: Annotated[
        Shares | None, Field(description="null: the average mix of the portfolio's own money.")
    ] = None


class CategorySettingsAnswer(Answer):
    """How the portfolio is sorted and measured."""

    overrides: list[Override]
    rules: list[Rule]
    default_rules: Annotated[list[Rule], Field(description="What counts after the portfolio's own rules.")]
    reference_mix: dict[Category, Finite] | None
