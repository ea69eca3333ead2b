"""What happens when a program sends percent for fractions? Returns that grow past any number are refused, not answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from core.errors import InvalidSpecification


class TooLarge(InvalidSpecification):
    """Returns that link to more than a number can hold."""

    def __init__(self) -> None:
        super().__init__("These returns are too large to compute with. Give fractions: 0.05 is 5\u202f%.")


@contextmanager
def refuse_too_large() -> Iterator[None]:
    """Raises TooLarge where a number overflows inside; what else NumPy is to raise is said beside it."""
    try:
        with np.errstate(over="raise"):
            yield
    except (FloatingPointError, OverflowError):
        raise TooLarge from None
