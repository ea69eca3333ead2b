"""How is a comparison with peers told in words? The answer in one sentence, the gaps, the group and what was given up."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np

from core.market.levels import Floats
from core.peers.comparison import BucketGap, PeerComparison
from core.peers.diversification import DiversificationScore
from core.peers.group import PeerGroup
from core.peers.statistics import percentile_rank, rank_among
from core.peers.universe import PeerUniverse
from ui.views.peers.choices import DIMENSION_WORDS, criteria_words
from ui.wording.number_format import count, listed, percent, percentage_points
from ui.wording.plain_text import as_markdown, escaped

EDITOR = "Investors, your portfolio among them, and groups"


def answer(told: PeerComparison) -> str:
    """Markdown: where the investor is furthest from its peers, above and below."""
    name, what = escaped(told.investor.name), DIMENSION_WORDS[told.dimension]
    if not told.gaps:
        held = sorted(told.weights, key=lambda one: -one[1])
        top = ", ".join(f"{escaped(bucket)} **{percent(weight)}**" for bucket, weight in held[:3] if weight > 0)
        return f"{name} held most in {top}. {told.reason}"
    above = max(told.gaps, key=lambda one: one.gap)
    below = min(told.gaps, key=lambda one: one.gap)
    if above.gap <= 0.0005 and below.gap >= -0.0005:
        return f"{name} divides its money by {what} just as the median of its {count(told.group.count, 'peer')} does."
    first, last = ("", "") if told.group.quartiles_shown else (f"{_place(above)}, ", f", {_place(below)},")
    return (
        f"{name} stands out most by holding **{percent(above.weight)}** in {escaped(above.bucket)}, {first}where the median of its "
        f"{count(told.group.count, 'peer')} is {percent(above.band.median)} (**{percentage_points(above.gap)}**). "
        f"It holds least beside them in {escaped(below.bucket)}: **{percent(below.weight)}**{last} against "
        f"{percent(below.band.median)} (**{percentage_points(below.gap)}**)."
    )


def _place(gap: BucketGap) -> str:
    return f"rank **{gap.rank} of {gap.of}**"


def group_line(group: PeerGroup) -> str:
    """Markdown: who the peers are and how many."""
    who = f"the group “{escaped(group.name)}”" if group.name else as_markdown(criteria_words(group.remaining_criteria))
    return f"**{count(group.count, 'peer')}** in {group.year}: {who}. The investor itself is not among them."


def few_sentence(group: PeerGroup) -> str:
    """Why ranks stand where quarters would, for a group of five to eleven; else nothing."""
    few = group.sufficient and not group.quartiles_shown
    return " So few cannot be split into quarters: the rank stands in their place." if few else ""


def place_among(own: float | None, every: Floats, group: PeerGroup) -> str | None:
    """Where an evenness stands among the peers: by rank among few, by percentile among many; None where it is not known."""
    peers = every[group.members]
    peers = peers[np.isfinite(peers)]
    if own is None or not group.sufficient or not peers.size:
        return None
    if group.quartiles_shown:
        return f"percentile {percentile_rank(own, peers):.0f} among its peers"
    return f"{rank_among(own, peers)} of {peers.size + 1} with its peers"


def fiscal_year_words(universe: PeerUniverse, group: PeerGroup) -> str:
    """When the peers' fiscal years end, and of how many this is not known: one year's number may be two different years."""
    ends = Counter(universe.investors[at].fiscal_year_end for at in group.members.tolist())
    unknown = ends.pop("", 0)
    known = [f"{year_end_day(end)} ({number})" for end, number in ends.most_common()]
    if not known:
        return "The files do not say when the peers’ fiscal years end; those of most US public plans end on 30 June."
    rest = f"; not known of {unknown}" if unknown else ""
    return f"The peers’ fiscal years end on {listed(known, most=6)}{rest}: one number of a year may be different years."


def year_end_day(end: str) -> str | None:
    """``06-30`` as people say it: 30 Jun; None where it is not known."""
    return f"{date.fromisoformat(f'2024-{end}'):%-d %b}" if end else None


def unplaced_sentence(universe: PeerUniverse) -> str:
    """How a portfolio comes among the investors; nothing once one of them is there."""
    return (
        ""
        if universe.placed.any()
        else f" Your own portfolio is not among the investors yet: place it below, under *{EDITOR}*."
    )


def widened_sentence(group: PeerGroup) -> str | None:
    """Markdown: which criteria were given up because too few met them; None where none was."""
    if not group.dropped:
        return None
    gone = " and ".join(f"the {one}" for one in group.dropped)
    return (
        f"**Wider than asked.** Fewer than five others match {as_markdown(criteria_words(group.criteria))}, "
        f"so {gone} {'was' if len(group.dropped) == 1 else 'were'} given up."
    )


def gap_sentences(told: PeerComparison) -> tuple[str, str]:
    """Markdown: what is over-represented (above three quarters of the peers) and what is under-represented; below twelve peers the
    ranks of what is above their median and of what is below it."""
    what = DIMENSION_WORDS[told.dimension]
    if not told.group.quartiles_shown:
        above = [f"{_gap(one)}, rank {one.rank} of {one.of}" for one in told.gaps if one.gap > 0]
        below = [f"{_gap(one)}, rank {one.rank} of {one.of}" for one in told.gaps if one.gap < 0]
        return (
            f"**More than the peers’ median by {what}:** {listed(above, most=12) or 'nothing'}.",
            f"**Less than it:** {listed(below, most=12) or 'nothing'}. {told.group.quartiles_reason}",
        )
    over = [_gap(one) for one in told.overweights]
    under = [_gap(one) for one in told.underweights]
    return (
        f"**Over-represented by {what}:** {listed(over, most=12)}."
        if over
        else f"**Over-represented by {what}:** nothing; no weight is above the band of its peers.",
        f"**Under-represented by {what}:** {listed(under, most=12)}."
        if under
        else f"**Under-represented by {what}:** nothing; no weight is below the band of its peers.",
    )


def _gap(one: BucketGap) -> str:
    absent = " (nothing held)" if one.weight <= 0 else ""
    return f"{escaped(one.bucket)} {percentage_points(one.gap)}{absent}"


def score_words(score: DiversificationScore) -> str:
    """The overall evenness in words: of what is it made?"""
    parts = [
        f"{DIMENSION_WORDS[one.dimension]} {one.concentration.score:.1f} × {percent(one.weight, 0)}"
        for one in score.parts
        if one.weight > 0
    ]
    return " + ".join(parts)


def simulated_peers(universe: PeerUniverse, group: PeerGroup, subject: int) -> str | None:
    """Which of the investors shown are invented; None where none is."""
    own, others = bool(universe.simulated[subject]), bool(universe.simulated[group.members].any())
    if not own and not others:
        return None
    who = "The investors shown are" if own else "The peers are"
    return (
        f"**Illustrative investors.** {who} invented, with made-up names and figures, to look around in. They step aside once "
        "five real ones are imported on *Peer Benchmarks*."
    )
