"""Which questions does the home page ask of the chosen portfolio, and through which doors are they answered?"""

from __future__ import annotations

from dataclasses import dataclass

from core.attribution.portfolio import Method
from core.errors import InsufficientData
from core.same_money.comparison import SameMoney
from ui.reads.allocation import family_office_gaps
from ui.reads.attribution import attribution_of
from ui.reads.benchmarks import blend_of, is_plain, name_of_the_first, why_not_taken_apart
from ui.reads.category import categories_of
from ui.reads.holdings_risk import holdings_risk
from ui.reads.index_fit.fit import FitQuestion, FitSubject, SubjectKind, scan_indexes
from ui.reads.portfolio import Comparisons
from ui.reads.selection import Selection
from ui.views.home import answers
from ui.views.home.answers import Answer
from ui.views.home.tiles import Tile
from ui.views.peers.choices import DIMENSION_WORDS
from ui.views.same_money.sentence import alternative_of, outcome_of
from ui.views.same_money.what_if import at_rate
from ui.wording.number_format import count
from ui.wording.plain_text import escaped


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """All that is asked of one selection; ``rate``: risk-free, a fraction a year."""

    chosen: Selection
    comparisons: Comparisons
    rate: float

    def tiles(self) -> list[Tile]:
        """In the order in which people ask; without a benchmark those that need none."""
        tiles = [
            Tile("Against the benchmark", self.benchmark, "portfolio-vs-benchmark", "The whole comparison"),
            Tile("Against a deposit", self.deposit, "hybrid-and-risk-free", "Deposits and mixes"),
            Tile("By category", self.category, "category", "Each with its own benchmark"),
            Tile("Where it came from", self.attribution, "attribution", "To the cent"),
            Tile("How well it is spread", self.diversification, "diversification", "What carries the risk"),
            Tile("What it behaves like", self.fit, "index-fit", "Every index beside it"),
            Tile("Among institutions", self.peers, "peer-benchmarks", "Peers by type and size"),
        ]
        beside = (self.benchmark, self.attribution)
        return tiles if self.chosen.benchmarks else [one for one in tiles if one.ask not in beside]

    @property
    def same_money(self) -> SameMoney:
        return at_rate(self.comparisons, self.rate)[0]

    @property
    def begins_later(self) -> bool:
        """Whether the range leaves out part of the portfolio's life."""
        return self.same_money.period.start != self.comparisons.valuation.begins

    def benchmark(self) -> Answer:
        same = self.same_money
        name = name_of_the_first(self.chosen, same.benchmark_name)
        return answers.benchmark_answer(same, outcome_of(same, self.begins_later), alternative_of(same.benchmark, name))

    def deposit(self) -> Answer:
        same = self.same_money
        outcome, alternative = outcome_of(same, self.begins_later), alternative_of(same.risk_free, "a deposit")
        return answers.deposit_answer(same, outcome, alternative, self.rate)

    def category(self) -> Answer:
        chosen = self.chosen
        equity = next((one for one in chosen.benchmarks[:1] if is_plain(one)), "")
        study = categories_of(chosen.portfolio.id, chosen.range, chosen.currency, equity)
        return answers.category_answer(study.study.at_rate(self.rate))

    def attribution(self) -> Answer:
        chosen, first = self.chosen, self.chosen.benchmarks[0]
        if refused := why_not_taken_apart(first):
            raise InsufficientData(f"{self.same_money.benchmark_name} {refused.replace('*', '')}")
        blend = blend_of(first, chosen.currency)
        portfolio = attribution_of(chosen.portfolio.id, blend, chosen.range, chosen.currency)
        return answers.attribution_answer(
            portfolio.compared.attribution(method=Method()), self.same_money.benchmark_name
        )

    def diversification(self) -> Answer:
        return answers.diversification_answer(holdings_risk(self.chosen.portfolio.id, self.chosen.currency))

    def fit(self) -> Answer:
        chosen = self.chosen
        held = chosen.portfolio
        subject = FitSubject(SubjectKind.PORTFOLIO, held.id, held.name, chosen.currency, held.simulated)
        indexes = tuple(one for one in chosen.benchmarks if is_plain(one))
        return answers.fit_answer(scan_indexes(FitQuestion(subject, indexes, chosen.range, self.rate)))

    def peers(self) -> Answer:
        found = family_office_gaps(self.chosen.portfolio.id)
        kind = escaped(found.group.remaining_criteria.label.lower() or "institution")
        who = f"{count(found.group.count, kind)} in {found.group.year}"
        told = answers.peers_answer(found.gaps, who, DIMENSION_WORDS[found.group.dimension])
        invented = "" if not found.simulated else " The peers are illustrative: invented, to look around in."
        return Answer(told.sentence, told.picture, f"{told.note}{invented}")
