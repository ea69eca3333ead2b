"""How do the categories add up to the whole, and how did each do? Strip, cards, picture and holdings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.category.comparison import CategoryBenchmarking, CategoryHolding, CategoryResult
from core.category.scheme import Category
from core.same_money.comparison import SameMoney
from ui.charts.difference_split import Part, difference_drawing
from ui.charts.drawing.line import Line
from ui.charts.theme import Role
from ui.charts.wealth import wealth_drawing
from ui.views.category.words import category_title
from ui.views.same_money.cards import benchmark_card, difference_card, portfolio_card
from ui.views.same_money.pictures import event_marks, wealth_lines
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import UNKNOWN, days_from_to, listed, money, percent
from ui.wording.plain_text import file_name
from ui.wording.spoken_kinds import spoken_kind

_WITHIN = "What it gained beyond the same payments in its own benchmark. All of these and the mix add up to the difference of the whole."
RISK_FREE_LINE = "Risk-free"
_MIX = (
    "How much you held in each category, and when: what the categories’ own benchmarks would have gained with your money in each, less "
    "what they would have gained had every payment been split in the reference’s shares."
)


def strip(found: CategoryBenchmarking) -> None:
    """One card for each category, one for the mix, one for the whole."""
    split, currency, rounded = found.split, found.split.currency, found.split.rounded(0)
    within = dict(zip((one.category for one in split.shares), map(float, rounded.within), strict=True))
    cards = [_category_card(one, found, within[one.category]) for one in found.categories if one.same_money]
    if len(cards) > 1:
        cards.append(Card("Mix", money(float(rounded.mix), currency, signed=True), _MIX, reference="how much of each"))
    cards.append(
        Card(
            "Together",
            money(split.value, currency),
            f"The whole, and its gain less that of {found.overall.benchmark_name}: {found.mix_label}.",
            delta=money(abs(split.difference), currency),
            delta_sign=split.difference,
            reference=_lead(split.difference),
        )
    )
    metric_row(cards, key="categories")


def _category_card(result: CategoryResult, found: CategoryBenchmarking, within: float) -> Card:
    share = next(one for one in found.split.shares if one.category is result.category)
    part = share.value / found.split.value if found.split.value else None
    if result.no_verdict is not None:
        title, value = (
            f"{category_title(result.category)} · {percent(part, 0)}",
            money(share.value, found.split.currency),
        )
        return Card(title, value, result.no_verdict, delta=" ", reference="no benchmark of its kind")
    return Card(
        f"{category_title(result.category)} · {percent(part, 0)}",
        money(share.value, found.split.currency),
        f"Its value, and by how much it is ahead of or behind the same payments in {result.label}. {_WITHIN}",
        delta=money(abs(within), found.split.currency),
        delta_sign=within,
        reference=_lead(within),
    )


def _lead(amount: float) -> str:
    return "ahead" if amount >= 0 else "behind"


def split_sentence(found: CategoryBenchmarking) -> str:
    """Markdown: where the difference comes from."""
    split, currency, rounded = found.split, found.split.currency, found.split.rounded(0)
    if sum(one.same_money is not None for one in found.categories) < 2:
        return ""
    within = f"**{money(split.within, currency, signed=True)}** from what you chose within the categories"
    mix = f"**{money(float(rounded.mix), currency, signed=True)}** from how much you held of each, and when"
    return f"The difference of {money(split.difference, currency, signed=True)}: {within}, {mix}."


def five_cards(same: SameMoney, key: str, no_verdict: str | None = None) -> None:
    """Portfolio XIRR, benchmark XIRR, difference (none where no verdict may be said), invested, value."""
    currency, gain = same.currency, same.portfolio.gain
    span = days_from_to(same.period.start, same.period.end)
    cards = (
        portfolio_card(same),
        benchmark_card(same),
        difference_card(same) if no_verdict is None else Card("XIRR difference", UNKNOWN, no_verdict),
        Card(
            "Invested",
            money(float(same.invested[-1]), currency),
            f"Money put in less what sales, withdrawals and maturities returned, at least 0. {span}.",
        ),
        Card(
            "Value",
            money(same.portfolio.closing_value, currency),
            f"What it is worth on the last day, and the gain with everything that was paid out. {span}.",
            delta=money(gain, currency, signed=True),
            delta_sign=gain,
            reference="gain",
        ),
    )
    metric_row(cards, key=key)


def picture(same: SameMoney, name: str, key: str, deposit_line: bool, revision: str) -> None:
    """The four roles, the deposit's line only where it is wanted."""
    lines = [
        _named(line, name, same) for line in wealth_lines([same]) if deposit_line or line.role is not Role.RISK_FREE
    ]
    ends = [f"{line.name} {money(line.last, same.currency)}" for line in lines]
    live_chart(
        wealth_drawing(lines, same.currency, event_marks(same), same.gaps),
        ChartFrame(
            key=f"wealth-{key}",
            title=f"Value of {name.lower()} and of the same money elsewhere",
            summary=f"Value from {days_from_to(same.period.start, same.period.end)}. At the end: {listed(ends, most=9)}.",
            file_name=f"{file_name(same.name)}-value",
            currency=same.currency,
        ),
        revision,
    )


