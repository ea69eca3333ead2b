"""What is in the files people bring? Uploaded bytes become transactions, deposits and prices, or a problem with its line.

Begin with ``reading`` (what comes out of a file), then ``formats`` (how each broker's is read) and ``export`` (the way back).
"""

from data.importers.columns.field_values import DateOrder, DecimalSign
from data.importers.columns.mapping import COLUMN_FIELDS, ColumnMapping, MappingDraft, SignMeaning
from data.importers.columns.mapping_guess import MappingGuess, guess_mapping
from data.importers.errors import (
    ArchiveBombError,
    FileTooLargeError,
    ProtectedFileError,
    UnknownFormatError,
    UnreadableFileError,
)
from data.importers.export import export_deposits, export_transactions
from data.importers.files.file_content import MAX_BYTES, MAX_ROWS
from data.importers.formats.recognise import FORMATS, read_transactions
from data.importers.formats.symbols import suggested_symbol, suggested_symbols
from data.importers.prices.files import read_prices
from data.importers.prices.options import PriceOptions, PriceValues
from data.importers.reading import ImportReading, PriceReading, RowProblem, Security, YieldRecord

__all__ = [
    "COLUMN_FIELDS",
    "FORMATS",
    "MAX_BYTES",
    "MAX_ROWS",
    "ArchiveBombError",
    "ColumnMapping",
    "DateOrder",
    "DecimalSign",
    "FileTooLargeError",
    "ImportReading",
    "MappingDraft",
    "MappingGuess",
    "PriceOptions",
    "PriceReading",
    "PriceValues",
    "ProtectedFileError",
    "RowProblem",
    "Security",
    "SignMeaning",
    "UnknownFormatError",
    "UnreadableFileError",
    "YieldRecord",
    "export_deposits",
    "export_transactions",
    "guess_mapping",
    "read_prices",
    "read_transactions",
    "suggested_symbol",
    "suggested_symbols",
]
