"""How is an attribution told? The answer in a sentence, what each step of the bridge means, what each effect means."""

from __future__ import annotations

from collections.abc import Mapping

from core.attribution.currency import CurrencyAttribution, CurrencyMethod, cash_rate_symbol
from core.attribution.effects import Attribution
from core.attribution.gap_bridge import BridgeStep, GapBridge
from core.attribution.linking import Linking
from core.attribution.portfolio import ComparedSegments
from core.attribution.yearly import attribution_a_year
from ui.wording.number_format import amount_in_full, basis_points, day, listed, percent, percentage_points
from ui.wording.plain_text import as_markdown, escaped

ALLOCATION = (
    "What holding more or less of an asset class than the benchmark brought, had you held it as the benchmark does."
)
SELECTION = (
    "What choosing differently inside an asset class brought, at the benchmark's weight of it; in a class that the benchmark lacks, "
    "against that class's own benchmark, at your weight."
)
ONE_SIDE = (
    "**Held on one side only:** an asset class that the benchmark lacks meets the benchmark of its own category (as *Category* has it; a "
    "deposit at your currency's usual rate where debt and cash have no other), and what it earned beyond that is choice. Where nothing of "
    "its kind is assigned it meets its own return, so all of it counts as allocation."
)
A_YEAR = (
    "**A year:** each effect times the difference of the two annual returns over the difference of the two total ones, so that the "
    "effects add up to the annual difference. Under a year totals are shown."
)
INTERACTION = (
    "What choosing differently brought on the part of an asset class that you held beyond the benchmark's weight."
)
WEIGHT = "Mean of the weights at the start of each day, deposits of the day included."
_WORTH_SAYING = 0.005  # of the money


def answer(found: Attribution, compared: ComparedSegments) -> str:
    """Markdown: both returns, the difference, and which of the two decisions brought it, a year where it is more than one."""
    name = escaped(compared.path.blend.label)
    yearly = attribution_a_year(found, compared.days_held)
    told, often = yearly or found, " a year" if yearly else ""
    side = "ahead" if told.active_return >= 0 else "behind"
    in_all = f" ({percentage_points(found.active_return)} over the whole range)" if yearly else ""
    choice = told.selection + told.interaction_effect
    own, other = (f"**{percent(one)}**{often}" for one in (told.portfolio_return, told.benchmark_return))
    totals = f" ({percent(found.portfolio_return)} and {percent(found.benchmark_return)} in all)" if yearly else ""
    return (
        f"Since {day(compared.period.start)} your investments returned {own}; {name} returned {other}{totals}. You are "
        f"**{percentage_points(abs(told.active_return), signed=False)}{often} {side}**{in_all}: how much you held of each asset class "
        f"brought **{percentage_points(told.allocation)}{often}**, what you chose inside them **{percentage_points(choice)}{often}**."
        f"{_not_told_apart(compared.untold, name)}"
    )


def _not_told_apart(untold: Mapping[str, float], benchmark: str) -> str:
    """For how much of the money the two cannot be told apart; nothing where it is not worth saying."""
    share = sum(untold.values())
    if share < _WORTH_SAYING:
        return ""
    classes = listed([one for one in untold if untold[one] >= _WORTH_SAYING] or list(untold), most=4)
    return (
        f" For **{percent(share, 0)}** of your money ({escaped(classes)}) mix and choice cannot be told apart: {benchmark} holds none of "
        "it and no benchmark of its kind is assigned, so all that it did counts as how much you held. Assign one on *Category*."
    )


def currency_name(code: str, method: CurrencyMethod) -> str:
    """What a currency's effect is made of, in its name."""
    return f"{code} ({_CURRENCY_EARNS[method]})"


_CURRENCY_EARNS = {
    CurrencyMethod.KARNOSKY_SINGER: "interest and exchange rate",
    CurrencyMethod.EXCHANGE_RATES: "exchange rate alone",
}
CURRENCY_METHOD = {
    CurrencyMethod.KARNOSKY_SINGER: (
        "After Karnosky and Singer: a market counts with what it earned beyond the cash of its currency, a currency with its cash: its "
        "interest (the stored yields) and its exchange rate."
    ),
    CurrencyMethod.EXCHANGE_RATES: (
        "By exchange rates alone, interest differences not taken out: a currency that pays more interest usually loses value, and here "
        "only the loss counts as the currency's, the interest as the market's. With short yields (up to a year) of every currency, stored "
        "on *Your Data* under the names {names}, the effects are those of Karnosky and Singer."
    ),
}


def currency_method(found: CurrencyAttribution) -> str:
    """What the effects of currencies are, and what would take the interest out."""
    names = " and ".join(f"`{cash_rate_symbol(one.currency)}`" for one in found.currencies)
    return CURRENCY_METHOD[found.method].format(names=names)


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
        BridgeStep.COSTS: "Fees and taxes in your file",
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
        return (
            "Inside the asset classes you held other things than the benchmark, before the fees and taxes in your file. Expense ratios of "
            "funds are in their NAVs and count as choice."
        )
    if step is BridgeStep.TIMING:
        return (
            "Your money came and went on days that were better or worse for your investments than for the benchmark (money-weighted "
            "against time-weighted). It is what the other steps leave over and holds all that they do together; where payments are "
            "automatic, as in a SIP, it is nobody's decision."
        )
    paid = amount_in_full(bridge.costs, bridge.currency)
    return (
        f"Brokerage, charges and taxes in your file: {paid}; the rest is what that money would have earned. The index has no costs; a fund "
        "on it takes about 0.1–0.3\u202f% a year."
    )


BRIDGE_ORDER = (
    "This is one order of several: market, then drift, then asset classes and choice (each the mean of being counted first and second), "
    "then costs, and timing as what is left over. Another order would give other amounts with the same sum."
)


def bridge_sentence(bridge: GapBridge, deposit: str) -> str:
    """Markdown: from the deposit to what you have."""
    start, end = (as_markdown(amount_in_full(one, bridge.currency)) for one in (bridge.start, bridge.end))
    gap = as_markdown(amount_in_full(bridge.end - bridge.start, bridge.currency, signed=True))
    return f"In {deposit} your money would be **{start}**. You have **{end}**: **{gap}**, step by step."
