"""Are only those loadings spoken of that chance alone hardly explains, and with the right word for each sign?"""

from __future__ import annotations

import numpy as np
import pytest

from core.index.factor_words import WORDS, behaves_like, is_sure, market_loading, title_of
from core.index.factors import FactorRegression, Frequency, Loading


def regression(**loadings: tuple[float, float]) -> FactorRegression:
    """``name=(value, Newey–West error)``."""
    told = tuple(Loading(name.replace("_", "-"), value, error, error) for name, (value, error) in loadings.items())
    dates = np.datetime64("2020-01-01") + np.arange(60)
    return FactorRegression("own", Frequency.DAILY, 252.0, dates, Loading("alpha", 0.0, 1.0, 1.0), told, 0.5, 0.5, 3)


def test_small_and_cheap_the_surest_first() -> None:
    found = regression(Mkt_RF=(1.1, 0.1), SMB=(0.5, 0.2), HML=(0.6, 0.1), RMW=(0.1, 0.2))
    assert behaves_like(found) == ("cheap", "small")
    market = market_loading(found)
    assert market.value == 1.1


@pytest.mark.parametrize(("value", "sure"), [(2.01, True), (2.0, False), (-2.01, True), (1.0, False), (0.0, False)])
def test_sure_is_beyond_two_errors(value: float, sure: bool) -> None:
    assert is_sure(Loading("SMB", value, 0.1, 1.0)) is sure


def test_a_loading_without_error_is_sure_unless_it_is_nothing() -> None:
    assert is_sure(Loading("SMB", 0.4, 0.0, 0.0))
    assert not is_sure(Loading("SMB", 0.0, 0.0, 0.0))


@pytest.mark.parametrize("factor", [one for one in WORDS if one != "Mkt-RF"])
def test_each_sign_has_its_own_word(factor: str) -> None:
    name = factor.replace("-", "_")
    assert behaves_like(regression(**{name: (0.5, 0.1)})) == (WORDS[factor].positive,)
    assert behaves_like(regression(**{name: (-0.5, 0.1)})) == (WORDS[factor].negative,)


def test_unknown_factors_keep_their_names_and_are_not_spoken_of() -> None:
    assert behaves_like(regression(Quality=(3.0, 0.1))) == ()
    assert market_loading(regression(Quality=(3.0, 0.1))) is None
    assert (title_of("Quality"), title_of("SMB")) == ("Quality", "Size (SMB)")
