"""Which returns of two series belong together? Returns between common dates, linked over the dates that only one of them has."""

from __future__ import annotations

from core.returns.common_returns import common_returns
from core.returns.series import ReturnSeries


def aligned_returns(first: ReturnSeries, second: ReturnSeries) -> tuple[ReturnSeries, ReturnSeries]:
    """Both series on their common dates, as :func:`core.returns.common_returns.common_returns` aligns any number; errors as there."""
    shared = common_returns([first, second])
    if shared.dates is first.dates and shared.since is first.since:
        return first, second
    return shared.series(0), shared.series(1)
