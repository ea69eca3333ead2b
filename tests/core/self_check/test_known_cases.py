"""Do the known cases hold, and do they fail when the engine is broken the way it once was, where a mirror stays level?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.market.levels import NO_DAYS
from core.returns.series import ReturnSeries
from core.self_check.identities import check_returns
from core.self_check.known_frequencies import FREQUENCIES, at_frequency
from core.self_check.vectors import check_vectors
from core.valuation import contents, portfolio_value
from core.valuation.instruments import FaceValue


def failed() -> set[str]:
    """The names of the known cases that do not hold."""
    return {one.name.removeprefix("Known case: ").split(",")[0] for one in check_vectors().failed}


def test_all_of_them_hold() -> None:
    found = check_vectors()
    assert (found.failed, found.left_out) == ((), ())
    assert len(found.items) >= 45


@pytest.mark.parametrize("name", FREQUENCIES)
def test_the_expected_numbers_are_ordinary_least_squares(name: str) -> None:
    """Worked out here from the formulas of the module's first lines, without the engine."""
    dates, size = FREQUENCIES[name](), 0.1 if name == "daily" else 1.0
    k, days = np.arange(1, dates.size), np.diff(dates).astype(float)
    b = size * (0.005 + 0.02 * np.sin(k))
    p = 0.8 * b + size * (0.003 * np.cos(3 * k) + 0.001)
    a_year, rf = k.size / days.sum() * 365.25, 1.04 ** (days / 365) - 1
    (alpha, beta), *_ = np.linalg.lstsq(np.column_stack([np.ones(k.size), b - rf]), p - rf, rcond=None)
    expected = {
        "volatility": p.std(ddof=1) * a_year**0.5,
        "tracking error": (p - b).std(ddof=1) * a_year**0.5,
        "alpha": alpha * a_year,
        "beta": beta,
        "Sharpe ratio": (p - rf).mean() / (p - rf).std(ddof=1) * a_year**0.5,
    }
    known = {what: pair[0] for what, pair in at_frequency(name).items()}
    assert known == pytest.approx(expected, rel=1e-9)


def test_every_rhythm_scaled_as_days_of_trading_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """252 written into the code: a mirror's alpha and tracking error stay 0, for nought times anything is nought."""
    monkeypatch.setattr(ReturnSeries, "periods_per_year", property(lambda _: 252.0))
    assert {"weekly data", "monthly data", "quarterly data"} <= failed()
    days = FREQUENCIES["monthly"]()
    itself = ReturnSeries("I", days, np.sin(np.arange(days.size)) / 50)
    assert check_returns(itself, itself, 0.04).passed


def test_a_days_gross_flows_instead_of_its_net_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def gross(dates: Any, values: Any, inflows: Any, outflows: Any, dealt: Any) -> Any:
        before = np.concatenate([[0.0], values[:-1]])
        base = before + inflows
        return np.divide(values + outflows, base, out=np.ones_like(base), where=base > 0) - 1.0

    monkeypatch.setattr(portfolio_value, "time_weighted_returns", gross)
    assert {"switch", "one fund", "one fund with cash"} <= failed()


def test_a_missing_valuation_date_before_a_flow_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FaceValue, "changes", property(lambda _: NO_DAYS))
    assert failed() == {"cash that earns"}


def test_a_deposit_that_counts_before_it_bought_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "spent_at_close", lambda into_cash, *_: into_cash)
    assert failed() == {"one fund with cash"}
