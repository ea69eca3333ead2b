"""Does this text fit into its column? Lengths and characters that every database can keep."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from core.errors import InvalidSpecification

_CURRENCY = re.compile(r"[A-Z]{3}")
_CONTROL = ("Cc", "Cs")


@lru_cache(maxsize=4096)  # few names come very often
def checked_text(text: str, longest: int, what: str) -> str:
    """``text`` unchanged; raises InvalidSpecification naming ``what`` when it is too long or holds control characters."""
    if len(text) > longest:
        raise InvalidSpecification(
            f"{what} may have at most {longest} characters, but has {len(text)}: “{text[:40]}…”. Shorten it."
        )
    if any(unicodedata.category(character) in _CONTROL for character in text):
        raise InvalidSpecification(f"{what} holds characters that cannot be shown. Remove them.")
    return text


def checked_currency(currency: str, what: str) -> str:
    """``currency`` unchanged; raises InvalidSpecification unless it is a three-letter code."""
    if not _CURRENCY.fullmatch(currency):
        raise InvalidSpecification(f"{what} must be a three-letter currency code such as USD, not “{currency[:40]}”.")
    return currency
