"""What does the health check answer?"""

from __future__ import annotations

from typing import Literal

from api.models.fields import Answer


class Health(Answer):
    """Whether the server can work."""

    status: Literal["ok", "unavailable"]
    service: Literal["yardstick"] = "yardstick"
