"""How is a fit said in one sentence, and what does each figure mean?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.statistics.relative import Comparison
from ui.reads.index_fit.fit import FitSubject, SubjectKind
from ui.wording.headline import name_in_sentence
from ui.wording.number_format import days_from_to, percent, percentage_points, ratio
from ui.wording.plain_text import escaped

_THOUSANDS = 10.0
LOOSE = 0.25  # R² below which an index is no likeness at all: a correlation of one half
_LEVEL = 5e-4  # of the range's return: a smaller lead is none

MEANINGS: Mapping[str, str] = {
    "beta": "How many percent it moved, up or down, for each percent of the index: cov(p, b) / var(b), of returns over the risk-free rate.",
    "correlation": "How closely both moved together, from −1 (against each other) over 0 to 1 (in step).",
    "r_squared": "The share of its ups and downs that the index’s explain: the squared correlation.",
    "alpha": "Jensen’s alpha: the yearly return beyond the risk-free rate that beta × the index’s does not explain.",
    "alpha_error": "By how much alpha is off one time in three, just by chance (Newey–West standard error, a year).",
    "alpha_t": "Alpha over its standard error; beyond about ±2 chance alone is an unlikely explanation.",
    "alpha_interval": "An interval made this way covers the true alpha in 95 of 100 records; with 0 inside, luck could have brought it.",
    "alpha_months": "If the true alpha is what it was so far: so many more months for a four in five chance of telling it from 0.",
    "tracking_error": "How far its returns stray from the index’s: std(p − b) × √(observations a year).",
    "excess_return": "Its return over the whole range minus the index’s, in percentage points.",
    "information_ratio": "The difference of the annualised returns over the tracking error: what each unit of straying brought.",
    "up_capture": "Its mean return in the months in which the index rose, as a share of the index’s.",
    "down_capture": "Its mean return in the months in which the index fell, as a share of the index’s; below 100\u202f% it lost less.",
    "total_return": "The linked return over the whole range.",
    "volatility": "Standard deviation of the returns × √(observations a year).",
    "max_drawdown": "The deepest fall from a peak, the starting value included.",
    "ratio_error": "By how much the ratio is off one time in three, just by chance: √((1 + ratio²/2) / years).",
    "sharpe": "Yearly mean return beyond the risk-free rate over its volatility.",
}


def annual_meaning(name: str, periods_per_year: float) -> str:
    """What a figure a year means, and by how many observations a year it is scaled here."""
    return f"{MEANINGS[name]} Here a year has {ratio(periods_per_year, 1)} observations."


def spoken_subject(subject: FitSubject) -> str:
    """Whose returns: Markdown, with the name escaped."""
    return "Your portfolio" if subject.kind is SubjectKind.PORTFOLIO else escaped(subject.name)


def answer(subject: FitSubject, symbol: str, name: str, found: Comparison, since: np.datetime64) -> str:
    """Markdown: how it moved with the index, how much of it that explains, and what it brought beside it since its first day."""
    index = escaped(name_in_sentence(symbol, name))
    when = days_from_to(since, found.portfolio.dates[-1])
    own, market = percent(found.total_return, signed=True), percent(found.benchmark_total_return, signed=True)
    return (
        f"{_movement(spoken_subject(subject), index, found)} Over {when} it made **{own}**, {index} {market}: "
        f"**{_lead(found.excess_return)}**."
    )


def _movement(subject: str, index: str, found: Comparison) -> str:
    if found.beta is None or found.r_squared is None:
        reason = found.reasons.get("beta") or found.reasons.get("correlation")
        return f"How {subject} moves with {index} cannot be said: {reason}"
    size, unit = percent(abs(found.beta) / 100, 2), percent(0.01, 0)
    way = f"**{size}**" if found.beta >= 0 else f"**{size} the other way**"
    share = percent(found.r_squared, 0)
    return f"{subject} moved {way} for each {unit} of {index}; **{share}** of its ups and downs are the index’s."


def _lead(excess: float) -> str:
    if abs(excess) < _LEVEL:
        return "level"
    return f"{percentage_points(abs(excess), signed=False)} {'ahead' if excess > 0 else 'behind'}"


def short_index(symbol: str, name: str, longest: int = 18) -> str:
    """A name that leaves room beside it, else its symbol; a total return index is a TRI."""
    shorter = name.replace("Total Return Index", "TRI")
    return shorter if len(shorter) <= longest else symbol.lstrip("^")


def points(difference: float) -> str:
    """Percentage points without decimals where there are thousands of them."""
    return percentage_points(difference, 0 if abs(difference) >= _THOUSANDS else 1)
