"""Are Fama–French files read as published, annual blocks and text left out, wrong units refused?"""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import InvalidSpecification
from core.index.factors import Frequency, factor_regression
from core.returns.series import ReturnSeries
from data.importers.errors import UnreadableFileError
from data.importers.index.fama_french import WrongUnits, read_factors
from tests.real_data import real_file

HEAD = "This file was created by a program.\nThe bill return is of somebody, Inc.\n\n,Mkt-RF,SMB,HML,RF\n"
MONTHS = (
    "192607,    2.96,   -2.30,   -2.87,    0.22\n192608,    2.64,   -1.40,    4.19,    0.25\n"
    "192609, -99.99, 0.1, 0.2, 0.23\n192610,   -3.24,    0.04,    0.51,    0.32\n"
)
ANNUAL = "\n Annual Factors: January-December \n,Mkt-RF,SMB,HML,RF\n  1927,   29.47,   -2.46,   -3.75,    3.12\n\nCopyright\n"


def test_the_annual_block_and_all_text_are_left_out() -> None:
    found = read_factors((HEAD + MONTHS + ANNUAL).encode(), "ff3.csv")
    assert (found.names, found.frequency) == (("Mkt-RF", "SMB", "HML"), Frequency.MONTHLY)
    assert [str(one) for one in found.dates] == ["1926-07-01", "1926-08-01", "1926-10-01"]
    assert found.values[0] == pytest.approx([0.0296, 0.0264, -0.0324])
    assert found.risk_free == pytest.approx([0.0022, 0.0025, 0.0032])


def test_daily_momentum_without_a_risk_free_rate() -> None:
    found = read_factors(b"Momentum\n\n,Mom\n19261103,0.56\n19261104,-0.50\n19261105,1.17\n", "mom.csv")
    assert (found.names, found.frequency, found.risk_free) == (("Mom",), Frequency.DAILY, None)
    assert str(found.dates[0]) == "1926-11-03"


@pytest.mark.parametrize(
    "rows",
    [
        "192607,0.0296,-0.023,-0.0287,0.0022\n192608,0.0264,-0.014,0.0419,0.0025\n",  # fractions
        "192607,2.96,-2.30,-2.87,3.1\n192608,-2.64,1.40,4.19,3.2\n",  # an annual risk-free rate
        "19260701,2.96,-2.30,-2.87,0.22\n19260702,-2.64,1.40,4.19,0.25\n",  # a monthly risk-free rate on days
        "192607,296,-230,-287,0.22\n192608,-264,140,419,0.25\n",  # basis points
    ],
)
def test_wrong_units_are_refused(rows: str) -> None:
    with pytest.raises(WrongUnits, match="in percent"):
        read_factors((HEAD + rows).encode(), "ff3.csv")


@pytest.mark.parametrize(
    "text",
    [
        "Date,close\n2020-01-02,5\n",
        HEAD,
        HEAD + "192613,1,2,3,0.1\n192614,1,2,3,0.1\n",
        HEAD + "192607,1,2,x,0.1\n",
        HEAD + "192608,1,2,3,0.1\n192607,1,2,3,0.1\n",
        HEAD + "192607,1,2,nan,0.1\n",
    ],
)
def test_files_that_are_something_else(text: str) -> None:
    with pytest.raises((UnreadableFileError, InvalidSpecification)):
        read_factors(text.encode(), "file.csv")


def test_the_real_three_factors_end_before_their_annual_block() -> None:
    path = real_file("factors/ff3_monthly_annual_1926_201812.csv")
    found = read_factors(path.read_bytes(), path.name)
    assert found.dates.size == (2018 - 1926) * 12 + 6
    assert (str(found.dates[0]), str(found.dates[-1])) == ("1926-07-01", "2018-12-01")
    assert found.values[:, -1] == pytest.approx([-0.0955, -0.0261, -0.0151])


def test_the_real_five_factors_explain_their_own_market() -> None:
    path = real_file("factors/ff5_monthly_1963_202602.csv")
    found = read_factors(path.read_bytes(), path.name)
    assert found.names == ("Mkt-RF", "SMB", "HML", "RMW", "CMA")
    assert str(found.dates[-1]) == "2026-02-01"
    assert found.values[:, -1] == pytest.approx([-0.0117, 0.0063, 0.0283, 0.0162, 0.0507])
    noise = np.random.default_rng(1).normal(0, 0.001, found.dates.size)
    market = ReturnSeries("market", found.dates, found.values[0] + found.risk_free + noise)
    told = factor_regression(market, found)
    assert told.loadings[0].value == pytest.approx(1.0, abs=0.01)
    assert told.r_squared > 0.99
