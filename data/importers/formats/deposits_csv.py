"""What does a list of deposits say? Fixed and recurring deposits, PPF and bonds by their terms, one a row."""

from __future__ import annotations

from core.errors import BenchmarkingError
from core.ledger.deposits import Deposit, DepositKind, Payout
from core.wording import did_you_mean
from data.importers.columns.field_values import DateOrder
from data.importers.columns.row_fields import LONGEST_NAME, RowFields
from data.importers.files.spreadsheet_text import restored
from data.importers.files.table import HeadedTable
from data.importers.formats.table_format import TableFormat, order_of
from data.importers.reading import ImportReading, RowProblem

ALIASES = {
    "kind": ("type",),
    "start": ("start_date", "opened", "from"),
    "maturity": ("maturity_date", "matures", "until", "to"),
    "amount": ("principal", "instalment", "installment", "face_value"),
    "rate": ("rate_of_interest", "interest_rate", "interest", "coupon"),
    "rate_percent": ("rate_of_interest_percent", "rate_pct"),
}
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


def fits(names: frozenset[str]) -> bool:
    def has(name: str) -> bool:
        return name in names or bool(names & set(ALIASES.get(name, ())))

    return has("maturity") and has("start") and has("amount") and (has("rate") or has("rate_percent"))


def read(table: HeadedTable) -> ImportReading:
    """All deposits of the file."""
    table = table.calling(ALIASES)
    order, unsure = order_of(table, "start", DateOrder.DMY)
    shown = dict(zip(table.names, table.columns, strict=True))
    found: list[Deposit] = []
    problems: list[RowProblem] = []
    for one in table.rows:
        row = RowFields(one.line, dict(zip(table.names, one.cells, strict=False)), shown, order=order)
        made = deposit(row)
        found += [made] if made and not row.problems else []
        problems += row.problems
    return ImportReading(FORMAT.name, deposits=tuple(found), problems=tuple(problems), notes=unsure)


def deposit(row: RowFields) -> Deposit | None:
    """One deposit; a PPF account compounds once a year unless the row says otherwise, all others every quarter."""
    kind = KINDS.get(row.text("kind").upper().replace(" ", "_"))
    if kind is None:
        row.refuse("kind", f"“{row.text('kind')}” is no kind of deposit.{did_you_mean(row.text('kind'), KINDS)}")
    usual = Payout.ANNUALLY if kind is DepositKind.PPF else Payout.QUARTERLY
    amount, rate, start, maturity = row.number("amount"), _rate(row), row.on("start"), row.on("maturity")
    compounding, payout = _payout(row, "compounding", usual), _payout(row, "payout", Payout.NONE)
    currency, name = row.currency("currency", "INR"), restored(row.exact("name"))[:LONGEST_NAME]
    if amount is None or amount <= 0:
        row.refuse("amount", "An amount above 0 is needed.")
    if row.problems or kind is None or amount is None or rate is None or start is None or maturity is None:
        return None
    try:
        return Deposit(kind, name, amount, rate, start, maturity, currency, compounding, payout)
    except BenchmarkingError as error:
        said = error.message.removeprefix(name)
        row.refuse(
            next((one for one in ("payout", "maturity", "amount", "rate", "currency") if one in said), ""),
            error.message,
        )
        return None


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


FORMAT = TableFormat("deposits", "Deposits", fits, read)
