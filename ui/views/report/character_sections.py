"""What kind of portfolio is it: how well spread, which index does it behave like, how does it stand among its peers?"""

from __future__ import annotations

from core.index.fit import IndexFit
from core.index.fit_words import UNLIKE_IN_A_SCAN, why_best
from core.peers.comparison import PeerComparison
from core.statistics.record import looked_at
from ui.charts.peers import NARROW as BAND_COLOUR
from ui.charts.peers import OWN
from ui.charts.still.bars import BarKind, BarRow
from ui.reads.holdings_risk import HoldingsRisk
from ui.views.peers import words as peer_words
from ui.views.peers.holdings_sections import risk_cards, risk_columns, sentence
from ui.views.report.content import Block, Cards, Paragraphs, Section, Sheet
from ui.views.report.drawings import bars_picture
from ui.views.report.left_out import left_out_line, names_by_reason
from ui.widgets.tables import Column, Kind
from ui.wording.number_format import days_from_to, percent, percentage_points, spoken_returns
from ui.wording.plain_text import escaped

_MOST_ROWS, _MOST_INDEXES = 16, 12


def diversification_section(found: HoldingsRisk, currency: str) -> Section:
    """Bets, shares of the risk, and what has no daily price."""
    parts = sorted(found.risk.parts, key=lambda one: -one.contribution)[:_MOST_ROWS]
    rows = [BarRow(one.name, (one.weight, one.contribution), percent(one.contribution)) for one in parts]
    kinds = (BarKind("Share of the money", BAND_COLOUR), BarKind("Share of the risk", OWN))
    days = spoken_returns(found.risk.observations, found.risk.periods_per_year)
    span = f"{days_from_to(found.first, found.as_of)}, {days} on which all of these have a price"
    notes = [
        f"{span}, at today's weights. They are {percent(found.covered)} of the value. {escaped(found.cadence.note, 600)}".strip(),
        *(left_out_line(reason, names) for reason, names in names_by_reason(found.left_out).items()),
    ]
    blocks: tuple[Block, ...] = (
        Paragraphs((sentence(found),)),
        Cards(tuple(risk_cards(found))),
        bars_picture("Share of the money and share of the risk", rows, kinds),
        Sheet("Where the risk comes from", tuple(risk_columns(found)), currency),
        Paragraphs(tuple(notes), quiet=True),
    )
    return Section(
        "diversification", "Diversification", "How well is the money spread over what is held?", blocks, own_page=True
    )


def fit_section(found: IndexFit, notes: tuple[str, ...], currency: str) -> Section:
    """The indexes that it moves with, the closest first."""
    ranked = found.ranking[:_MOST_INDEXES]
    columns = (
        Column("Index", Kind.TEXT, [one.index for one in ranked]),
        Column("Explains (R²)", Kind.PERCENT, [one.r_squared for one in ranked]),
        Column("Beta", Kind.RATIO, [one.beta for one in ranked]),
        Column("Tracking error", Kind.PERCENT, [one.tracking_error for one in ranked]),
        Column("Alpha a year", Kind.SIGNED_PERCENT, [one.alpha for one in ranked]),
        Column("Its return", Kind.PERCENT, [one.total_return for one in ranked]),
        Column("Yours beyond it", Kind.POINTS, [one.excess_return for one in ranked]),
    )
    span = days_from_to(found.first, found.dates[-1])
    said = f"{span}, {spoken_returns(found.observations, found.periods_per_year)} on days that all of them share. "
    said = f"{said}{looked_at(len(found.fits))}".strip()
    if any(not one.like_subject for one in ranked):
        said += f" — : {UNLIKE_IN_A_SCAN}"
    blocks: tuple[Block, ...] = (
        Paragraphs((escaped(why_best(found), 600),)),
        Sheet("The closest indexes", columns, currency),
        Paragraphs((escaped(said), *(escaped(one, 600) for one in notes)), quiet=True),
    )
    return Section("behaves-like", "What it behaves like", "Which index does the portfolio really move with?", blocks)


def _beside_peers(told: PeerComparison) -> tuple[Column, ...]:
    """The peers' median, with their quartiles where there are enough of them, else with the rank."""
    gaps = told.gaps
    median = Column("Median", Kind.PERCENT, [one.band.median for one in gaps])
    if not told.group.quartiles_shown:
        return median, Column("Rank", Kind.TEXT, [f"{one.rank} of {one.of}" for one in gaps])
    return (
        Column("Peers: a quarter below", Kind.PERCENT, [one.band.p25 for one in gaps]),
        median,
        Column("A quarter above", Kind.PERCENT, [one.band.p75 for one in gaps]),
    )


def peers_section(told: PeerComparison, currency: str) -> Section:
    """The placed portfolio's weights beside its peers'."""
    gaps = told.gaps
    columns = (
        Column("Part", Kind.TEXT, [one.bucket for one in gaps]),
        Column("Yours", Kind.PERCENT, [one.weight for one in gaps]),
        *_beside_peers(told),
        Column("To the median", Kind.POINTS, [one.gap for one in gaps]),
    )
    rows = [BarRow(one.bucket, (one.weight, one.band.median), percentage_points(one.gap)) for one in gaps[:_MOST_ROWS]]
    kinds = (BarKind("Yours", OWN), BarKind("Peers' median", BAND_COLOUR))
    blocks: list[Block] = [
        Paragraphs((peer_words.answer(told), peer_words.group_line(told.group) + peer_words.few_sentence(told.group))),
        *(
            (bars_picture("Your weights and the peers' median", rows, kinds), Sheet("", columns, currency))
            if gaps
            else ()
        ),
    ]
    return Section(
        "peers", "Among its peers", "How does it divide its money beside institutions of its kind?", tuple(blocks)
    )
