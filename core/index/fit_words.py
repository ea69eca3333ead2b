"""How is a fit said in words? Why this benchmark is the best, what the choice changes, and whether it was skill or luck."""

from __future__ import annotations

from core.index.benchmark_choice import BenchmarkChoiceCheck
from core.index.fit import BenchmarkFit, IndexFit
from core.statistics.months_needed import months_still_needed, spoken_months_needed
from core.statistics.record import Certainty
from core.statistics.relative import Comparison
from core.statistics.standard_errors import standard_errors

UNLIKE_IN_A_SCAN = "Beside an index that counts dividends otherwise skill cannot be judged, so it has no alpha here."
FUND_R_SQUARED, FUND_TRACKING_ERROR = (
    0.99,
    0.005,
)  # of an index fund beside its own index; nobody who chooses follows so closely


def percent_text(fraction: float, decimals: int = 1) -> str:
    """``7.0 %`` with the true minus and a narrow no-break space."""
    text = f"{abs(fraction) * 100:,.{decimals}f}"
    negative = fraction < 0 and text.strip("0.,")
    return f"{'−' if negative else ''}{text}\u202f%"


def why_best(fit: IndexFit) -> str:
    """Why the best benchmark is the best, with its runner-up."""
    return f"{fit.best.index} {what_best_explains(fit)}"


def what_best_explains(fit: IndexFit) -> str:
    """The same without the name that it begins with."""
    best, second = fit.best, fit.runner_up
    told = f"explains {_explained(best)} of the movement of {fit.security}"
    if second is None:
        return f"{told}; no other index was compared."
    if fit.tied:
        close = f"{told}, {second.index} {_explained(second)}: too close to tell apart, so"
        if best.like_subject and not second.like_subject:
            return f"{close} the one that counts dividends as {fit.security} does decides."
        errors = " against ".join(_told_apart(best.tracking_error, second.tracking_error))
        return f"{close} the lower tracking error decides ({errors} a year)."
    return f"{told}; the runner-up, {second.index}, {_explained(second)}."


def choice_text(check: BenchmarkChoiceCheck) -> str:
    """Where the chosen benchmark stands, and how much of the excess is owed to its choice."""
    place = f"{check.chosen.index} is the only plausible benchmark"
    if len(check.plausible) > 1:
        place = (
            f"{check.chosen.index} is number {check.rank_by_fit} of {len(check.plausible)} plausible benchmarks by fit"
        )
    if check.chosen is check.best:
        return f"{place}: none of the excess return of {percent_text(check.reported_excess)} is owed to the choice."
    if not check.is_plausible:
        place = (
            f"{check.chosen.index} moves with it too loosely{_correlation(check.chosen)} to be a plausible benchmark"
        )
    over_best = percent_text(check.excess_over_best)
    told = f"{place}. Against {check.best.index}, which fits best, the excess return on these days is {over_best}"
    part = percent_text(abs(check.owed_to_choice)).removesuffix("\u202f%")
    return f"{told} instead of {percent_text(check.reported_excess)}: it differs by {part} percentage points."


def skill_or_luck(found: Comparison) -> str:
    """Alpha with its interval in plain language, and as much of a verdict as the record allows."""
    record = found.record
    if record.unlike:
        return record.unlike
    if found.cadence.biased:
        return f"No verdict. {found.cadence.note}"
    if found.jensen is None or found.jensen.interval is None or found.alpha is None:
        return "Alpha has no sampling error here, so skill and luck cannot be told apart."
    low, high = found.jensen.interval
    if record.certainty is Certainty.NONE:
        error = percent_text(standard_errors(found)["alpha"])
        return f"Alpha is {percent_text(found.alpha)} a year, give or take {error}. {record.reason}"
    told = (
        f"Alpha is {percent_text(found.alpha)} a year, between {percent_text(low)} and {percent_text(high)}: an interval made this way "
        "covers the true alpha in 95 of 100 records."
    )
    uncertain = f" {record.reason}" if record.certainty is Certainty.UNCERTAIN else ""
    return f"{told} {_verdict(found, low, high)}{uncertain}"


def _verdict(found: Comparison, low: float, high: float) -> str:
    """What the interval says; of what follows its benchmark step by step a steady difference is income or cost, whatever its t."""
    name = found.benchmark.name
    if _follows(found) and (low > 0 or high < 0):
        what = "income that the index leaves out" if low > 0 else "its costs"
        return f"It follows {name} step by step, so this is no skill but {what}."
    if low > 0:
        return "That is more than luck would explain."
    if high < 0:
        return "That is a loss that bad luck alone would not explain."
    months = months_still_needed(found)
    wait = "" if months is None else f" {spoken_months_needed(months)}"
    return f"Luck alone could have brought it.{wait}"


def _follows(found: Comparison) -> bool:
    """Whether it is its benchmark but for a steady difference, as an index fund is."""
    return (found.r_squared or 0.0) >= FUND_R_SQUARED and found.tracking_error <= FUND_TRACKING_ERROR


def _told_apart(first: float, second: float) -> tuple[str, str]:
    """Both with as few decimals as tell them apart, at most four."""
    pairs = [(percent_text(first, digits), percent_text(second, digits)) for digits in (1, 2, 3, 4)]
    return next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])


def _correlation(fit: BenchmarkFit) -> str:
    return "" if fit.correlation is None else f" (correlation {fit.correlation:.2f})".replace("-", "−")


def _explained(fit: BenchmarkFit) -> str:
    return percent_text(fit.r_squared or 0.0)
