"""What does the health check answer?"""

from __future__ import annotations

from typing import Literal

from studies.answers.fields import Answer


class Health(Answer):
    """Whether the server can work."""

    status: Literal["ok", "unavailable"]
    service: Literal["yardstick"] = "yardstick"
