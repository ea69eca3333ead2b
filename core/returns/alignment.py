"""Which returns of two series belong together? Returns between common dates, linked over the dates that only one of them has."""

from __future__ import annotations

from core.returns.common_returns import common_returns, share_days
from core.returns.series import ReturnSeries


def aligned_returns(first: ReturnSeries, second: ReturnSeries) -> tuple[ReturnSeries, ReturnSeries]:
    """Both series on their common dates, as :func:`core.returns.common_returns.common_returns` aligns any number; errors as there."""
    if first.dates.size and share_days([first, second]):
        return first, second
    shared = common_returns([first, second])
    return shared.series(0), shared.series(1)
