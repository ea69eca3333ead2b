"""What does a list of deposits say? Fixed and recurring deposits, PPF, EPF and bonds by their terms, one a row."""

from __future__ import annotations

from datetime import date

from core.errors import InvalidSpecification
from core.ledger.dated_rates import RateChange
from core.ledger.deposits import Deposit, DepositKind, Payout, usual_compounding, usual_maturity
from core.ledger.terms.deposit_notes import why_not_valued
from core.wording import did_you_mean
from data.importers.columns.row_fields import LONGEST_NAME, RowFields
from data.importers.files.spreadsheet_text import restored
from data.importers.formats.broker_table import BrokerTable

KINDS = {
    "FD": DepositKind.FIXED_DEPOSIT,
    "RD": DepositKind.RECURRING_DEPOSIT,
    "PPF": DepositKind.PPF,
    "BOND": DepositKind.BOND,
    **{kind.value: kind for kind in DepositKind},
}
PAYOUTS = {
    "": Payout.NONE,
    "YEARLY": Payout.ANNUALLY,
    "ANNUAL": Payout.ANNUALLY,
    "QUARTER": Payout.QUARTERLY,
    "ONCE": Payout.NONE,
}
PAYOUTS |= {one.value: one for one in Payout}


def _deposit(row: RowFields) -> tuple[Deposit, ...]:
    """One deposit; a PPF account compounds once a year unless the row says otherwise, all others every quarter."""
    kind = _kind(row)
    usual = Payout.QUARTERLY if kind is None else usual_compounding(kind)
    amount, rate, start = row.number("amount"), _needed_rate(row), row.day("date")
    maturity = _maturity(row, kind, start)
    compounding, payout = _payout(row, "compounding", usual), _payout(row, "payout", Payout.NONE)
    currency, name = row.whole_currency("currency", "INR"), restored(row.exact("name"))[:LONGEST_NAME]
    later = (_changes(row), row.known_day("closed_on"), _rate(row, "closed_rate"), _rate(row, "penalty") or 0.0)
    instalments = _payout(row, "instalments", Payout.NONE) if row.text("instalments") else None
    if amount is None or amount <= 0:
        row.refuse("amount", "An amount above 0 is needed.")
    if row.problems or kind is None or amount is None or rate is None or start is None or maturity is None:
        return ()
    try:
        return (Deposit(kind, name, amount, rate, start, maturity, currency, compounding, payout, *later, instalments),)
    except InvalidSpecification as error:
        row.refuse(error.field, error.message)
        return ()


def _kind(row: RowFields) -> DepositKind | None:
    word = row.text("kind")
    kind = KINDS.get(word.upper().replace(" ", "_"))
    if kind is None:
        unknown = f"“{word}” is no kind of deposit.{did_you_mean(word, KINDS)}"
        why = why_not_valued(word)
        row.refuse("kind", unknown if why is None else why[0].upper() + why[1:])
    return kind


def _maturity(row: RowFields, kind: DepositKind | None, start: date | None) -> date | None:
    """The maturity of the row; a PPF has it by law where the cell is empty."""
    if kind is None or start is None or row.text("maturity"):
        return row.day("maturity")
    return usual_maturity(kind, start) or row.day("maturity")


def _changes(row: RowFields) -> tuple[RateChange, ...]:
    read = [(part.day("date"), _rate(part, "rate")) for part in row.dated_parts("rate_changes", "rate")]
    return tuple(RateChange(on, rate) for on, rate in read if on is not None and rate is not None)


def _needed_rate(row: RowFields) -> float | None:
    rate = _rate(row, "rate")
    if rate is None and not row.problems:
        row.refuse("rate", "The rate is missing.")
    return rate


def _rate(row: RowFields, column: str) -> float | None:
    """A fraction a year, or percent where the cell has a % sign or the column is called so; 7.1 alone is refused, not guessed."""
    in_percent = f"{column}_percent"
    if row.has(in_percent):
        percent = row.number(in_percent)
        rate = None if percent is None else percent / 100
    else:
        rate = row.number(column)
        if rate is not None and row.text(column).endswith("%"):
            rate /= 100
    if rate is not None and not -1 < rate < 1:
        row.refuse(column, f"{rate:g} would be {rate * 100:g} % a year. Write 7.1 % as 0.071 or with its % sign.")
    return rate


def _payout(row: RowFields, column: str, usual: Payout) -> Payout:
    word = row.text(column).upper().replace(" ", "_").replace("-", "_")
    if not word:
        return usual
    if word not in PAYOUTS:
        row.refuse(column, f"“{row.text(column)}” is not known.{did_you_mean(word, [one.value for one in Payout])}")
    return PAYOUTS.get(word, usual)


FORMAT = BrokerTable(
    name="deposits",
    title="Deposits",
    needs="maturity date amount",
    any_of="rate rate_percent",
    columns={
        "kind": "kind type",
        "date": "start start_date opened from",
        "maturity": "maturity maturity_date matures until to",
        "amount": "amount principal instalment installment face_value",
        "rate": "rate rate_of_interest interest_rate interest coupon",
        "rate_percent": "rate_percent rate_of_interest_percent rate_pct",
        "rate_changes": "rate_changes rate_history later_rates",
        "closed_on": "closed_on closed_early_on closed closure_date closing_date",
        "closed_rate": "closed_rate closing_rate rate_paid",
        "closed_rate_percent": "closed_rate_percent closing_rate_percent rate_paid_percent",
        "penalty": "penalty",
        "instalments": "instalments instalments_paid paid_every frequency contributions",
        "penalty_percent": "penalty_percent penalty_pct",
    },
    read_row=_deposit,
)
