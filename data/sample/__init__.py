"""What does a visitor without data of their own see? The embedded sample: simulated levels and three portfolios.

Begin with ``portfolios`` (whose they are) and ``levels`` (what their prices were); ``make`` writes both anew from ``generator``.
"""

from __future__ import annotations

import os


def sample_wanted() -> bool:
    """Whether there is a sample at all, its portfolios and its levels: unless ``YARDSTICK_SAMPLE=off``."""
    return os.environ.get("YARDSTICK_SAMPLE", "").strip().casefold() not in ("off", "0", "no", "false")
