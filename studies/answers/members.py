"""Who is in the index, and in which sectors? Weights as fractions."""

from __future__ import annotations

import datetime as dt

from core.errors import InsufficientData
from core.index.constituents import ConstituentList, sector_weights
from studies.answers.fields import Answer, Finite


class ConstituentOut(Answer):
    """One member."""

    symbol: str
    name: str
    weight: Finite | None
    sector: str
    added: dt.date | None
    removed: dt.date | None


class ConstituentsOut(Answer):
    """The members of an index, with the weight of each sector as fractions, largest first; null without weights."""

    index: str
    as_of: dt.date | None
    source: str
    constituents: list[ConstituentOut]
    sector_weights: dict[str, float] | None
    reasons: dict[str, str]


def constituents_answer(listed: ConstituentList) -> ConstituentsOut:
    """The list with the weights of its sectors."""
    weights, reasons = _weights(listed)
    return ConstituentsOut.from_result(listed, sector_weights=weights, reasons=reasons)


def _weights(listed: ConstituentList) -> tuple[dict[str, float] | None, dict[str, str]]:
    try:
        return dict(sector_weights(listed)), {}
    except InsufficientData as error:
        return None, {"sector_weights": error.message}
