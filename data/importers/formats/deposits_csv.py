"""What does a list of deposits say? Fixed and recurring deposits, PPF and bonds by their terms, one a row."""

from __future__ import annotations

from core.errors import InvalidSpecification
from core.ledger.deposits import Deposit, DepositKind, Payout
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
PAYOUTS = {"": Payout.NONE, "YEARLY": Payout.ANNUALLY, "ANNUAL": Payout.ANNUALLY, "QUARTER": Payout.QUARTERLY}
PAYOUTS |= {one.value: one for one in Payout}
HIGHEST_RATE = 1.0


def _deposit(row: RowFields) -> tuple[Deposit, ...]:
    """One deposit; a PPF account compounds once a year unless the row says otherwise, all others every quarter."""
    kind = KINDS.get(row.text("kind").upper().replace(" ", "_"))
    if kind is None:
        row.refuse("kind", f"“{row.text('kind')}” is no kind of deposit.{did_you_mean(row.text('kind'), KINDS)}")
    usual = Payout.ANNUALLY if kind is DepositKind.PPF else Payout.QUARTERLY
    amount, rate, start, maturity = row.number("amount"), _rate(row), row.day("date"), row.day("maturity")
    compounding, payout = _payout(row, "compounding", usual), _payout(row, "payout", Payout.NONE)
    currency, name = row.whole_currency("currency", "INR"), restored(row.exact("name"))[:LONGEST_NAME]
    if amount is None or amount <= 0:
        row.refuse("amount", "An amount above 0 is needed.")
    if row.problems or kind is None or amount is None or rate is None or start is None or maturity is None:
        return ()
    try:
        return (Deposit(kind, name, amount, rate, start, maturity, currency, compounding, payout),)
    except InvalidSpecification as error:
        row.refuse(error.field, error.message)
        return ()


def _rate(row: RowFields) -> float | None:
    """A fraction a year, or percent where the cell has a % sign or the column is called so; 7.1 alone is refused, not guessed."""
    if row.has("rate_percent"):
        percent = row.number("rate_percent")
        rate = None if percent is None else percent / 100
    else:
        rate = row.number("rate")
        if rate is not None and row.text("rate").endswith("%"):
            rate /= 100
    if rate is None:
        if not row.problems:
            row.refuse("rate", "The rate is missing.")
    elif not 0 <= rate < HIGHEST_RATE:
        row.refuse("rate", f"{rate:g} would be {rate * 100:g} % a year. Write 7.1 % as 0.071 or with its % sign.")
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
    },
    read_row=_deposit,
)
