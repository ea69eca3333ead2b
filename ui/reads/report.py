"""What does a report need, and what goes into an audit pack? Everything about one choice, read through the doors of the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from core.audit_pack.comparison import why_not_audited, why_not_told_in
from core.audit_pack.inputs import AuditBlend, AuditQuestion, StatedSeries, input_files, stated_series
from core.audit_pack.pack import audited_comparison, fingerprint_of
from core.category.comparison import CategoryBenchmarking
from core.errors import BenchmarkingError, InsufficientData
from core.index.fit import IndexFit
from core.peers.comparison import PeerComparison
from data.clock import current_date
from data.market import Owner
from studies.audit_pack import audit_question, packed
from ui.reads.attribution import AttributedPortfolio, attribution_of
from ui.reads.benchmarks import (
    benchmarks_of,
    blend_of,
    blend_sources,
    compared_with,
    compared_with_all,
    is_plain,
    name_of_the_first,
    why_not_by_name,
    why_not_taken_apart,
)
from ui.reads.category import categories_of
from ui.reads.holdings_risk import HoldingsRisk, holdings_risk
from ui.reads.index_fit.fit import FitQuestion, FitSubject, SubjectKind, scan_candidates, scan_indexes
from ui.reads.peers import PeerQuestion, compare_investor, universe
from ui.reads.portfolio import Comparisons, asked_period, engine, valuation
from ui.reads.selection import Selection
from ui.reads.splits import SuggestedSplit, splits_missing
from ui.wording.plain_text import escaped

Found = TypeVar("Found")
NOT_A_PEER = "This portfolio stands among no institutions yet. Place it there on Peer Benchmarks, below the comparison."


@dataclass(frozen=True, slots=True, eq=False)
class ReportData:
    """All results of one choice; where one could not be computed, the reason in words stands in its place.

    ``series``, ``fingerprint``: of the inputs. ``why_no_pack``: in our Markdown; empty where there is an audit pack. ``made_on``: today.
    """

    chosen: Selection
    rate: float
    comparisons: Comparisons
    leading_name: str
    category: CategoryBenchmarking | str
    attribution: AttributedPortfolio | str
    risk: HoldingsRisk | str
    fit: IndexFit | str
    fit_notes: tuple[str, ...]
    peers: PeerComparison | str
    series: tuple[StatedSeries, ...]
    fingerprint: str
    why_no_pack: str
    made_on: date
    missing_splits: tuple[SuggestedSplit, ...] = ()


def report_data(chosen: Selection, rate: float) -> ReportData:
    """``rate``: of the deposit, a fraction a year. Raises what the comparison itself raises; everything else becomes a reason."""
    comparisons = compared_with_all(chosen)
    why, stated = why_no_pack(chosen), _stated(chosen, rate)
    asked = _question(chosen, comparisons.at_risk_free_rate(rate) if why else stated, parts=not why)
    fit = _fit_question(chosen, rate)
    return ReportData(
        chosen,
        rate,
        comparisons,
        name_of_the_first(chosen, comparisons.same_money[0].benchmark_name),
        _or_why(lambda: _by_category(chosen, rate)),
        _or_why(lambda: _attributed(chosen)),
        _or_why(lambda: holdings_risk(chosen.portfolio.id, chosen.currency)),
        _or_why(lambda: scan_indexes(fit)),
        _fit_notes(fit),
        _or_why(lambda: _among_peers(chosen.portfolio.id)),
        stated_series(asked),
        fingerprint_of(input_files(asked))
        if why
        else audited_comparison(asked, stated.valuation, stated.benchmarks).fingerprint,
        why,
        current_date(),
        tuple(one for one in splits_missing() if one.portfolio_id == chosen.portfolio.id),
    )


def why_no_pack(chosen: Selection) -> str:
    """Why a choice has no audit pack, in our Markdown; empty where it has one."""
    own = valuation(chosen.portfolio.id).currency
    if why := why_not_told_in(chosen.currency, own):
        return why
    owner = Owner.SAMPLE if chosen.portfolio.simulated else Owner.USER
    reasons = (why_not_audited(_mix(one, own, owner)) for one in chosen.benchmarks if not is_plain(one))
    return escaped(next(filter(None, reasons), ""), 600)


def pack_of(chosen: Selection, rate: float) -> bytes:
    """The audit pack; raises InsufficientData where there is none, and what the comparison raises."""
    if why := why_no_pack(chosen):
        raise InsufficientData(why)
    stated = _stated(chosen, rate)
    return packed(audited_comparison(_question(chosen, stated), stated.valuation, stated.benchmarks))


def _stated(chosen: Selection, rate: float) -> Comparisons:
    """The page's comparisons under the mixes' own names, beside a deposit at the rate."""
    portfolio_id, benchmarks = chosen.portfolio.id, benchmarks_of(chosen)
    return compared_with(portfolio_id, benchmarks, chosen.range, chosen.currency).at_risk_free_rate(rate)


def _question(chosen: Selection, comparisons: Comparisons, parts: bool = True) -> AuditQuestion:
    """What was asked. ``parts``: mixes by their parts; where there is no pack, by the levels that were compared."""
    period = asked_period(comparisons.valuation, chosen.range)
    start, end = (None, None) if period is None else (period.start, period.end)
    return audit_question(engine(), comparisons, chosen.benchmarks, start, end, parts)


def _mix(benchmark_id: str, currency: str, owner: Owner) -> AuditBlend:
    """A mix with the data of its parts. ``currency``: of the portfolio, for a mix that has none of its own."""
    blend = blend_of(benchmark_id, currency)
    return AuditBlend(benchmark_id, blend, blend_sources(blend, owner))


def _by_category(chosen: Selection, rate: float) -> CategoryBenchmarking:
    """Shares are measured with the chosen benchmark, as on the page, where it is a single one."""
    first = chosen.benchmarks[0]
    equity = "" if why_not_by_name(first) else first
    return categories_of(chosen.portfolio.id, chosen.range, chosen.currency, equity).study.at_rate(rate)


def _attributed(chosen: Selection) -> AttributedPortfolio:
    if refused := why_not_taken_apart(chosen.benchmarks[0]):
        raise InsufficientData(f"The benchmark {refused}")
    return attribution_of(
        chosen.portfolio.id, blend_of(chosen.benchmarks[0], chosen.currency), chosen.range, chosen.currency
    )


def _fit_question(chosen: Selection, rate: float) -> FitQuestion:
    own = chosen.portfolio
    subject = FitSubject(SubjectKind.PORTFOLIO, own.id, own.name, own.currency, own.simulated)
    return FitQuestion(subject, tuple(one for one in chosen.benchmarks if is_plain(one)), chosen.range, rate)


def _fit_notes(question: FitQuestion) -> tuple[str, ...]:
    found = _or_why(lambda: scan_candidates(question))
    return () if isinstance(found, str) else found.notes


def _among_peers(portfolio_id: str) -> PeerComparison:
    """The placed portfolio in the last year and the first dimension that it has."""
    everybody = universe()
    placed = next((one.id for one in everybody.investors if one.portfolio_id == portfolio_id), None)
    if placed is None:
        raise InsufficientData(NOT_A_PEER)
    subject = everybody.position(placed)
    dimension = everybody.dimensions_of(subject)[0]
    year = everybody.years_of(subject, dimension)[-1]
    return compare_investor(everybody, PeerQuestion(subject, year, dimension))


def _or_why(compute: Callable[[], Found]) -> Found | str:
    try:
        return compute()
    except BenchmarkingError as error:
        return error.message
