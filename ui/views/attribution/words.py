"""How is an attribution told? The answer in a sentence, what each step of the bridge means, what each effect means."""

from __future__ import annotations

from core.attribution.effects import Attribution
from core.attribution.gap_bridge import BridgeStep, GapBridge
from core.attribution.linking import Linking
from core.market.period import DAYS_PER_YEAR, Period
from core.returns.series import annualised
from ui.wording.number_format import amount_in_full, basis_points, day, percent, percentage_points
from ui.wording.plain_text import as_markdown, escaped

ALLOCATION = (
    "What holding more or less of an asset class than the benchmark brought, had you held it as the benchmark does."
)
SELECTION = "What choosing differently inside an asset class brought, at the benchmark's weight of it."
INTERACTION = (
    "What choosing differently brought on the part of an asset class that you held beyond the benchmark's weight."
)
WEIGHT = "Mean of the weights at the start of each day, deposits of the day included."


def answer(found: Attribution, period: Period, benchmark: str) -> str:
    """Markdown: both returns, the difference, and which of the two decisions brought it."""
    lead, name = found.active_return, escaped(benchmark)
    side = "ahead" if lead >= 0 else "behind"
    choice = found.selection + found.interaction_effect
    return (
        f"Since {day(period.start)} your investments returned **{percent(found.portfolio_return)}**"
        f"{_yearly(found.portfolio_return, period)}; {name} returned **{percent(found.benchmark_return)}**"
        f"{_yearly(found.benchmark_return, period)}. You are **{percentage_points(abs(lead), signed=False)} {side}**: how much you "
        f"held of each asset class brought **{percentage_points(found.allocation)}**, what you chose inside them "
        f"**{percentage_points(choice)}**."
    )


def _yearly(total: float, period: Period) -> str:
    rate = annualised(total, period.days) if period.days >= DAYS_PER_YEAR else None
    return "" if rate is None else f" ({percent(rate)} a year)"


def badge(found: Attribution) -> tuple[str, str]:
    """The reconciliation in words, and its colour."""
    residual = f"{basis_points(found.residual, 4)} left over"
    if found.linking is Linking.NONE:
        return f"Not linked: {basis_points(found.residual, 1)} stay unexplained", "orange"
    return f"Adds up: {residual}", "gray"


BADGE_HELP = (
    "All effects together, compared with the difference of the two returns, each computed without them: your time-weighted return, and the "
    "benchmark's own levels. Linked effects add up by construction, so this says nothing of whether each is right. More than 0.00001 bp "
    "would be an error, and no number would be shown."
)


def step_names() -> dict[BridgeStep, str]:
    """The name of each step."""
    return {
        BridgeStep.MARKET: "Market",
        BridgeStep.POLICY_DRIFT: "Policy drift",
        BridgeStep.ALLOCATION: "Asset classes",
        BridgeStep.SELECTION: "Choice inside them",
        BridgeStep.TIMING: "Timing of your money",
        BridgeStep.COSTS: "Fees and taxes",
    }


def step_sentence(step: BridgeStep, bridge: GapBridge, benchmark: str, parts: int) -> str:
    """One plain sentence for each step."""
    if step is BridgeStep.MARKET:
        targets = benchmark if parts == 1 else f"{benchmark}, kept at its target weights"
        return f"The same money, on the same days, in {targets}, instead of the deposit."
    if step is BridgeStep.POLICY_DRIFT:
        if parts == 1:
            return "A benchmark of one part has no weights that could drift."
        return "The benchmark lets its weights drift between rebalancings instead of keeping them at target every day."
    if step is BridgeStep.ALLOCATION:
        return "You held more of some asset classes and less of others than the benchmark."
    if step is BridgeStep.SELECTION:
        return "Inside the asset classes you held other things than the benchmark, before fees and taxes."
    if step is BridgeStep.TIMING:
        return (
            "Your money came and went on days that were better or worse for your investments than for the benchmark "
            "(money-weighted against time-weighted)."
        )
    paid = amount_in_full(bridge.costs, bridge.currency)
    return f"You paid {paid} in fees and taxes; the rest is what that money would have earned."


def bridge_sentence(bridge: GapBridge, deposit: str) -> str:
    """Markdown: from the deposit to what you have."""
    start, end = (as_markdown(amount_in_full(one, bridge.currency)) for one in (bridge.start, bridge.end))
    gap = as_markdown(amount_in_full(bridge.end - bridge.start, bridge.currency, signed=True))
    return f"In {deposit} your money would be **{start}**. You have **{end}**: **{gap}**, step by step."
