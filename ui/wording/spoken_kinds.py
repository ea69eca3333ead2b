"""How are the kind of a transaction and the type of a holding said? As people say them, not as they are stored."""

from __future__ import annotations

_INITIALS = frozenset({"ETF", "PPF", "EPF", "RSU", "ESPP"})


def spoken_kind(stored: str) -> str:
    """``MUTUAL_FUND`` is a ``Mutual fund``, ``RSU_VEST`` an ``RSU vest``, ``ETF`` an ``ETF``."""
    text = kind_in_a_sentence(stored)
    return text[:1].upper() + text[1:]


def kind_in_a_sentence(stored: str) -> str:
    """``MUTUAL_FUND`` is a ``mutual fund``, ``ETF`` an ``ETF``."""
    return " ".join(word if word in _INITIALS else word.lower() for word in stored.split("_"))
