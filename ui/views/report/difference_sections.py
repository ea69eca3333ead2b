"""Where did the difference come from: by category, by asset class, and in money from a deposit to what there is?"""

from __future__ import annotations

from core.attribution.effects import Attribution, SegmentLine, segment_lines
from core.attribution.portfolio import Level
from core.attribution.yearly import attribution_a_year
from core.category.comparison import CategoryBenchmarking
from core.market.deposit_rate import capital_deposit_name, deposit_name, short_deposit_name, tax_note
from core.valuation.portfolio_value import Valuation
from ui.charts.attribution import EFFECTS, Place, WaterfallBar
from ui.charts.still.bars import BarKind, BarRow
from ui.charts.theme import Role, line_style
from ui.reads.attribution import AttributedPortfolio
from ui.views.attribution import words
from ui.views.attribution.bridge import bridge_at, parts_of
from ui.views.attribution.pictures import money_bars, waterfall_bars
from ui.views.attribution.tables import amounts_to_the_cent, segment_columns
from ui.views.category.parts import split_columns, split_parts, split_sentence
from ui.views.report.content import Block, Paragraphs, Section, Sheet
from ui.views.report.drawings import bars_picture, waterfall_picture
from ui.widgets.tables import Column, Kind
from ui.wording.number_format import money, percentage_points
from ui.wording.plain_text import escaped

_MOST_BARS = 12
_NOTHING = 1e-9


def category_section(found: CategoryBenchmarking, valuation: Valuation) -> Section:
    """Each category beside its own benchmark, adding up to the whole."""
    currency, told = found.split.currency, split_sentence(found)
    bars = [
        WaterfallBar(
            one.name,
            one.amount,
            money(one.amount, currency, signed=True),
            Place.END if one.total else Place.STEP,
            Role.PORTFOLIO if one.total else Role.OTHER,
        )
        for one in split_parts(found)
    ]
    about_portfolio = set(valuation.notes)
    said = dict.fromkeys((*found.notes, *found.overall.notes))
    notes = " ".join(escaped(one, 600) for one in said if one not in about_portfolio)
    blocks: tuple[Block, ...] = (
        Paragraphs((told,) if told else ()),
        waterfall_picture("Where the difference comes from", bars),
        Sheet("How the categories add up", tuple(split_columns(found)), currency),
        Paragraphs((notes,) if notes else (), quiet=True),
    )
    question = "How did equity, debt, gold and the rest each do beside a benchmark of their own?"
    return Section("categories", "By category", question, blocks, own_page=True)


def attribution_section(portfolio: AttributedPortfolio) -> Section:
    """The waterfall, the segments, and what the reconciliation says."""
    compared = portfolio.compared
    found = compared.attribution()
    data = compared.segments(Level.ASSET_CLASS)
    lines = segment_lines(data, found.effects)
    told = attribution_a_year(found, compared.days_held) or found
    often = "" if told is found else ", a year"
    checked, _ = words.badge(found)
    columns = tuple(segment_columns(lines, {name: name for name in data.segments}, compared.yearly_factor))
    blocks: tuple[Block, ...] = (
        Paragraphs((words.answer(found, compared),)),
        Paragraphs((f"**{checked}.** {words.BADGE_HELP}",), quiet=True),
        waterfall_picture(f"From the benchmark's return to yours{often}", waterfall_bars(told)),
        _effects_picture(lines, told, often),
        Sheet("By asset class", columns, portfolio.same_money.currency),
        Paragraphs((" ".join(escaped(one, 600) for one in compared.notes),), quiet=True),
    )
    question = (
        "Why did the investments do better or worse than the benchmark: how much of each class, or what inside it?"
    )
    return Section("attribution", "Attribution", question, blocks, own_page=True)


def _effects_picture(lines: tuple[SegmentLine, ...], told: Attribution, often: str) -> Block:
    """Bars of every effect that is not zero throughout, the largest on top. ``told``: a year where ``often`` says so."""
    shown = [name for name in EFFECTS if name != "Interaction" or abs(told.interaction_effect) > _NOTHING]
    effects = {one.segment: one for one in told.effects}
    kinds = [BarKind(name, line_style(Role.OTHER, EFFECTS.index(name)).colour) for name in shown]
    rows = [
        BarRow(
            line.effect.segment,
            tuple(getattr(effects[line.effect.segment], name.lower()) for name in shown),
            percentage_points(effects[line.effect.segment].total),
        )
        for line in lines[:_MOST_BARS]
    ]
    return bars_picture(f"Effects by asset class, in percentage points{often}", rows, kinds, stacked=True)


def bridge_section(portfolio: AttributedPortfolio, yearly: float) -> Section:
    """The steps in money, adding up to the cent."""
    same, blend = portfolio.same_money, portfolio.compared.path.blend
    bridge = bridge_at(parts_of(portfolio, portfolio.compared.attribution()), same, yearly)
    names, deposit, capital = words.step_names(), deposit_name(yearly), capital_deposit_name(yearly)
    said = [words.step_sentence(step, bridge, blend.label, len(blend.ids)) for step, _ in bridge.steps]
    columns = (
        Column("Step", Kind.TEXT, [capital, *(names[step] for step, _ in bridge.steps), "What you have"]),
        amounts_to_the_cent(bridge),
        Column("What it is", Kind.TEXT, ["The same money, on the same days.", *said, "The closing value."]),
    )
    blocks: tuple[Block, ...] = (
        Paragraphs((" ".join(filter(None, [words.bridge_sentence(bridge, deposit), tax_note(yearly)])),)),
        Paragraphs((words.BRIDGE_ORDER,), quiet=True),
        waterfall_picture(f"From {deposit} to what you have", money_bars(bridge, short_deposit_name(yearly))),
        Sheet("Step by step; the deposit and all steps add up to what you have", columns, bridge.currency),
    )
    return Section("bridge", "The gap in money", f"Which steps lead from {deposit} to what you have?", blocks)
