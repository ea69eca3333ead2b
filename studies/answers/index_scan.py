"""Which index of the whole catalogue does it behave like most, and what does the choice change? In percent."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.errors import InsufficientData
from core.index.benchmark_choice import check_choice
from core.index.fit import IndexFit
from core.index.fit_words import choice_text, why_best
from core.statistics.record import false_skill
from studies.answers.fields import Answer, Day, Finite, Frequency, LastDay, Percent, Statistic, origin
from studies.index.scan import Candidates


class ScannedIndex(Answer):
    """One index of a scan: percent, save for beta, correlation and R²; rates a year, returns over the range."""

    symbol: str
    name: Annotated[str, origin("index")]
    total_return: Percent
    excess_return: Percent
    alpha: Percent | None
    beta: Statistic
    correlation: Statistic
    r_squared: Statistic
    tracking_error: Percent
    reason: Annotated[str | None, Field(description="Why there is no beta, correlation or alpha.")]


class LeftOutIndex(Answer):
    """An index that is not among those compared."""

    symbol: str
    name: str
    reason: str


class ScanChoice(Answer):
    """Where the chosen benchmark stands among the plausible ones (correlation of at least 0.7, the best and the chosen), in percent."""

    chosen: str
    plausible: Annotated[list[str], Field(description="Symbols, best fit first.")]
    rank_by_fit: int
    rank_by_excess: Annotated[int, Field(description="1 is the one with the largest excess return.")]
    reported_excess: Percent
    excess_over_best: Percent
    owed_to_choice: Annotated[Percent, Field(description="That excess less the one over the best.")]
    reading: str


class ScanAnswer(Answer):
    """A security or portfolio beside the whole catalogue, on the days that all of them share; in percent, save for ratios."""

    symbol: str | None
    portfolio_id: str | None
    name: Annotated[str, origin("security")]
    start: Annotated[Day, origin("first"), Field(description="The first date whose return is compared.")]
    end: LastDay
    observations: int
    periods_per_year: Finite
    frequency: Frequency
    currency: str
    risk_free_rate: Finite
    total_return: Percent
    volatility: Percent
    best_benchmark: Annotated[
        str,
        Field(
            description="Its symbol: highest R²; ties within 0.005 to what counts dividends as the subject does, then to the lower "
            "tracking error."
        ),
    ]
    best_r_squared: Annotated[Finite, origin("best.r_squared")]
    runner_up: str | None
    why: str
    choice: Annotated[ScanChoice | None, Field(description="Where `chosen` asks for it.")]
    indexes: Annotated[list[ScannedIndex], Field(description="Best fit first.")]
    left_out: list[LeftOutIndex]
    looked_at: Annotated[int, Field(description="The number of indexes that were compared.")]
    false_skill: Annotated[
        Percent,
        Field(description="The chance that at least one of so many seems skilled though none is: 1 − 0.975^looked_at."),
    ]
    simulated: bool
    notes: list[str]


def scan_answer(
    found: Candidates,
    fit: IndexFit,
    risk_free_rate: float,
    chosen: str | None = None,
    portfolio_id: str | None = None,
    symbol: str | None = None,
) -> ScanAnswer:
    """``risk_free_rate``: percent a year, as asked; ``chosen``: the symbol of the benchmark reported against, to be checked;
    ``symbol``: the security's, where its series goes by another name.

    Raises InsufficientData where it is not among those compared.
    """
    symbols, second = found.symbol_by_name, fit.runner_up
    unranked = [one for one in fit.fits if one.r_squared is None]
    return ScanAnswer.from_result(
        fit,
        symbol=None if portfolio_id else symbol or fit.security,
        security=symbol or fit.security,
        portfolio_id=portfolio_id,
        currency=found.currency,
        risk_free_rate=risk_free_rate,
        best_benchmark=symbols[fit.best.index],
        runner_up=symbols[second.index] if second else None,
        why=why_best(fit),
        choice=None if chosen is None else _choice(found, fit, chosen),
        indexes=[ScannedIndex.from_result(one, symbol=symbols[one.index]) for one in [*fit.ranking, *unranked]],
        left_out=found.left_out,
        looked_at=len(fit.fits),
        false_skill=false_skill(len(fit.fits)),
        simulated=found.simulated,
        notes=found.all_notes,
    )


def _choice(found: Candidates, fit: IndexFit, chosen: str) -> ScanChoice:
    symbols = found.symbol_by_name
    name = next((name for name, symbol in symbols.items() if symbol == chosen), None)
    if name is None:
        left = next((one for one in found.left_out if one.symbol == chosen), None)
        message = f"The chosen benchmark {chosen} cannot be compared. {left.reason if left else ''}".strip()
        raise InsufficientData(message, needs_data=left is not None and left.needs_data, symbol=chosen)
    check = check_choice(fit, name)
    return ScanChoice.from_result(
        check,
        chosen=chosen,
        plausible=[symbols[one.index] for one in check.plausible],
        reading=choice_text(check),
    )
