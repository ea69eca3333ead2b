"""How do published factor files come in, and go? The door through which the page reads, keeps and forgets them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import streamlit as st

from core.index.factors import FactorTable
from data.importers.index.fama_french import read_factors
from data.store.index.factor_tables import FACTOR_NAME_LENGTH
from data.store.index.factors import FactorSummary, StoredFactors, delete_factors, save_factors, summary_of
from ui.reads.portfolio import engine

__all__ = ["FactorSummary", "StoredFactors", "summary_of"]

FILE_ENDINGS = ["csv", "zip", "txt", "xlsx", "gz"]
CURRENCIES = ["USD", "EUR", "GBP", "INR", "JPY", "CAD", "CHF", "AUD"]  # the library of Kenneth French is in dollars


@st.cache_data(max_entries=8, show_spinner="Reading the file …")
def read_factor_file(content: bytes, file_name: str) -> FactorTable:
    """What a file as published holds; raises UnreadableFileError, WrongUnits."""
    return read_factors(content, file_name)


def suggested_name(file_name: str) -> str:
    """The file's name without its ending, as a table can be called."""
    stem = re.sub(r"(\.(csv|zip|txt|xlsx|gz))+$", "", file_name.strip(), flags=re.IGNORECASE)
    plain = "".join(one if one.isprintable() and one != "/" else " " for one in stem)
    return " ".join(plain.replace("_", " ").split())[:FACTOR_NAME_LENGTH].strip(" .") or "Factors"


def keep_factors(tables: Iterable[StoredFactors]) -> None:
    """Stores all of them over those of the same names, or none."""
    save_factors(engine(), list(tables))


def forget_factors(name: str) -> None:
    """Deletes a table; raises NotFound."""
    delete_factors(engine(), name)
