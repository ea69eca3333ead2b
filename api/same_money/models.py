"""What is asked where a stored portfolio is put beside benchmarks? Rates in percent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.server.fields import Currency, IsoDate, Query, Symbol
from api.server.rates import QueryRiskFreePercent, QueryTaxPercent, RateQuotation
from core.market.deposit_rate import Quotation


class ComparisonQuestion(Query):
    """With what is a stored portfolio compared, over which range, and in which currency?"""

    benchmark_ticker: Annotated[
        list[Symbol] | None,
        Field(
            min_length=1, max_length=10, description="A catalogue index or any priced symbol; repeat it for several."
        ),
    ] = None
    risk_free_rate: QueryRiskFreePercent = 7.0
    rate_quotation: RateQuotation = Quotation.EFFECTIVE
    tax_rate: QueryTaxPercent = 0.0
    start: Annotated[IsoDate | None, Field(description="The first flow's date unless given.")] = None
    end: Annotated[IsoDate | None, Field(description="The valuation date unless given.")] = None
    as_of: Annotated[
        IsoDate | None, Field(description="Valuation date; the last one that the prices reach unless given.")
    ] = None
    benchmark_mode: Annotated[str | None, Field(description="`single`, `hybrid` or `category`.")] = None
    hybrid_preset: Annotated[str | None, Field(description="A ready blend, such as `CRISIL_HYBRID_35_65`.")] = None
    benchmark_id: Annotated[str | None, Field(description="Anything in the benchmark library, instead of tickers.")] = (
        None
    )
    hybrid_rebalance: Annotated[
        str | None, Field(description="Another rule than the blend's own: NONE, D, W, M, Q, S, A or DRIFT.")
    ] = None
    currency: Annotated[
        Currency | None, Field(description="The currency to tell it in; the portfolio's own unless given.")
    ] = None


class ChartedComparisonQuestion(ComparisonQuestion):
    """The same, with the points of the chart."""

    points: Annotated[
        Literal["thinned", "all"], Field(description="Chart points: about 1,000 at most, or every date.")
    ] = "thinned"


class AuditPackQuestion(ComparisonQuestion):
    """The same, as far as there are packs of it."""

    benchmark_mode: Annotated[str | None, Field(description="`single` or `hybrid`.")] = None
    currency: Annotated[
        Currency | None, Field(description="The portfolio's own; in another one there is no audit pack.")
    ] = None
