"""How did an index stand at a time? One observation: value, change and what was known of the index then."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from core.errors import InvalidSpecification


@dataclass(frozen=True, slots=True)
class IndexObservation:
    """``value``: the level in ``currency``; ``change_percent``: percent since the close before; ``market_cap``: in ``currency``.

    ``timestamp``: with its zone, or taken as UTC; kept in UTC to the microsecond. ``metadata``: plain values for programs.
    """

    symbol: str
    name: str
    region: str
    asset_class: str
    value: float
    currency: str
    timestamp: datetime
    change_percent: float | None = None
    constituents: int | None = None
    market_cap: float | None = None
    metadata: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.symbol.strip():
            raise InvalidSpecification("An index observation needs a symbol.")
        if not (math.isfinite(self.value) and self.value > 0):
            raise InvalidSpecification(f"{self.symbol}: the value must be a positive number.")
        if self.change_percent is not None and not (math.isfinite(self.change_percent) and self.change_percent >= -100):
            raise InvalidSpecification(f"{self.symbol}: the change must be a number of at least −100 (percent).")
        if self.market_cap is not None and not (math.isfinite(self.market_cap) and self.market_cap >= 0):
            raise InvalidSpecification(f"{self.symbol}: the market capitalisation cannot be negative.")
        if self.constituents is not None and self.constituents < 0:
            raise InvalidSpecification(f"{self.symbol}: the number of constituents cannot be negative.")
        zoned = self.timestamp if self.timestamp.tzinfo else self.timestamp.replace(tzinfo=UTC)
        object.__setattr__(self, "timestamp", zoned.astimezone(UTC))
        object.__setattr__(self, "metadata", MappingProxyType(dict(self.metadata)))
