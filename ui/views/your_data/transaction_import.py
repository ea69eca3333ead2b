"""What does my file say, and where shall it go? Recognised, previewed, checked, and only then stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from core.errors import BenchmarkingError
from core.ledger.findings import Finding, Severity
from ui.reads.portfolio import portfolios
from ui.views.your_data.column_mapping import mapped_columns
from ui.views.your_data.deposit_table import deposit_table
from ui.views.your_data.new_portfolio import CURRENCIES
from ui.views.your_data.outcome import IMPORT_OUTCOME, forget_outcome
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import empty_state, error_box, guarded, note_line, warning_line
from ui.widgets.upload import bad_rows
from ui.wording.number_format import UNKNOWN, amount_in_full, count, day, quantity
from ui.wording.plain_text import escaped
from ui.wording.spoken_kinds import spoken_kind
from ui.writes.portfolio import (
    FILE_ENDINGS,
    ImportReading,
    Target,
    UnknownFormatError,
    findings_of,
    format_title,
    keep_reading,
    read_transaction_file,
    suggested_symbols,
)

_NEW = "A new portfolio"
_MOST_PREVIEWED, _ROWS_IN_VIEW = 500, 8
_INTO, _NAME, _SUGGESTED = "ys-import-into", "ys-import-name", "ys-import-suggested"
_ABOUT_THE_FILE = ("ys-import-", "ys-map-", "ys-spell")


def transaction_import() -> None:
    """Upload, recognition, preview, and the button that stores."""
    upload = st.file_uploader(
        "Transaction file",
        type=FILE_ENDINGS,
        key="ys-transaction-file",
        on_change=_another_file,
        help="At most 25 MB. The file is read on this computer's Yardstick server and sent nowhere else.",
    )
    if upload is None:
        _what_can_be_brought()
        return
    with guarded("The file"):
        reading = _reading(upload.getvalue(), upload.name)
        if reading is not None:
            _show(reading, upload.name)


def _another_file() -> None:
    """What was asked about the last file is no answer for this one."""
    forget_outcome()
    for key in [str(key) for key in st.session_state if str(key).startswith(_ABOUT_THE_FILE)]:
        del st.session_state[key]


def _what_can_be_brought() -> None:
    empty_state(
        "Bring the export of your broker",
        "Zerodha (tradebook and Coin), Ghostfolio (CSV and JSON), Wealthfolio, Trading 212, FinanceToolkit, Interactive Brokers "
        "(Flex XML), Portfolio Performance (XML) and Yardstick's own CSV are recognised by themselves. Any other CSV or Excel "
        "file works too: you say which column is what. Nothing is stored before you have seen it.",
    )


def _reading(content: bytes, file_name: str) -> ImportReading | None:
    """The file understood, by itself or with the columns the user mapped; None while the mapping is not complete."""
    try:
        return read_transaction_file(content, file_name)
    except UnknownFormatError:
        mapping = mapped_columns(content, file_name)
    if mapping is None:
        return None
    try:
        return read_transaction_file(content, file_name, mapping)
    except BenchmarkingError as error:
        error_box(error)
        return None


def _show(reading: ImportReading, file_name: str) -> None:
    reading = _respelled(reading)
    findings = findings_of(reading)
    _cards(reading, findings)
    for number, note in enumerate(reading.notes):
        note_line(escaped(note, longest=600), f"reading-{number}")
    _tables(reading, findings)
    if reading.transactions or reading.deposits:
        _target(reading, file_name)
    else:
        warning_line("No row of this file could be understood, so there is nothing to import.", "nothing")


def _respelled(reading: ImportReading) -> ImportReading:
    """The symbols as Yahoo spells them, if the user likes (RELIANCE → RELIANCE.NS); a renamed company becomes one holding."""
    spellings = suggested_symbols(reading)
    if not spellings:
        return reading
    before, after = next(iter(spellings.items()))
    wanted = st.toggle(
        f"Name symbols as Yahoo does ({escaped(before)} → {escaped(after)})",
        value=True,
        key="ys-spell",
        help="So that prices can be fetched, and a company that changed its symbol stays one holding.",
    )
    return reading.renamed(spellings) if wanted else reading


def _cards(reading: ImportReading, findings: Sequence[Finding]) -> None:
    rows = reading.transactions
    kinds = Counter(str(row.kind) for row in rows)
    spoken = ", ".join(f"{number} {kind.replace('_', ' ').lower()}" for kind, number in kinds.most_common(4))
    symbols = {row.symbol for row in rows if row.symbol}
    cards = [
        Card("Transactions", f"{len(rows):,}", f"Rows understood: {spoken or 'none'}."),
        Card("Symbols", f"{len(symbols):,}", "Different instruments in the file."),
        Card(
            "Bad rows",
            f"{len(reading.problems):,}",
            "Rows that could not be understood; they are listed below with line and reason.",
        ),
        Card(
            "To look at",
            f"{len(findings):,}",
            "Things that are possible but unlikely, such as selling more than was ever bought.",
        ),
    ]
    span = f", from **{day(min(row.on for row in rows))}** to **{day(max(row.on for row in rows))}**" if rows else ""
    deposits = count(len(reading.deposits), "deposit") if reading.deposits else ""
    transactions = f"{count(len(rows), 'transaction')}{span}" if rows or not deposits else ""
    found = " and ".join(one for one in (transactions, deposits) if one)
    bad = count(len(reading.problems), "row")
    left_out = f" **{bad} could not be read**; see *Bad rows*." if reading.problems else ""
    st.markdown(f"This is **{format_title(reading.format)}**: {found}.{left_out}")
    metric_row(cards, "ys-import-cards")


def _tables(reading: ImportReading, findings: Sequence[Finding]) -> None:
    labels = {
        "preview": "Preview",
        "problems": f"Bad rows ({len(reading.problems)})",
        "findings": f"To look at ({len(findings)})",
    }
    preview, problems, checks = st.tabs(list(labels.values()))
    with preview:
        if reading.transactions:
            _preview(reading)
        if reading.deposits:
            deposit_table(reading.deposits)
        if reading.prices:
            st.caption(f"The file also brings {len(reading.prices):,} prices, which are stored with it.")
    with problems:
        if reading.problems:
            st.caption(
                "These rows are left out. Correct them in the file and import it again: what is there already is not added twice."
            )
        bad_rows(reading.problems, "ys-bad-rows")
    with checks:
        _finding_table(findings)


def _preview(reading: ImportReading) -> None:
    rows = reading.transactions[:_MOST_PREVIEWED]
    columns = {
        "Date": [day(row.on) for row in rows],
        "Kind": [spoken_kind(row.kind) for row in rows],
        "Symbol": [row.symbol for row in rows],
        "Name": [row.name for row in rows],
        "Type": [spoken_kind(row.asset_type) for row in rows],
        "Quantity": [quantity(row.quantity) if row.quantity else "" for row in rows],
        "Price": [_price(row.price, row.currency) for row in rows],
        "Amount": [amount_in_full(row.gross, row.currency, decimals=2) for row in rows],
        "Fees and taxes": [amount_in_full(row.fees + row.taxes, row.currency, decimals=2) for row in rows],
    }
    st.dataframe(
        columns,
        hide_index=True,
        width="stretch",
        height=320 if len(rows) > _ROWS_IN_VIEW else "content",
        column_config={
            one: st.column_config.TextColumn(alignment="right")
            for one in ("Quantity", "Price", "Amount", "Fees and taxes")
        },
    )
    more = len(reading.transactions) - len(rows)
    if more:
        st.caption(f"The first {len(rows)} of {len(reading.transactions):,}; the rest is imported too.")


def _price(price: float | None, currency: str) -> str:
    """To the cent; a NAV that has more decimals with four of them."""
    if price is None:
        return UNKNOWN
    return amount_in_full(price, currency, decimals=2 if abs(price - round(price, 2)) < 5e-5 else 4)


def _finding_table(findings: Sequence[Finding]) -> None:
    if not findings:
        st.caption("Nothing unlikely was found.")
        return
    st.dataframe(
        {
            "": ["▲" if finding.severity is Severity.WARNING else "·" for finding in findings],
            "Symbol": [finding.symbol for finding in findings],
            "Date": [day(finding.on) for finding in findings],
            "What": [finding.message for finding in findings],
        },
        hide_index=True,
        width="stretch",
        column_config={
            "": st.column_config.TextColumn(width="small"),
            "What": st.column_config.TextColumn(width="large"),
        },
    )


def _target(reading: ImportReading, file_name: str) -> None:
    own = {one.id: one for one in portfolios() if not one.simulated}
    likely_name = file_name.rsplit(".", 1)[0][:100]
    _suggest_what_is_there({one.id: one.name for one in own.values()}, file_name, likely_name)
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
    chosen = left.selectbox("Into", ["", *own], format_func=lambda one: own[one].name if one else _NEW, key=_INTO)
    if chosen:
        target = Target(chosen, own[chosen].name, own[chosen].base_currency)
        middle.caption(f"Reported in {target.currency}.")
    else:
        name = middle.text_input("Its name", likely_name, max_chars=120, key=_NAME)
        currencies = tuple(dict.fromkeys((*_likely_currencies(reading), *CURRENCIES)))
        target = Target("", name.strip(), right.selectbox("Reported in", currencies, key="ys-import-currency"))
    number = len(reading.transactions) + len(reading.deposits)
    if st.button(f"Import {count(number, 'row')}", type="primary", icon=":material/upload:", key="ys-import"):
        outcome = keep_reading(reading, target)
        st.session_state[IMPORT_OUTCOME] = outcome
        st.rerun(scope="app")


def _suggest_what_is_there(names: Mapping[str, str], file_name: str, likely_name: str) -> None:
    """A file that was imported before goes into the portfolio it made, where its rows are found again, unless the user says otherwise."""
    landed = st.session_state.get(IMPORT_OUTCOME)
    there = next((one for one, name in names.items() if name == likely_name), "")
    if landed is not None and landed.portfolio_id in names:
        there = landed.portfolio_id
    if st.session_state.get(_SUGGESTED) != (file_name, there):
        st.session_state[_SUGGESTED] = (file_name, there)
        st.session_state[_INTO] = there


def _likely_currencies(reading: ImportReading) -> tuple[str, ...]:
    """The currency the file itself leads to first, then its currencies by how often they occur."""
    found = Counter(row.currency for row in reading.transactions) + Counter(one.currency for one in reading.deposits)
    own = (reading.base_currency,) if reading.base_currency else ()
    return (*own, *(currency for currency, _ in found.most_common()))
