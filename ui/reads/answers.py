"""What does a page's download hold? The API's answer to the same question, with every day, and what only the page has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from core.attribution.portfolio import Method
from core.category.comparison import CategoryBenchmarking
from core.index.constituents import ConstituentList
from core.index.fit import IndexFit
from core.index.overlap import SectorPair, member_weights
from core.index.position_size import PositionSize
from core.index.signal_overlay import OverlaidSignal
from core.index.style import Style
from core.peers.comparison import PeerComparison
from core.peers.universe import PeerUniverse
from core.statistics.relative import Comparison
from core.statistics.rolling import RollingFit
from studies.answers.attribution import portfolio_answer
from studies.answers.category import category_data, category_reasons, category_split, reference_side
from studies.answers.factors import stored_factor_answer
from studies.answers.fields import Answer, stated_percent
from studies.answers.index_fit import IndexHead, pair_answer, rolling_answer
from studies.answers.index_scan import LeftOutIndex, scan_answer
from studies.answers.members import constituents_answer
from studies.answers.peers import investor_answer, member_of
from studies.answers.position import position_size_answer, signal_answer
from studies.answers.same_money import AskedBenchmark, comparison_answer
from studies.answers.style import style_answer
from ui.reads.attribution import AttributedPortfolio
from ui.reads.benchmarks import with_full_name
from ui.reads.index_fit.factors import FactorFit
from ui.reads.index_fit.fit import Candidates, FitPairs, FitQuestion, SubjectKind, catalogue_entry, index_name
from ui.reads.index_fit.members import PortfolioInIndex
from ui.reads.index_fit.style import StyleChoice
from ui.reads.portfolio import Comparisons

Json = dict[str, Any]


def as_answered(answer: Answer) -> Json:
    """The answer as the API writes it."""
    return answer.model_dump(mode="json", by_alias=True)


def same_money_json(comparisons: Comparisons, tickers: Sequence[str], rate: float) -> Json:
    """``tickers``: as the benchmarks were asked for; ``rate``: the deposit's, a fraction a year."""
    benchmarks = [with_full_name(one) for one in comparisons.at_risk_free_rate(rate).benchmarks]
    asked = [AskedBenchmark(ticker, one.levels) for ticker, one in zip(tickers, benchmarks, strict=True)]
    several = [one.same_money for one in benchmarks]
    return as_answered(comparison_answer(comparisons.valuation, asked, several, every_point=True))


def category_json(found: CategoryBenchmarking) -> Json:
    """Every category, how they add up, and the whole beside the reference mix."""
    data = category_data(found, every_point=True)
    return {
        "category_data": {str(one): side and as_answered(side) for one, side in data.items()},
        "category_split": as_answered(category_split(found)),
        "category_reasons": category_reasons(found),
        "category_notes": list(found.notes),
        "reference_comparison": as_answered(reference_side(found, every_point=True)),
    }


def attribution_json(portfolio: AttributedPortfolio, method: Method, rate: float) -> Json:
    """``rate``: the deposit's, a fraction a year."""
    answer = as_answered(portfolio_answer(portfolio, method, rate))
    return answer | {"same_money_notes": list(portfolio.same_money.notes)}


def index_fit_json(question: FitQuestion, found: FitPairs, several: Sequence[Comparison]) -> Json:
    """The leading index, the further ones alike, and the daily returns beside each; in percent, the returns as fractions."""
    symbol, portfolio_id = _subject(question)
    rows = zip(found.symbols, found.pairs, several, strict=True)
    lead, *further = (pair_answer(one, _head(index), pair, None, portfolio_id, symbol) for index, pair, one in rows)
    return as_answered(lead.model_copy(update={"further": tuple(further)})) | {
        "left_out": [as_answered(LeftOutIndex.model_validate(one)) for one in found.left_out],
        "daily_returns": {symbol: _returns(one) for symbol, one in zip(found.symbols, several, strict=True)},
    }


def rolling_json(found: RollingFit) -> Json:
    """The three lines, point by point, and what is unusual about them."""
    return {"rolling": as_answered(rolling_answer(found))}


def scan_json(question: FitQuestion, found: Candidates, fit: IndexFit) -> Json:
    """Every index, and what the choice of the leading one changes, where it is among them."""
    symbol, portfolio_id = _subject(question)
    chosen = question.indexes[0] if question.indexes[0] in found.symbols else None
    return as_answered(scan_answer(found, fit, stated_percent(question.rate), chosen, portfolio_id, symbol))


def style_json(found: Style, choice: StyleChoice) -> Json:
    """The mix by the symbols of its indexes."""
    return as_answered(style_answer(replace(found, indexes=choice.symbols)))


def factors_json(found: FactorFit) -> Json:
    """The regression, and the 95 % intervals of its coefficients."""
    regression = found.regression
    intervals = {one.name: regression.interval(one) for one in regression.loadings}
    return as_answered(stored_factor_answer(found)) | {
        "intercept_interval": regression.interval(regression.alpha),
        "loading_intervals": intervals,
    }


def members_json(listed: ConstituentList, sectors: Sequence[SectorPair], found: PortfolioInIndex | None) -> Json:
    """The list, the sectors of both sides, and the overlap where the subject is a portfolio; weights in fractions."""
    return as_answered(constituents_answer(listed)) | {
        "basis": "constituents",
        "sectors": [{"sector": one.sector, "own": one.portfolio, "index": one.index} for one in sectors],
        "sectors_by": "members" if member_weights(listed) is None else "weight",
        "overlap": None if found is None else _overlap(found),
    }


def position_size_json(sized: PositionSize) -> Json:
    """The size with what it is not."""
    return as_answered(position_size_answer(sized))


def signal_json(signal: OverlaidSignal) -> Json:
    """The signal with what it is not."""
    return as_answered(signal_answer(signal))


def peers_json(universe: PeerUniverse, comparison: PeerComparison) -> Json:
    """The investor beside its peers, and who they are."""
    group = comparison.group
    return as_answered(investor_answer(universe, comparison)) | {
        "members": [as_answered(member_of(universe, at, group.year)) for at in group.members.tolist()]
    }


def _subject(question: FitQuestion) -> tuple[str | None, str | None]:
    """Its symbol, or its id as a portfolio."""
    subject = question.subject
    return (None, subject.id) if subject.kind is SubjectKind.PORTFOLIO else (subject.id, None)


def _head(symbol: str) -> IndexHead:
    entry = catalogue_entry(symbol)
    return IndexHead(symbol=symbol, name=index_name(symbol), constituents=entry.constituents if entry else None)


def _returns(found: Comparison) -> Json:
    return {
        "date": np.datetime_as_string(found.unlinked[0].dates, unit="D").tolist(),
        "subject": found.unlinked[0].returns,
        "index": found.unlinked[1].returns,
    }


def _overlap(found: PortfolioInIndex) -> Json:
    overlap = found.overlap
    return {
        "as_of": found.as_of,
        "in_index": overlap.in_index,
        "members_held": overlap.held_members,
        "index_held": overlap.index_held,
        "overlap": overlap.overlap,
        "active_share": overlap.active_share,
        "in_no_sector": found.in_no_sector,
        "simulated": found.simulated,
        "holdings": [
            {"inside" if key == "part_in_index" else key: value for key, value in asdict(one).items()}
            for one in overlap.lines
        ],
    }
