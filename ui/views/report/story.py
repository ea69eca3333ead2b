"""In which order is a portfolio's story told? The cover, then a section for each question; what cannot be answered says why."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from core.errors import BenchmarkingError
from core.same_money.comparison import SameMoney
from core.valuation.portfolio_value import Valuation
from ui.reads.report import ReportData
from ui.views.report import character_sections, data_sections, difference_sections, money_sections
from ui.views.report.content import Facts, Report, Section
from ui.views.same_money.sentence import alternative_of, outcome_of
from ui.views.same_money.what_if import at_rate
from ui.views.trust.stale_holdings import stale_in_words
from ui.views.trust.value_notices import splits_in_words
from ui.widgets.notices import incomplete_words, simulated_words
from ui.wording.headline import deposit_sentence, headline
from ui.wording.number_format import day, days_from_to, listed

_log = logging.getLogger(__name__)
_FAILED = "It could not be drawn. The details are in the server's log."


def report_of(data: ReportData) -> Report:
    """The whole report."""
    several = at_rate(data.comparisons, data.rate)
    first, valuation = several[0], data.comparisons.valuation
    begins_later = first.period.start != valuation.begins
    outcome = outcome_of(first, begins_later)
    sentence = (
        headline(outcome, alternative_of(first.benchmark, data.leading_name)),
        deposit_sentence(outcome, alternative_of(first.risk_free, "a deposit"), data.rate),
    )
    return Report(
        valuation.name,
        valuation.currency,
        first.simulated,
        sentence,
        money_sections.money_cards(data.comparisons, several),
        _facts(data, several),
        (*_incomplete(valuation), *_split_missing(data), *_invented(data)),
        tuple(_sections(data, several)),
        data.fingerprint,
        data.made_on,
    )


def _facts(data: ReportData, several: Sequence[SameMoney]) -> Facts:
    first = several[0]
    return Facts(
        (
            ("Compared with", listed([one.benchmark_name for one in several])),
            ("And with", first.risk_free.account.name),
            ("From – to", days_from_to(first.period.start, first.period.end)),
            ("Told in", first.currency),
            ("Valued on", day(data.comparisons.valuation.as_of)),
            ("Made on", day(data.made_on)),
            ("Fingerprint", data.fingerprint),
        )
    )


def _incomplete(valuation: Valuation) -> Iterator[str]:
    if valuation.unpriced:
        yield incomplete_words([one.name for one in valuation.unpriced])
    if valuation.stale:
        yield stale_in_words(valuation)


def _split_missing(data: ReportData) -> Iterator[str]:
    """As the pages warn."""
    if data.missing_splits:
        yield splits_in_words(data.missing_splits)


def _invented(data: ReportData) -> Iterator[str]:
    """A real portfolio beside invented levels, as the pages warn."""
    if data.comparisons.invented and not data.comparisons.valuation.simulated:
        yield simulated_words(data.comparisons.invented)


def _sections(data: ReportData, several: Sequence[SameMoney]) -> Iterator[Section]:
    comparisons, currency = data.comparisons, data.comparisons.valuation.currency
    yield _guarded_section("The same money", lambda: money_sections.same_money_section(comparisons, several))
    yield _guarded_section("Growth and falls", lambda: money_sections.growth_section(comparisons))
    yield _guarded_section("Returns by period", lambda: money_sections.periods_section(comparisons))
    yield _guarded_section("Holdings", lambda: money_sections.holdings_section(comparisons))
    yield _answer_or_reason(
        "By category", data.category, lambda one: difference_sections.category_section(one, comparisons.valuation)
    )
    yield _answer_or_reason("Attribution", data.attribution, difference_sections.attribution_section)
    yield _answer_or_reason(
        "The gap in money", data.attribution, lambda one: difference_sections.bridge_section(one, data.rate)
    )
    yield _answer_or_reason(
        "Diversification", data.risk, lambda one: character_sections.diversification_section(one, currency)
    )
    yield _answer_or_reason(
        "What it behaves like", data.fit, lambda one: character_sections.fit_section(one, data.fit_notes, currency)
    )
    yield _answer_or_reason("Among its peers", data.peers, lambda one: character_sections.peers_section(one, currency))
    yield _guarded_section("The data", lambda: data_sections.data_section(comparisons, several[0], data.series))
    yield data_sections.conventions_section(data.rate)
    yield data_sections.check_section(data.fingerprint, data.why_no_pack)


def _answer_or_reason(title: str, found: object, build: Callable[..., Section]) -> Section:
    """The section, or the reason that stands in the result's place."""
    return _section_without(title, found) if isinstance(found, str) else _guarded_section(title, lambda: build(found))


def _guarded_section(title: str, build: Callable[[], Section]) -> Section:
    """The section; a part that fails does not take the others with it."""
    try:
        return build()
    except BenchmarkingError as error:
        return _section_without(title, error.message)
    except Exception:
        _log.exception("the report's section %s failed", title)
        return _section_without(title, _FAILED)


def _section_without(title: str, why: str) -> Section:
    return Section(title.lower().replace(" ", "-"), title, "", (), why)
