"""Is a portfolio beside many candidates like one of them? Its answer, in fractions."""

from __future__ import annotations

from api.index.models.fit import ChoiceOut, FitAnswer
from core.index.benchmark_choice import BenchmarkChoiceCheck
from core.index.fit import IndexFit
from core.index.fit_words import choice_text, why_best


def candidate_answer(fit: IndexFit, check: BenchmarkChoiceCheck | None) -> FitAnswer:
    """A portfolio beside many candidates, in fractions."""
    return FitAnswer.from_result(
        fit,
        benchmarks={one.index: one for one in fit.fits},
        why=why_best(fit),
        choice=_choice(check) if check else None,
        reasons={one.index: one.reason for one in fit.fits if one.reason},
        notes=fit.cadence.notes,
    )


def _choice(check: BenchmarkChoiceCheck) -> ChoiceOut:
    plausible = [one.index for one in check.plausible]
    return ChoiceOut.from_result(check, plausible=plausible, reading=choice_text(check))
