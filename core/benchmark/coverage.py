"""In which range can a blend be measured at all? The widest one, ending as late as possible, that its data allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import FixedReturn, nested_parts
from core.benchmark.sources import MissingComponentData, Observations, Sources
from core.errors import InsufficientData
from core.market.exchange_rates import ExchangeRates
from core.market.levels import MAX_AGE_DAYS, LevelSeries, to_date
from core.market.period import Period
from core.market.rhythm import rhythm_of, usual_base
from core.returns.series import ReturnSeries
from core.wording import spoken_date


@dataclass(frozen=True, slots=True)
class Stretch:
    """One target of a blend: in force from ``effective`` to ``until``, all that it holds known from ``known_from`` to ``known_to``, and
    counting until ``counts_until``."""

    effective: date
    until: date
    known_from: date
    known_to: date
    counts_until: date

    @property
    def known_before(self) -> bool:
        """Whether its components are known on a date before it is in force."""
        return self.known_from < self.effective

    @property
    def known_at_its_end(self) -> bool:
        """Whether the levels of its components still count when the next target comes into force."""
        return self.known_from <= self.until < self.counts_until


def observed_range(series: Mapping[str, Observations]) -> Period | None:
    """From the base of the earliest observation of any series to the latest one of any; None where none has dates.

    Resolving over this range demands that every component reaches as far as the furthest: what a caller wants who brings all data
    himself, so that a series cut short is told and not taken for a shorter range.
    """
    dated = [one for one in series.values() if not isinstance(one, FixedReturn) and one.dates.size]
    if not dated:
        return None
    starts = [usual_base(one.dates) if isinstance(one, ReturnSeries) else one.dates[0] for one in dated]
    return Period(to_date(min(starts)), to_date(max(one.dates[-1] for one in dated)))


def coverage(blend: Blend, sources: Sources) -> Period:
    """The range, ending as late as possible, in which every component has data while it is held.

    Raises MissingComponentData when a held component has none at all, InsufficientData when there is no such range, or when it has no
    end because all that is held is known on every day.
    """
    known = known_range(blend, sources)
    if known is None:
        raise InsufficientData(f"{blend.label} has no component with dates of its own. Choose a range for it.")
    return known


def known_range(blend: Blend, sources: Sources) -> Period | None:
    """As :func:`coverage`; None where all that is ever held is known on every day, being made of fixed returns or fallback rates only.

    Raises InvalidSpecification for a blend that contains itself.
    """
    nested_parts(blend, sources.blends)
    return _known_range(blend, sources)


def _known_range(blend: Blend, sources: Sources) -> Period | None:
    spans = {part.id: _span(blend, part, sources) for part in blend.components if part.id in blend.ever_held}
    known = {one: span for one, span in spans.items() if span is not None}
    if not known:
        return None
    lasting = {one: _counts_until(blend.component(one), blend.currency, sources, span) for one, span in known.items()}
    start, end = _reach(list(_stretches(blend, known, lasting)))
    if start >= end:
        raise InsufficientData(_no_overlap(blend, known), blend=blend.id)
    return Period(start, end)


def _stretches(blend: Blend, known: Mapping[str, Period], lasting: Mapping[str, date]) -> Iterator[Stretch]:
    """For each target: when it is in force, and when all that it holds are known.

    A target that holds nothing with dates of its own is known for as long as anything is.
    """
    untils = [one.effective - timedelta(days=1) for one in blend.targets if one.effective is not None]
    for target, until in zip(blend.targets, [*untils, date.max], strict=True):
        held = [one for one, weight in target.weights.entries if weight > 0 and one in known]
        first = (max if held else min)(known[one].start for one in held or known)
        last = (min if held else max)(known[one].end for one in held or known)
        counts = (min if held else max)(lasting[one] for one in held or known)
        yield Stretch(target.effective or date.min, until, first, last, counts)


def _reach(stretches: Sequence[Stretch]) -> tuple[date, date]:
    """Start and end of the latest unbroken range; a start after the end where there is none."""
    at = len(stretches) - 1
    while stretches[at].known_to < stretches[at].effective:  # this form of the mix begins after its data ends
        at -= 1
    end = min(stretches[at].known_to, stretches[at].until)
    while stretches[at].known_before and stretches[at - 1].known_at_its_end:
        at -= 1
    return max(stretches[at].known_from, stretches[at].effective), end


def _no_overlap(blend: Blend, known: Mapping[str, Period]) -> str:
    spans = "; ".join(f"{one} {spoken_date(s.start)} to {spoken_date(s.end)}" for one, s in known.items())
    return (
        f"The components of {blend.label} have no range in common while they are held: {spans}. "
        "Add the missing observations, or leave a component out."
    )


def _span(blend: Blend, part: Component, sources: Sources) -> Period | None:
    """From when to when a component is known; None where it is known always or falls back."""
    if part.id in sources.blends:
        within = sources.blends[part.id]
        span = _nested_span(within, part, sources)
        return span if span is None else _within_rates(span, within.currency, blend.currency, sources.rates)
    given = sources.series.get(part.id)
    if isinstance(given, FixedReturn):
        return None
    if given is None or given.dates.size == 0:
        if part.fallback_rate is None:
            raise MissingComponentData(blend.label, part.id, None, None)
        return None
    if isinstance(given, ReturnSeries):
        span = Period(to_date(usual_base(given.dates)), to_date(given.dates[-1]))
        return _within_rates(span, part.currency or blend.currency, blend.currency, sources.rates)
    return _within_rates(given.coverage, given.currency, blend.currency, sources.rates)


def _nested_span(within: Blend, part: Component, sources: Sources) -> Period | None:
    try:
        return _known_range(within, sources)
    except InsufficientData:
        if part.fallback_rate is None:
            raise
        return None


def _within_rates(span: Period, currency: str, to: str, rates: ExchangeRates) -> Period:
    """The span clipped to the range of the exchange rates it is converted with; a span outside them ends where it begins."""
    known = None if currency == to else rates.coverage(currency, to)
    if known is None:
        return span
    start = max(span.start, known.start)
    until = rates.counts_until(currency, to) or known.end
    return Period(start, max(start, min(span.end, until)))


def _counts_until(part: Component, to: str, sources: Sources, span: Period) -> date:
    """The last day on which the last observation of a component still counts, and so does its exchange rate."""
    given = sources.series.get(part.id)
    if part.id in sources.blends or given is None or isinstance(given, FixedReturn):
        return span.end + timedelta(days=MAX_AGE_DAYS)
    currency = given.currency if isinstance(given, LevelSeries) else part.currency or to
    rhythm = given.rhythm if isinstance(given, LevelSeries) else rhythm_of(given.dates)
    last = to_date(given.dates[-1]) + timedelta(days=rhythm.max_age_days)
    return min(last, sources.rates.counts_until(currency, to) or date.max)
