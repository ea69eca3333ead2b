"""Does the engine compute right today? Mirrors of stored portfolios, and known cases, through the same functions that answer everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Engine

from api.self_check.models import Checked, EngineCheckAnswer, Identity
from api.server.database import Store
from api.server.fields import IsoDate, QueryPercentRate
from api.server.rates import QueryTaxPercent, RateQuotation
from core.errors import InvalidSpecification
from core.market.deposit_rate import DepositRate, Quotation
from core.market.home import home_of
from core.self_check.identities import ARITHMETIC, NOT_TESTED, CheckedIdentity, EngineCheck, merged_checks
from core.self_check.vectors import check_vectors
from data.clock import current_date
from data.store.portfolios.portfolios import PortfolioSummary, list_portfolios, load_portfolio
from studies.self_check import CheckQuestion, check_portfolio

router = APIRouter(prefix="/v1", tags=["Engine check"])

MOST_PORTFOLIOS = 20
Text = Annotated[str | None, Query(min_length=1, max_length=200)]


@router.get("/engine-check", summary="Does the engine find no difference where there can be none?")
def engine_check(
    store: Store,
    portfolio_id: Annotated[Text, Query(description="One portfolio; every one unless given.")] = None,
    benchmark: Annotated[
        Text, Query(description="An index, priced instrument or library benchmark; the home index of the currency.")
    ] = None,
    risk_free_rate: Annotated[
        QueryPercentRate | None,
        Query(description="Percent a year; the usual one of each currency (rupees 7, dollars 4) unless given."),
    ] = None,
    rate_quotation: Annotated[RateQuotation, Query()] = Quotation.EFFECTIVE,
    tax_rate: Annotated[QueryTaxPercent, Query()] = 0.0,
    start: Annotated[IsoDate | None, Query(description="The first flow's date unless given.")] = None,
    end: Annotated[IsoDate | None, Query(description="The valuation date unless given.")] = None,
) -> EngineCheckAnswer:
    """Replaces each portfolio by its own benchmark, bought with the same money on the same days, and runs every comparison on it: every
    difference, alpha and effect must be 0, beta and captures 1. Beside them each portfolio's gain by its transactions alone and its XIRR
    by a second solver; without `portfolio_id` also known cases. It does not test data, prices, dividends or settings.
    """
    if start is not None and end is not None and start > end:
        raise InvalidSpecification("start lies after end. Swap the dates.")
    chosen, notes = _portfolios_to_check(store, portfolio_id)
    rate = AskedRate(risk_free_rate, rate_quotation, tax_rate)
    checks = [one for summary in chosen for one in _of_portfolio(store, summary, benchmark, rate, start, end)]
    if portfolio_id is None:
        checks.append((_head("known_cases"), check_vectors()))
    whole = merged_checks(check for _, check in checks)
    return EngineCheckAnswer(
        passed=whole.passed,
        largest_difference=whole.largest_difference,
        identities_checked=len(whole.items),
        failed=[f"{_check_name(head)}: {one.name}" for head, check in checks for one in check.failed],
        checks=[_checked(head, check) for head, check in checks],
        notes=[ARITHMETIC if whole.passed else NOT_TESTED, *notes],
    )


@dataclass(frozen=True, slots=True)
class AskedRate:
    """A rate in percent, None for the usual one of each portfolio's currency; how it is meant; a tax in percent."""

    percent: float | None
    quotation: Quotation
    tax: float


Head = dict[str, Any]


def _portfolios_to_check(store: Engine, portfolio_id: str | None) -> tuple[Sequence[tuple[str, str, str]], list[str]]:
    """Id, name and currency of what is checked, and how many are left out."""
    if portfolio_id is not None:
        one = load_portfolio(store, portfolio_id)
        return [(one.id, one.name, one.base_currency)], []
    known = list_portfolios(store)
    rest = len(known) - MOST_PORTFOLIOS
    notes = [f"{rest} more portfolios were not checked. Ask for them by portfolio_id."] if rest > 0 else []
    return [_named(one) for one in known[:MOST_PORTFOLIOS]], notes


def _named(one: PortfolioSummary) -> tuple[str, str, str]:
    return one.id, one.name, one.base_currency


def _of_portfolio(
    store: Engine,
    portfolio: tuple[str, str, str],
    benchmark: str | None,
    rate: AskedRate,
    start: date | None,
    end: date | None,
) -> Iterable[tuple[Head, EngineCheck]]:
    portfolio_id, name, currency = portfolio
    against = benchmark or home_of(currency).index
    stated = home_of(currency).deposit_rate if rate.percent is None else rate.percent / 100
    paid = DepositRate(stated, rate.quotation, rate.tax / 100)
    question = CheckQuestion(portfolio_id, against, paid, start, end, benchmark is not None)
    for one in check_portfolio(store, question, current_date()):
        said: Head = {"portfolio_name": name, "benchmark": against, "risk_free_rate": round(stated * 100, 10)}
        yield _head(str(one.part), portfolio_id=portfolio_id, start=start, end=end, **said), one.check


def _head(subject: str, **known: Any) -> Head:
    empty = dict.fromkeys(("portfolio_id", "portfolio_name", "benchmark", "risk_free_rate", "start", "end"))
    return {"subject": subject, **empty, **known}


def _check_name(head: Head) -> str:
    """``sample-household, same_money``, or ``known_cases``."""
    return ", ".join(str(part) for part in (head["portfolio_id"], head["subject"]) if part)


def _checked(head: Head, check: EngineCheck) -> Checked:
    return Checked.from_result(
        check,
        **head,
        passed=check.passed if check.items else None,
        identities=[_identity(one) for one in check.items],
    )


def _identity(one: CheckedIdentity) -> Identity:
    return Identity.from_result(one, found=None if one.difference is None else one.computed)
