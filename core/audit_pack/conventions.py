"""By which conventions were these numbers made? Each in one sentence, as they stand in a report and in an audit pack."""

from __future__ import annotations

from dataclasses import dataclass

from core.market.rhythm import LONGEST_HOLIDAY, Rhythm


@dataclass(frozen=True, slots=True)
class StatedConvention:
    """A convention by its name, in one sentence."""

    name: str
    meaning: str


CONVENTIONS = (
    StatedConvention(
        "Same money",
        "Every payment buys or sells the benchmark at the level of its own day; what was paid out leaves the benchmark account "
        "too. A withdrawal takes no more than there is: the account never goes below zero, and what it could not pay is said.",
    ),
    StatedConvention(
        "Flows",
        "Money into the portfolio is positive. Fees and taxes raise the cost of a purchase and lower the proceeds of a sale or "
        "payout. Shares from an employer come in at their fair market value.",
    ),
    StatedConvention(
        "Day count", "ACT/365: calendar days divided by 365, for XIRR, for the deposit and for annualising."
    ),
    StatedConvention(
        "Money-weighted return",
        "XIRR: the yearly rate at which the flows, each on its own day, grow to the closing value. Where several rates solve the "
        "same flows the one nearest the Modified Dietz return is shown, with a warning.",
    ),
    StatedConvention(
        "Time-weighted return",
        "Daily returns (value − dealt + net money out) ÷ (value before + net money in) − 1, linked: the day's net flow is at work from "
        "the start of its day where it comes in, and until its end where it leaves. What was bought at the day's own price (within "
        "0.05 %), dealt, stands at the end of its day and in no net flow, unless its costs exceed 5 % of what was there before; with "
        "tracked cash, what of the day's deposits was spent so. On a "
        "day that began with nothing flows count gross.",
    ),
    StatedConvention(
        "Days without a holding",
        "They are no observations: returns, the benchmark's too, are linked over the stretches in which something was held, and "
        "annualised over the days of these.",
    ),
    StatedConvention(
        "Annualisation",
        "Time-weighted returns are annualised from one year on and never below; XIRR is a yearly rate by definition.",
    ),
    StatedConvention(
        "Last known level",
        "A price, level or rate counts on its own day and as long after it as the series' own rhythm allows: "
        f"{', '.join(f'{one.label} {one.max_age_days} days' for one in Rhythm)} (over an exchange's holiday of up to "
        f"{LONGEST_HOLIDAY} days, too). Never filled backwards. A holding whose last price no longer counts keeps it, is named as stale "
        "since that day, and counts in values and flows alike; before its first price it stands at what was paid.",
    ),
    StatedConvention(
        "Splits and bonuses",
        "Units are counted on the latest split basis; prices that were as traded before a split are divided by it.",
    ),
    StatedConvention(
        "Currency",
        "Every amount is converted at the exchange rate of its own day; a row that states its own rate keeps it.",
    ),
    StatedConvention(
        "Bank deposit, taken as risk-free",
        "Each payment grows by (1 + r) ^ (days ÷ 365) from its own day at the chosen yearly rate, effective, before tax. As a bank quotes "
        "it, each payment is a fixed deposit of its own: completed quarters from its day, simple interest for the days after, the oldest "
        "withdrawn first. A tax of a what-if makes r into r × (1 − tax); everything else stays before tax.",
    ),
    StatedConvention(
        "Deposits and bonds",
        "Valued by their terms at the end of each day, not by a market price: interest accrues to the day and leaves when it is paid.",
    ),
    StatedConvention(
        "Mixes",
        "Measured on the days on which all parts held have an observation: the day's return is the sum of opening weight × return, and "
        "weights drift with it. On the first day of a new period of the rule, and of dated weights, the targets are set before that "
        "day's return is earned, or at its close where the reset says so. A part's contribution is what its opening weight × return "
        "added on every day, on all that had grown until then.",
    ),
    StatedConvention(
        "Same money in a mix",
        "Under the rule none a deposit is split at the targets and left alone, and a withdrawal leaves the parts in proportion; under "
        "every other rule money buys and sells units of the rebalanced mix, which begins at its targets with the first flow. A fixed "
        "return that is not compounded earns simple interest on each payment from its own day, the oldest leaving first; in a rebalanced "
        "mix it counts from the first day.",
    ),
    StatedConvention(
        "Simulated data",
        "Prices and levels of the embedded sample are simulated, and everything that rests on them says so.",
    ),
)
