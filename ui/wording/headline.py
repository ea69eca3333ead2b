"""What is the answer in one sentence? Amounts in bold, the bad case as clear as the good one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.market.deposit_rate import capital_deposit_name, deposit_name, tax_note
from ui.wording.number_format import day, money, percent
from ui.wording.plain_text import as_markdown, escaped

_LEVEL = 5e-5  # of the amount: a smaller lead is rounding and market noise, not being ahead
_WORTH_A_WORD = 0.005  # of the closing value: smaller payouts are left out of the sentence


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the money, in ``currency``.

    ``invested``: put in less taken out by sales and withdrawals, at least 0; ``closing``: what it is worth at the end. ``put_in`` and
    ``got_back``: all that went in and all that came out, payouts included. ``yearly``: the money-weighted return as a
    fraction, said only where the range is ``at_least_a_year``. ``since``: the start of a range that begins after the portfolio does.
    ``never_kept``: nothing was there at the end of any day. ``at_zero``: value and yearly rate with what is not valued (``not_valued``,
    its names) at nothing; ``older``: a sentence on the share that stands at older prices.
    """

    currency: str
    invested: float
    closing: float
    put_in: float
    got_back: float
    yearly: float | None
    at_least_a_year: bool
    since: date | None = None
    never_kept: bool = False
    at_zero: tuple[float, float | None] | None = None
    not_valued: str = ""
    older: str | None = None

    @property
    def gain(self) -> float:
        return self.closing + self.got_back - self.put_in

    @property
    def paid_out(self) -> float:
        """Dividends, coupons and interest paid to the owner: what is gained beyond the rise over the invested amount."""
        return self.gain - (self.closing - self.invested)


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same money elsewhere; ``name`` as a sentence has it ("the Nifty 50"), amounts in the portfolio's currency.

    ``exhausted_on``: when a withdrawal was larger than the account, which could not pay ``shortfall``.
    """

    name: str
    closing: float
    exhausted_on: date | None = None
    shortfall: float = 0.0


def headline(outcome: Outcome, alternative: Alternative) -> str:
    """Markdown: what the money became, what it would have become, and who is ahead by how much."""
    return f"{what_became(outcome)} {what_would_have(outcome, alternative)}"


def deposit_sentence(outcome: Outcome, alternative: Alternative, risk_free: float) -> str:
    """Markdown: the same money in a deposit, before tax or after that of a what-if, and the lead over it."""
    what_if = f" {note}" if (note := tax_note(risk_free)) else ""
    if alternative.exhausted_on is not None:
        return f"{capital_deposit_name(risk_free)} {_ran_out(outcome, alternative)}.{what_if}"
    amount = f"**{_amount_text(alternative.closing, outcome)}**"
    return f"In {deposit_name(risk_free)} it would be {amount}: {_lead(outcome, alternative)}.{what_if}"


def what_became(outcome: Outcome) -> str:
    """Markdown: what was put in and what it is now."""
    yearly = ""
    if outcome.yearly is not None and outcome.at_least_a_year:
        yearly = f", {percent(outcome.yearly)} a year{_rate_at_zero(outcome)}"
    since = f"Since {day(outcome.since)} " if outcome.since else ""
    if outcome.closing <= 0:
        return _all_sold(outcome, yearly, since)
    closing = f"**{_amount_text(outcome.closing, outcome)}**{_value_at_zero(outcome)}"
    if outcome.invested <= 0:
        you = f"{since}you have" if since else "You have"
        return f"{you} taken out all that you ever put in and still hold {closing}{yearly}.{_older(outcome)}"
    your = f"{since}your" if since else "Your"
    paid = ""
    if outcome.paid_out > _WORTH_A_WORD * outcome.closing:
        paid = f" and paid you {_amount_text(outcome.paid_out, outcome)}"
    return f"{your} **{_amount_text(outcome.invested, outcome)}** became {closing}{paid}{yearly}.{_older(outcome)}"


def _value_at_zero(outcome: Outcome) -> str:
    """The second figure: ``(**$12.0k** with Dead & Co at zero)``."""
    if outcome.at_zero is None:
        return ""
    return f" (**{_amount_text(outcome.at_zero[0], outcome)}** with {escaped(outcome.not_valued)} at zero)"


def _rate_at_zero(outcome: Outcome) -> str:
    return "" if outcome.at_zero is None else f" ({percent(outcome.at_zero[1])} at zero)"


def _older(outcome: Outcome) -> str:
    return "" if outcome.older is None else f" **{as_markdown(outcome.older)}**"


def _all_sold(outcome: Outcome, yearly: str, since: str) -> str:
    you = f"{since}you" if since else "You"
    result = f"a {'gain' if outcome.gain >= 0 else 'loss'} of **{_amount_text(abs(outcome.gain), outcome)}**"
    if outcome.never_kept:  # the payments of a day count as one: what was put in is not known apart
        return f"Whatever you put in came out again on the same day: {result}."
    put_in, got_back = f"**{_amount_text(outcome.put_in, outcome)}**", f"**{_amount_text(outcome.got_back, outcome)}**"
    return f"{you} put in {put_in} and got {got_back} back: {result}{yearly}."


def what_would_have(outcome: Outcome, alternative: Alternative) -> str:
    """Markdown: what the same money would be elsewhere, and who is ahead by how much."""
    subject = f"The same money in {escaped(alternative.name)}"
    if alternative.exhausted_on is not None:
        return f"{subject} {_ran_out(outcome, alternative)}."
    return f"{subject} would be **{_amount_text(alternative.closing, outcome)}**: {_lead(outcome, alternative)}."


def _ran_out(outcome: Outcome, alternative: Alternative) -> str:
    short = f"**{_amount_text(alternative.shortfall, outcome)}** short of what you took out"
    left = f" and would be {_amount_text(alternative.closing, outcome)} now" if alternative.closing > 0 else ""
    return f"would have run out on {day(alternative.exhausted_on)}, {short}{left}"


def _lead(outcome: Outcome, alternative: Alternative) -> str:
    said = f"you are {_lead_of(outcome.closing, alternative, outcome)}"
    if outcome.at_zero is None:
        return said
    return f"{said} ({_lead_of(outcome.at_zero[0], alternative, outcome)} with {escaped(outcome.not_valued)} at zero)"


def _lead_of(closing: float, alternative: Alternative, outcome: Outcome) -> str:
    lead = closing - alternative.closing
    if abs(lead) <= _LEVEL * max(closing, alternative.closing):
        return "level"
    return f"**{_amount_text(abs(lead), outcome)} {'ahead' if lead > 0 else 'behind'}**"


def _amount_text(amount: float, outcome: Outcome) -> str:
    return as_markdown(money(amount, outcome.currency))


def name_in_sentence(symbol: str, name: str) -> str:
    """An index takes an article ("the Nifty 50"), a fund or a stock does not."""
    return f"the {name}" if symbol.startswith("^") or name.endswith("Index") else name
