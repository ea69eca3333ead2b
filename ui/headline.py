"""What is the answer in one sentence? Amounts in bold, the bad case as clear as the good one."""

from __future__ import annotations

from dataclasses import dataclass

from ui.number_format import money, percent, rate
from ui.plain_text import as_markdown, escaped

_LEVEL = 5e-5  # of the amount: a smaller lead is rounding and market noise, not being ahead


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the money. Amounts in ``currency``; ``put_in`` and ``taken_out`` are totals over the range.

    ``yearly``: the money-weighted return as a fraction, said only where the range is ``at_least_a_year``.
    ``opening``: the value at the start of the range, where the range does not begin with the portfolio.
    """

    currency: str
    put_in: float
    taken_out: float
    opening: float
    closing: float
    yearly: float | None
    at_least_a_year: bool


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same money elsewhere, ``name`` as a sentence has it ("the Nifty 50"); amounts in the portfolio's currency."""

    name: str
    closing: float
    taken_out: float


def headline(outcome: Outcome, alternative: Alternative | None) -> str:
    """Markdown: what the money became, what it would have become, and who is ahead by how much."""
    sentences = [_what_became(outcome)]
    if alternative is not None:
        sentences.append(_what_would_have(outcome, alternative))
    return " ".join(sentences)


def deposit_sentence(outcome: Outcome, alternative: Alternative, risk_free: float) -> str:
    """Markdown: the same money in a deposit, and the lead over it."""
    amount = f"**{_said(alternative.closing + alternative.taken_out, outcome)}**"
    return f"A deposit at {rate(risk_free)} would have made it {amount}: {_lead(outcome, alternative)}."


def _what_became(outcome: Outcome) -> str:
    began = outcome.opening + outcome.put_in
    ended = outcome.closing + outcome.taken_out
    yearly = ""
    if outcome.yearly is not None and outcome.at_least_a_year:
        yearly = f", {percent(outcome.yearly)} a year"
    taken = f" ({_said(outcome.taken_out, outcome)} of it already taken out)" if outcome.taken_out > 0 else ""
    return f"Your **{_said(began, outcome)}** became **{_said(ended, outcome)}**{taken}{yearly}."


def _what_would_have(outcome: Outcome, alternative: Alternative) -> str:
    amount = _said(alternative.closing + alternative.taken_out, outcome)
    return f"The same money in {escaped(alternative.name)} would be **{amount}**: {_lead(outcome, alternative)}."


def _lead(outcome: Outcome, alternative: Alternative) -> str:
    lead = outcome.closing + outcome.taken_out - alternative.closing - alternative.taken_out
    if abs(lead) <= _LEVEL * (outcome.closing + outcome.taken_out):
        return "you are level"
    return f"you are **{_said(abs(lead), outcome)} {'ahead' if lead > 0 else 'behind'}**"


def _said(amount: float, outcome: Outcome) -> str:
    return as_markdown(money(amount, outcome.currency))
