"""What is the short answer to each of the pages' questions? One sentence with its number, and a small picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.attribution.effects import Attribution
from core.category.comparison import CategoryBenchmarking
from core.index.fit import IndexFit
from core.market.levels import Floats
from core.peers.comparison import BucketGap
from core.peers.group import FEWEST_FOR_QUARTILES
from core.returns.sampling import Spacing
from core.same_money.comparison import AccountSide, SameMoney
from ui.charts.theme import FURTHER_COLOURS, GAIN, LOSS, Role, line_style
from ui.reads.holdings_risk import HoldingsRisk
from ui.views.home.small_pictures import Bar, bars_html, lines_html
from ui.views.index_fit.words import LOOSE
from ui.views.peers.holdings_sections import sentence as bets_sentence
from ui.wording.headline import Alternative, Outcome, deposit_sentence, what_would_have
from ui.wording.number_format import count, days_from_to, money, percent, percentage_points
from ui.wording.plain_text import as_markdown, escaped

_MOST_BARS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """``sentence``: Markdown, names already escaped. ``picture``: HTML of our own making. ``note``: what must be known of the number."""

    sentence: str
    picture: str
    note: str = ""


def benchmark_answer(same: SameMoney, outcome: Outcome, alternative: Alternative) -> Answer:
    """The same money in the benchmark."""
    return Answer(what_would_have(outcome, alternative), _two_lines(same, same.benchmark, Role.BENCHMARK))


def deposit_answer(same: SameMoney, outcome: Outcome, alternative: Alternative, rate: float) -> Answer:
    """The same money in a deposit."""
    return Answer(
        deposit_sentence(outcome, alternative, rate),
        _two_lines(same, same.risk_free, Role.RISK_FREE),
    )


def category_answer(found: CategoryBenchmarking) -> Answer:
    """What each category gained beyond its own benchmark, and what the mix of them brought."""
    split, cents = found.split, found.split.rounded(0)
    parts = [
        (str(one.category).capitalize(), float(gain)) for one, gain in zip(split.shares, cents.within, strict=True)
    ]
    amounts = [*parts, ("Mix of them", float(cents.mix))] if len(parts) > 1 else parts
    bars = [Bar(name, amount, money(amount, split.currency, signed=True), _sign(amount)) for name, amount in amounts]
    unlike = {str(one.category).capitalize() for one in found.categories if one.no_verdict is not None}
    judged = [one for one in parts if one[0] not in unlike]
    return Answer(as_markdown(_category_sentence(judged, float(cents.mix), split.currency)), bars_html(bars))


def _category_sentence(parts: list[tuple[str, float]], mix: float, currency: str) -> str:
    """``parts``: the categories that have a benchmark of their kind, with what each gained beyond it."""
    if not parts:
        return "None of its categories is measured with a benchmark of its kind: neither ahead nor behind is said."
    name, best = max(parts, key=lambda one: one[1])
    told = f"**{name}** is **{money(abs(best), currency)} {_side(best)}** its own benchmark"
    if len(parts) == 1:
        return f"{told}."
    other, worst = min(parts, key=lambda one: one[1])
    return (
        f"{told}, {other.lower()} {money(abs(worst), currency)} {_side(worst)}; how much you held of each, and when, brought "
        f"{money(mix, currency, signed=True)}."
    )


def _side(amount: float) -> str:
    return "ahead of" if amount >= 0 else "behind"


def attribution_answer(found: Attribution, benchmark: str) -> Answer:
    """Which decisions brought the difference against the benchmark."""
    lead, chosen = found.active_return, found.selection + found.interaction_effect
    side = "ahead of" if lead >= 0 else "behind"
    parts = (("Asset classes", found.allocation), ("Choice inside them", chosen), ("Together", lead))
    bars = [Bar(name, effect, percentage_points(effect), _sign(effect)) for name, effect in parts]
    return Answer(
        f"Time-weighted, you are **{percentage_points(abs(lead), signed=False)} {side}** {escaped(benchmark)}: how much you held of each "
        f"asset class brought **{percentage_points(found.allocation)}**, what you chose inside them **{percentage_points(chosen)}**.",
        bars_html(bars),
    )


def diversification_answer(found: HoldingsRisk) -> Answer:
    """How many bets there are, and what carries the risk."""
    largest = sorted(found.risk.parts, key=lambda one: -one.contribution)[:_MOST_BARS]
    colour = line_style(Role.PORTFOLIO).colour
    bars = [Bar(one.name, one.contribution, percent(one.contribution, 0), colour, one.weight) for one in largest]
    covered = "" if found.covered > 0.995 else f" {percent(found.covered, 0)} of the value has market prices."
    return Answer(bets_sentence(found), bars_html(bars), f"Bars: share of the risk; tick: share of the money.{covered}")


def fit_answer(fit: IndexFit) -> Answer:
    """The index that explains most of its ups and downs."""
    best = fit.best
    colour = line_style(Role.BENCHMARK).colour
    bars = [Bar(one.index, one.r_squared or 0.0, percent(one.r_squared, 0), colour) for one in fit.ranking[:_MOST_BARS]]
    second = f", before {escaped(fit.runner_up.index)}" if fit.runner_up else ""
    name = escaped(best.index.removeprefix("the "))
    told = (
        f"It behaves most like the **{name}**{second}: **{percent(best.r_squared, 0)}** of its ups and downs are the index’s, and it "
        f"moved {percent((best.beta or 0.0) / 100, 2)} for each 1\u202f% of it."
    )
    if (best.r_squared or 0.0) < LOOSE:
        told = (
            f"It behaves like none of the indexes with real levels: the closest, the {name}, explains only "
            f"**{percent(best.r_squared, 0)}** of its ups and downs."
        )
    return Answer(
        told,
        bars_html(bars, whole=1.0),
        f"Bars: R², the share explained, among {count(len(fit.fits), 'index', 'indexes')}, "
        f"{days_from_to(fit.first, fit.dates[-1])}{', by weeks' if fit.cadence.spacing is Spacing.WEEKLY else ''}.",
    )


def peers_answer(gaps: tuple[BucketGap, ...], peers: str, what: str) -> Answer:
    """Where the allocation is furthest from the peers' median. ``peers``: who they are ("40 family offices"); needs one gap."""
    first = gaps[0]
    more = "more" if first.gap >= 0 else "less"
    few = first.of <= FEWEST_FOR_QUARTILES
    less = f"{percent(first.percentile / 100, 0)} of them hold less"
    place = f"with them you rank {first.rank} of {first.of}, 1 holding most" if few else less
    bars = [_peer_bar(one) for one in sorted(gaps, key=lambda one: -one.weight)[:_MOST_BARS]]
    return Answer(
        f"By {what} you hold **{percent(first.weight, 0)}** in {escaped(first.bucket)}, "
        f"**{percentage_points(abs(first.gap), 0, signed=False)} {more}** than the median of {peers}; "
        f"{place}.",
        bars_html(bars),
        "Bars: your share; tick: the peers’ median.",
    )


def _peer_bar(one: BucketGap) -> Bar:
    return Bar(one.bucket, one.weight, percent(one.weight, 0), FURTHER_COLOURS[1], one.band.median)


def _two_lines(same: SameMoney, other: AccountSide, role: Role) -> str:
    name = "the benchmark" if role is Role.BENCHMARK else same.risk_free.account.name
    spoken = (
        f"Value over time: you end at {money(same.portfolio.closing_value, same.currency)}, "
        f"{name} at {money(other.closing_value, same.currency)}."
    )
    values: Floats = np.vstack([same.values, other.account.values])
    return lines_html(values, (line_style(Role.PORTFOLIO), line_style(role)), spoken)


def _sign(amount: float) -> str:
    return GAIN if amount >= 0 else LOSS
