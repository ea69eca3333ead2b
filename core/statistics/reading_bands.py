"""Is that number high or low? The words that go with a tracking error, an information ratio, a Sharpe ratio and a correlation."""

from __future__ import annotations


def tracking_error_reading(tracking_error: float) -> str:
    """``low`` below 5 % a year, ``moderate`` to 10 %, ``high`` above."""
    if tracking_error < 0.05:
        return "low"
    return "moderate" if tracking_error <= 0.10 else "high"


def information_ratio_reading(information_ratio: float) -> str:
    """``excellent`` above 1, ``good`` from 0.5, ``poor`` below."""
    if information_ratio > 1.0:
        return "excellent"
    return "good" if information_ratio >= 0.5 else "poor"


def sharpe_reading(sharpe: float) -> str:
    """``excellent`` above 2, ``very good`` from 1.5, ``good`` from 1, ``fair`` from 0.5, ``poor`` below."""
    if sharpe > 2.0:
        return "excellent"
    bands = ((1.5, "very good"), (1.0, "good"), (0.5, "fair"))
    return next((word for limit, word in bands if sharpe >= limit), "poor")


def correlation_reading(correlation: float) -> str:
    """``strong`` from 0.7 either way, ``moderate`` from 0.3, ``weak`` nearer to 0; ``negative`` is named."""
    size = abs(correlation)
    word = "strong" if size >= 0.7 else "moderate" if size >= 0.3 else "weak"
    return f"{word} negative" if correlation < 0 and word != "weak" else word
