"""Does the engine find no difference where there can be none? Identities that must hold, each with what was expected and what was found."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.errors import BenchmarkingError, InsufficientData, NotFound
from core.index.fit import best_fit
from core.returns.series import ReturnSeries
from core.statistics.relative import Comparison, compare

TOLERANCE = 1e-9
NOT_TESTED = "It does not test your data, prices, dividends or settings."
GIVES_0 = "Arithmetic test: the benchmark compared with itself gives 0"
ARITHMETIC = f"{GIVES_0}. {NOT_TESTED}"


@dataclass(frozen=True, slots=True)
class CheckedIdentity:
    """One number whose value is known beforehand. ``computed`` is None, with a ``reason``, where the engine gave none.

    All are fractions (money as a share of all money moved), so that their differences can be held beside each other.
    """

    name: str
    expected: float
    computed: float | None
    tolerance: float = TOLERANCE
    reason: str | None = None

    @property
    def difference(self) -> float | None:
        """How far the number found lies from the one expected, ≥ 0; None where there is none."""
        return None if self.computed is None or math.isnan(self.computed) else abs(self.computed - self.expected)

    @property
    def passed(self) -> bool:
        return self.difference is not None and self.difference <= self.tolerance


@dataclass(frozen=True, slots=True)
class EngineCheck:
    """What was checked, and in words what could not be (``left_out``): a number that is undefined proves nothing."""

    items: tuple[CheckedIdentity, ...]
    left_out: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether something was checked and all of it holds."""
        return bool(self.items) and not self.failed

    @property
    def failed(self) -> tuple[CheckedIdentity, ...]:
        return tuple(one for one in self.items if not one.passed)

    @property
    def largest_difference(self) -> float | None:
        """None where nothing was checked, or where a number that must be there is missing."""
        differences = [one.difference for one in self.items]
        known = [one for one in differences if one is not None]
        return max(known) if known and len(known) == len(differences) else None


def merged_checks(checks: Iterable[EngineCheck]) -> EngineCheck:
    """All identities of several checks as one check, each reason for what was left out once."""
    several = list(checks)
    items = tuple(item for one in several for item in one.items)
    return EngineCheck(items, tuple(dict.fromkeys(why for one in several for why in one.left_out)))


def prefixed(prefix: str, check: EngineCheck) -> EngineCheck:
    """A check whose names say what was checked: ``Equity: XIRR difference``."""
    items = (
        CheckedIdentity(f"{prefix}: {one.name}", one.expected, one.computed, one.tolerance, one.reason)
        for one in check.items
    )
    return EngineCheck(tuple(items), tuple(f"{prefix}: {why}" for why in check.left_out))


def attempt(what: str, run: Callable[[], EngineCheck]) -> EngineCheck:
    """The check; where data is missing a sentence about it, and where the engine refuses its own benchmark a failure."""
    try:
        return run()
    except (InsufficientData, NotFound) as missing:
        return EngineCheck((), (f"{what} could not be checked: {missing.message}",))
    except BenchmarkingError as refused:
        return EngineCheck((CheckedIdentity(what, 0.0, None, reason=refused.message),))


def check_returns(mirrored: ReturnSeries, benchmark: ReturnSeries, risk_free_rate: float) -> EngineCheck:
    """A series of returns that must be the benchmark's own: beta and captures 1, every alpha and difference 0.

    ``risk_free_rate``: a fraction a year. A benchmark that never moves, or with too few returns, is left out with the reason.
    """
    alike = replace(mirrored, basis=benchmark.basis)  # bought with every flow, it has in it what the benchmark has
    return attempt("Alpha and beta", lambda: _of_comparison(compare(alike, benchmark, risk_free_rate)))


def check_fit(index: ReturnSeries, candidates: Iterable[ReturnSeries], risk_free_rate: float) -> EngineCheck:
    """The index in the security's place beside all candidates, itself among them: it must fit itself best and in full."""
    others = [one for one in candidates if one.name != index.name]
    itself = ReturnSeries(f"{index.name}, held", index.dates, index.returns, basis=index.basis)

    scanned = attempt("The scan", lambda: _fits_itself(itself, [index, *others], risk_free_rate))
    return merged_checks([check_returns(itself, index, risk_free_rate), scanned])


def _fits_itself(itself: ReturnSeries, candidates: Sequence[ReturnSeries], risk_free_rate: float) -> EngineCheck:
    """``candidates``: the index first, under its own name."""
    index, best = candidates[0], best_fit(itself, candidates, risk_free_rate).best
    if best.index != index.name:
        why = f"{best.index} is named the best benchmark of {index.name}."
        return EngineCheck((CheckedIdentity("Best benchmark is itself", 1.0, None, reason=why),))
    numbers = {"Alpha": (0.0, best.alpha), "Beta": (1.0, best.beta), "R²": (1.0, best.r_squared)}
    zeros = {"Tracking error": best.tracking_error, "Difference of the returns": best.excess_return}
    items = [CheckedIdentity(f"Scan: {name}", *pair) for name, pair in numbers.items()]
    items += [CheckedIdentity(f"Scan: {name.lower()}", 0.0, value) for name, value in zeros.items()]
    return EngineCheck((CheckedIdentity("Best benchmark is itself", 1.0, 1.0), *items))


_ZERO: Mapping[str, str] = {
    "alpha": "Alpha (Jensen)",
    "alpha_without_risk_free": "Alpha, risk-free rate 0",
    "alpha_geometric": "Alpha, compounded",
    "alpha_whole_period": "Alpha, whole period",
    "alpha_annualised_returns": "Alpha of annualised returns",
    "tracking_error": "Tracking error",
    "excess_return": "Difference of the returns",
}
_ONE: Mapping[str, str] = {
    "beta": "Beta",
    "r_squared": "R²",
    "up_capture": "Up capture",
    "down_capture": "Down capture",
}


def _of_comparison(found: Comparison) -> EngineCheck:
    if found.beta is None:  # captures and alphas of a series that never moves are quotients of rounding
        items = [
            CheckedIdentity(_ZERO[name], 0.0, getattr(found, name)) for name in ("tracking_error", "excess_return")
        ]
        return EngineCheck(tuple(items), (f"Alpha and beta: {found.reasons['beta']}",))
    reasons = found.reasons
    named = [(name, words, 0.0) for name, words in _ZERO.items()] + [(name, words, 1.0) for name, words in _ONE.items()]
    items, left_out = [], list[str]()
    for name, words, expected in named:
        value = getattr(found, name)
        if value is None:
            left_out.append(f"{words}: {reasons.get(name, 'it is undefined.')}")
        else:
            items.append(CheckedIdentity(words, expected, value))
    return EngineCheck(tuple(items), tuple(left_out))
