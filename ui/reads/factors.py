"""Which factors are stored, and what does a stored subject hold of them? Read through one door, cached by name, revision, range and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from data.clock import current_date
from data.store.index.factors import FactorSummary, list_factors
from studies.factors import FactorFit, JoinedFactors, factor_fit, joined_factors
from ui.reads.index_fit import FitQuestion, subject_in_range
from ui.reads.portfolio import engine, stored_revision

__all__ = ["FactorFit", "FactorSummary", "JoinedFactors"]

MOST_TABLES = 3


def factor_tables() -> tuple[FactorSummary, ...]:
    """What is stored, by name."""
    return _factor_tables(stored_revision())


@st.cache_resource(max_entries=4, show_spinner=False)
def _factor_tables(revision: int) -> tuple[FactorSummary, ...]:
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


def fitted(question: FitQuestion, names: tuple[str, ...]) -> FactorFit:
    """The subject in its range on stored tables, joined. Errors as in ``studies.factors``."""
    return _fitted(question.key, names, stored_revision(), current_date(), question)


@st.cache_resource(max_entries=64, show_spinner=False)
def _fitted(key: str, names: tuple[str, ...], revision: int, today: date, _question: FitQuestion) -> FactorFit:
    return factor_fit(engine(), subject_in_range(_question), joined(names))


def joined(names: tuple[str, ...]) -> JoinedFactors:
    """Stored tables on their common dates."""
    return _joined(names, stored_revision())


@st.cache_resource(max_entries=16, show_spinner="Reading the factors …")
def _joined(names: tuple[str, ...], revision: int) -> JoinedFactors:
    return joined_factors(engine(), names)
