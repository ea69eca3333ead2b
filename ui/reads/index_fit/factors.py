"""Which factors are stored, and what does a stored subject hold of them? Read through one door, cached by name, revision, range and day."""

from __future__ import annotations

from collections.abc import Sequence

from data.store.index.factors import FactorSummary, list_factors
from studies.index.factors import FactorFit, JoinedFactors, factor_fit, joined_factors
from ui.reads.index_fit.fit import AT_ANY_RATE, FitQuestion, subject_in_range
from ui.reads.portfolio import engine, remembered

__all__ = ["FactorFit", "FactorSummary", "JoinedFactors"]

MOST_TABLES = 3


@remembered(4)
def factor_tables() -> tuple[FactorSummary, ...]:
    """The stored tables, by name."""
    return list_factors(engine())


def usual_tables(tables: Sequence[FactorSummary]) -> tuple[str, ...]:
    """Of the tables with a risk-free rate the one with the most factors, monthly before daily, and one that adds to it (momentum)."""
    with_rate = [one for one in tables if one.has_risk_free]
    if not with_rate:
        return ()
    first = max(with_rate, key=lambda one: (len(one.factors), one.frequency == "monthly", one.observations))
    kind = (first.frequency, first.currency)
    fitting = (one for one in tables if (one.frequency, one.currency) == kind and not {*one.factors} & {*first.factors})
    extra = next(fitting, None)
    return (first.name,) if extra is None else (first.name, extra.name)


@remembered(64, keys=AT_ANY_RATE)
def fit_factors(question: FitQuestion, names: tuple[str, ...]) -> FactorFit:
    """The subject in its range on stored tables, joined. Errors as in ``studies.index.factors``."""
    return factor_fit(engine(), subject_in_range(question), join_factors(names))


@remembered(16, spinner="Reading the factors …")
def join_factors(names: tuple[str, ...]) -> JoinedFactors:
    """Stored tables on their common dates."""
    return joined_factors(engine(), names)