def _named(line: Line, name: str, same: SameMoney) -> Line:
    """The portfolio's line under the part's name; a deposit that is the benchmark itself is told from the risk-free line."""
    names = {
        Role.PORTFOLIO: name,
        Role.BENCHMARK: line.name[:1].upper() + line.name[1:],
        Role.RISK_FREE: RISK_FREE_LINE if same.benchmark_name == same.risk_free.account.name else line.name,
    }
    return replace(line, name=names.get(line.role, line.name))


def split_picture(found: CategoryBenchmarking, revision: str) -> None:
    """The way from nothing to the whole difference."""
    split, parts = found.split, split_parts(found)
    told = [f"{one.name} {money(one.amount, split.currency, signed=True)}" for one in parts]
    live_chart(
        difference_drawing(parts, split.currency),
        ChartFrame(
            key="difference-split",
            title="Where the difference comes from",
            summary=f"Where the difference comes from: {listed(told, most=12)}.",
            file_name=f"{file_name(found.overall.name)}-difference",
            currency=split.currency,
            ranges=False,
        ),
        revision,
    )


def split_parts(found: CategoryBenchmarking) -> list[Part]:
    """The steps of that way, in whole units that add up as they are printed."""
    split, rounded = found.split, found.split.rounded(0)
    steps = zip(split.shares, rounded.within, strict=True)
    parts = [Part(f"Within {one.category}", float(within)) for one, within in steps]
    return [*parts, Part("Mix", float(rounded.mix)), Part("Together", float(rounded.difference), total=True)]


def split_table(found: CategoryBenchmarking) -> None:
    """The split in figures that add up as they are printed."""
    table(
        split_columns(found),
        key="categories",
        currency=found.split.currency,
        file_name=f"{file_name(found.overall.name)}-categories",
        caption="How the categories add up to the whole: value, gain, and the difference against the benchmark.",
    )


def split_columns(found: CategoryBenchmarking) -> list[Column]:
    """A row for each category, one for the mix, one for all together."""
    split, rounded = found.split, found.split.rounded(0)
    labels = {one.category: one.label for one in found.categories}
    return [
        Column(
            "Category",
            Kind.TEXT,
            [*(category_title(one.category) for one in split.shares), "Mix", "Together"],
            pinned=True,
        ),
        Column("Value", Kind.MONEY, [*map(float, rounded.values), None, float(sum(rounded.values))]),
        Column("Gain", Kind.SIGNED_MONEY, [*map(float, rounded.gains), None, float(sum(rounded.gains))]),
        Column(
            "Against benchmark",
            Kind.SIGNED_MONEY,
            [*map(float, rounded.within), float(rounded.mix), float(rounded.difference)],
            f"{_WITHIN} Mix: {_MIX}",
        ),
        Column(
            "Measured with",
            Kind.TEXT,
            [*(labels[one.category] or None for one in split.shares), "the reference’s shares", found.mix_label],
        ),
    ]


def holdings_table(found: CategoryBenchmarking, category: Category | None, key: str) -> None:
    """The holdings of one category (None: of all), each beside its own benchmark fed with its own payments."""
    rows = [one for one in found.holdings if category is None or one.category is category]
    rows.sort(key=lambda one: -one.window.closing_value)
    total = sum(one.window.closing_value for one in rows)
    unlike = {(one.category, one.deposit) for one in found.categories if one.no_verdict is not None}
    judged = [(one.category, one.benchmark_name) not in unlike for one in rows]
    table(
        _holding_columns(rows, judged, total, with_category=category is None),
        key=f"holdings-{key}",
        currency=found.split.currency,
        file_name=f"{file_name(found.overall.name)}-holdings-{key}",
        caption="Holdings, each beside the same money in its own benchmark.",
    )


def _holding_columns(
    rows: Sequence[CategoryHolding], judged: Sequence[bool], total: float, with_category: bool
) -> list[Column]:
    """``judged``: whether a holding has a benchmark of its kind, so that ahead or behind may be said."""
    weights = [one.window.closing_value / total if total else None for one in rows]
    leads = [
        one.ahead + one.benchmark.account.shortfall if verdict else None
        for one, verdict in zip(rows, judged, strict=True)
    ]
    columns = [
        Column("Holding", Kind.TEXT, [one.holding.name for one in rows], pinned=True),
        Column("Weight", Kind.PERCENT, weights, "Share of the value of this table.", bar=True),
        Column("Value", Kind.MONEY, [one.window.closing_value for one in rows]),
        Column(
            "Gain", Kind.SIGNED_MONEY, [one.window.gain for one in rows], "Value and payouts beyond what was put in."
        ),
        Column("XIRR", Kind.PERCENT, [one.window.money_weighted.rate for one in rows]),
        Column("Measured with", Kind.TEXT, [one.benchmark_name for one in rows]),
        Column("Same money", Kind.MONEY, [one.benchmark.closing_value for one in rows], "The same payments in it."),
        Column(
            "Ahead", Kind.SIGNED_MONEY, leads, "Value minus the same money; not said beside a deposit for what is none."
        ),
        Column("Put in", Kind.MONEY, [float(one.window.invested[-1]) for one in rows], "Less what sales returned."),
        Column("Kind", Kind.TEXT, [spoken_kind(str(one.holding.asset_type)) for one in rows]),
    ]
    if with_category:
        columns.insert(2, Column("Category", Kind.TEXT, [category_title(one.category) for one in rows]))
    return columns
