"""How is the risk-free rate asked for? A yearly rate in percent, how it is meant, and a tax on its interest as a what-if."""

from __future__ import annotations

from typing import Annotated, Protocol

from pydantic import BeforeValidator, Field

from api.server.fields import PercentRate, QueryPercentRate, lower_case
from core.market.deposit_rate import DepositRate, Quotation

RATE_WORDS = (
    "Percent a year, before tax: what a bank deposit pays, taken as the risk-free rate. `rate_quotation` says how it is meant, "
    "`tax_rate` takes a tax off."
)
_QUOTATION_WORDS = (
    "`effective`: what a year brings; `bank`: as a bank quotes it, compounded quarterly (7 is 7.186 effective). The deposit then accrues "
    "as a bank's: completed quarters from each payment's own day, simple interest after them, the oldest withdrawn first."
)
_TAX_WORDS = (
    "A what-if, percent: the deposit's interest after this marginal tax, r · (1 − tax). The portfolio stays before tax."
)

RiskFreePercent = Annotated[PercentRate, Field(description=RATE_WORDS)]
QueryRiskFreePercent = Annotated[QueryPercentRate, Field(description=RATE_WORDS)]
RateQuotation = Annotated[Quotation, BeforeValidator(lower_case), Field(description=_QUOTATION_WORDS)]
TaxPercent = Annotated[float, Field(strict=True, ge=0, le=50, allow_inf_nan=False, description=_TAX_WORDS)]
QueryTaxPercent = Annotated[float, Field(ge=0, le=50, allow_inf_nan=False, description=_TAX_WORDS)]


class RateQuestion(Protocol):
    """What asks for a rate: all three in percent or words."""

    @property
    def risk_free_rate(self) -> float: ...

    @property
    def rate_quotation(self) -> Quotation: ...

    @property
    def tax_rate(self) -> float: ...


def asked_rate(question: RateQuestion) -> DepositRate:
    """The rate as core takes it: a fraction that remembers how it was stated."""
    return DepositRate(question.risk_free_rate / 100, question.rate_quotation, question.tax_rate / 100)
