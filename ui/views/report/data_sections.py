"""On which data and by which conventions were the numbers made, and how can somebody else check them?"""

from __future__ import annotations

from core.audit_pack.conventions import CONVENTIONS
from core.audit_pack.inputs import StatedSeries
from core.market.deposit_rate import deposit_name
from core.same_money.comparison import SameMoney
from core.valuation.portfolio_value import Valuation
from core.valuation.stale import open_gap_in_words
from ui.reads.portfolio import Comparisons
from ui.views.report.content import Block, Facts, Paragraphs, Section, Sheet
from ui.views.report.left_out import left_out_line, names_by_reason
from ui.views.same_money.explanations import carried_words
from ui.widgets.tables import Column, Kind
from ui.wording.number_format import count, days_from_to, rate
from ui.wording.plain_text import escaped

_BASES = {"price": "without dividends", "total": "dividends reinvested", "net": "dividends after tax reinvested"}
_UNKNOWN_SOURCE = "stored"
_ATTRIBUTION = "Brinson–Fachler effects of every day, linked after Carino so that they add up to the whole difference, interaction apart."
_RISK = (
    "Standard deviations are those of a sample (n − 1), made yearly by the root of the observations a year. Alpha is Jensen's: the mean "
    "return beyond the risk-free rate, less beta times the index's, times the observations a year."
)
_FOR_REPORTS = (("Attribution", _ATTRIBUTION), ("Risk figures", _RISK))


def data_section(comparisons: Comparisons, first: SameMoney, series: tuple[StatedSeries, ...]) -> Section:
    """Sources, from when to when, carried, left out, simulated."""
    valuation = comparisons.valuation
    facts = (
        ("Range", f"{days_from_to(first.period.start, first.period.end)}, {count(len(first.dates), 'valuation day')}"),
        ("Carried", f"On {carried_words(valuation, first, first.benchmark_name)}"),
        ("Cash", valuation.cash_account.reason),
        ("Simulated", "Yes: the embedded sample's prices are invented." if first.simulated else "No."),
        (
            "Left out",
            f"{count(len(valuation.unpriced), 'holding')}, named below." if valuation.unpriced else "Nothing.",
        ),
        ("Old prices", " ".join(open_gap_in_words(one) for one in valuation.stale) or "None."),
    )
    columns = (
        Column("Series", Kind.TEXT, [_name(one, comparisons.valuation) for one in series]),
        Column("Used for", Kind.TEXT, [one.use for one in series]),
        Column("Includes", Kind.TEXT, ["" if one.use == "exchange rate" else _BASES[one.basis] for one in series]),
        Column("Source", Kind.TEXT, [one.source or _UNKNOWN_SOURCE for one in series]),
        Column("From", Kind.DATE, [one.first for one in series]),
        Column("To", Kind.DATE, [one.last for one in series]),
        Column("Days", Kind.QUANTITY, [float(one.observations) for one in series]),
    )
    left_out = names_by_reason((one.name, one.reason) for one in valuation.unpriced)
    blocks: list[Block] = [
        Facts(facts),
        Paragraphs(tuple(left_out_line(*one) for one in left_out.items()), quiet=True),
        Sheet("Every series that was used", columns, first.currency),
        Paragraphs(tuple(escaped(note, 600) for note in valuation.notes), quiet=True),
    ]
    return Section(
        "data", "The data", "From where, from when to when, and what is missing?", tuple(blocks), own_page=True
    )


def _name(series: StatedSeries, valuation: Valuation) -> str:
    """What people call it; of a holding's prices the holding's name."""
    names = {one.symbol: one.name for one in valuation.holdings}
    return names.get(series.symbol, series.name) if series.use == "holding" else series.name


def conventions_section(yearly: float) -> Section:
    """Each in a sentence. ``yearly``: the deposit's rate."""
    rows = ((one.name, one.meaning) for one in CONVENTIONS)
    effective = f"{rate(yearly)} a year, effective, used as risk-free in alpha and ratios"
    chosen = ("Risk-free rate", f"That of {deposit_name(yearly)}, as chosen for this report: {effective}.")
    return Section("conventions", "Conventions", "How is each number made?", (Facts((*rows, *_FOR_REPORTS, chosen)),))


def check_section(fingerprint: str, why_no_pack: str) -> Section:
    """The fingerprint, and how to recompute. ``why_no_pack``: in our Markdown; empty where there is a pack."""
    how = (
        "The audit pack of the same choice has the same fingerprint in its manifest. It holds every input, and a script that works out "
        "every number anew and compares: unpack it and run python recompute.py."
    )
    of_what = "" if why_no_pack else " and of what was asked"
    blocks = (
        Facts((("Fingerprint", fingerprint),)),
        Paragraphs((why_no_pack or how,)),
        Paragraphs((f"The SHA-256 of the inputs{of_what}: equal digits, equal data.",), quiet=True),
    )
    return Section("check", "How to check it", "Can somebody else come to the same numbers?", blocks)
