"""Which column of an unknown table means what? The mapping a person confirms before a generic file is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from core.errors import InvalidSpecification
from core.ledger.transaction import AssetType, TransactionKind
from core.wording import did_you_mean
from data.importers.columns.field_values import DateOrder, DecimalSign


class SignMeaning(StrEnum):
    """What a minus sign says in a file. Where a column names the kind, signs say nothing."""

    NONE = "NONE"
    NEGATIVE_QUANTITY_IS_SALE = "NEGATIVE_QUANTITY_IS_SALE"
    NEGATIVE_AMOUNT_IS_PURCHASE = "NEGATIVE_AMOUNT_IS_PURCHASE"
    NEGATIVE_AMOUNT_IS_WITHDRAWAL = "NEGATIVE_AMOUNT_IS_WITHDRAWAL"


_FIELDS = (
    "date kind symbol name asset_type quantity price amount fees taxes currency fx_rate fair_market_value reference"
)
COLUMN_FIELDS = tuple(_FIELDS.split())


@dataclass(frozen=True, slots=True)
class MappingDraft:
    """A mapping that may still lack columns. Headers by meaning ("" = no such column) and how values are written.

    ``default_kind`` stands where neither a column nor a sign tells the kind; ``default_currency`` where no column tells it ("" refuses
    such rows). ``amount_includes_costs``: the amount is what moved in the account, so fees and taxes are taken out of it.
    ``extra_kinds``: the file's own words for a kind, before the known ones. ``header_line`` counts from 1 in the file; ``encoding`` is
    "xlsx" for a workbook, whose cells have no text encoding.
    """

    date: str = ""
    kind: str = ""
    symbol: str = ""
    name: str = ""
    asset_type: str = ""
    quantity: str = ""
    price: str = ""
    amount: str = ""
    fees: str = ""
    taxes: str = ""
    currency: str = ""
    fx_rate: str = ""
    fair_market_value: str = ""
    reference: str = ""
    date_order: DateOrder = DateOrder.YMD
    decimal_sign: DecimalSign = DecimalSign.POINT
    signs: SignMeaning = SignMeaning.NONE
    default_kind: TransactionKind | None = None
    default_currency: str = ""
    default_asset_type: AssetType = AssetType.STOCK
    amount_includes_costs: bool = False
    extra_kinds: tuple[tuple[str, TransactionKind], ...] = ()
    header_line: int = 1
    delimiter: str = ","
    encoding: str = "utf-8"
    sheet: str = ""

    def columns(self) -> Iterator[tuple[str, str]]:
        """Each meaning that has a column, with its header."""
        for one in fields(self):
            if one.name in COLUMN_FIELDS and (header := getattr(self, one.name)):
                yield one.name, header

    def completed(self, **changes: Any) -> ColumnMapping:
        """The mapping with these changes, ready to read with; raises InvalidSpecification for what is still missing."""
        return ColumnMapping(**({one.name: getattr(self, one.name) for one in fields(MappingDraft)} | changes))


@dataclass(frozen=True, slots=True)
class ColumnMapping(MappingDraft):
    """A mapping with all that reading a file needs: checked at birth."""

    def __post_init__(self) -> None:
        if not self.date:
            raise InvalidSpecification("A column with the date is needed. Choose one.")
        if not self.amount and not (self.quantity and (self.price or self.kind)):
            raise InvalidSpecification(
                "A column with the amount is needed, or one with the quantity and one with the price."
            )
        used = [column for _, column in self.columns()]
        doubled = next((column for column in used if used.count(column) > 1), None)
        if doubled is not None:
            raise InvalidSpecification(
                f"The column “{doubled}” is given two meanings. Choose one of them.", column=doubled
            )

    def check_headers(self, headers: tuple[str, ...]) -> None:
        """Raises InvalidSpecification when the file has no column of a name given here."""
        for meaning, header in self.columns():
            if header not in headers:
                raise InvalidSpecification(
                    f"The file has no column “{header}” for the {meaning.replace('_', ' ')}.{did_you_mean(header, headers)}",
                    column=header,
                )
