"""How fast is the scan beside loops and covariance matrices, and the rolling fit beside pandas and statsmodels? Agreement checked."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from core.index.factors import FactorTable, Frequency, factor_regression
from core.index.fit import FitScan, scan
from core.returns.series import ReturnSeries
from core.statistics.periods import rates_per_period
from core.statistics.relative import compare
from core.statistics.rolling import rolling_fit
from timing.timing import check, goal, show, side_by_side

SECURITIES, INDEXES, DAYS, RATE, WINDOW = 500, 25, 2_520, 0.04, 90
PERIODS = 252  # a year, as the peers have them
LOOPED = 20  # securities that the loop over empyrical goes through; its time is that per security


def market() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Returns of the securities and of the indexes, one column each."""
    random = np.random.default_rng(7)
    days = pd.bdate_range("2015-01-01", periods=DAYS)
    shared = random.normal(0.0004, 0.009, DAYS)
    indexes = shared[:, None] * random.uniform(0.5, 1.2, INDEXES) + random.normal(0, 0.005, (DAYS, INDEXES))
    own = indexes[:, random.integers(INDEXES, size=SECURITIES)] + random.normal(0, 0.012, (DAYS, SECURITIES))
    return pd.DataFrame(own, days).add_prefix("S"), pd.DataFrame(indexes, days).add_prefix("I")


def series_of(frame: pd.DataFrame) -> list[ReturnSeries]:
    dates = frame.index.to_numpy().astype("datetime64[D]")
    return [ReturnSeries(str(name), dates, column.to_numpy()) for name, column in frame.items()]


def by_empyrical(own: pd.DataFrame, indexes: pd.DataFrame) -> dict[tuple[str, str], tuple[float, float]]:
    """Alpha and beta of every pair, with the tracking error's parts and totals as empyrical gives them."""
    import empyrical

    found = {}
    for name, one in own.items():
        empyrical.cum_returns_final(one)
        empyrical.annual_volatility(one)
        for other, index in indexes.items():
            alpha, beta = empyrical.alpha_beta(one, index, RATE / 252)
            empyrical.annual_volatility(one - index)
            found[str(name), str(other)] = (float(alpha), float(beta))
    return found


def by_pandas(both: pd.DataFrame) -> pd.DataFrame:
    return both.cov()


def scan_largest_differences(found: FitScan, own: pd.DataFrame, indexes: pd.DataFrame) -> tuple[float, float, float]:
    """Of beta with empyrical's and pandas', and of alpha with empyrical's, which compounds it over the year."""
    pairs = by_empyrical(own.iloc[:, :LOOPED], indexes)
    betas = np.array([beta for _, beta in pairs.values()]).reshape(LOOPED, INDEXES)
    alphas = np.array([alpha for alpha, _ in pairs.values()]).reshape(LOOPED, INDEXES)
    covariance = by_pandas(pd.concat([own, indexes], axis=1)).to_numpy()
    block = covariance[:SECURITIES, SECURITIES:] / np.diag(covariance)[SECURITIES:]
    compounded = (1.0 + found.alpha[:LOOPED] / 252) ** 252 - 1.0
    return (
        float(np.abs(found.beta[:LOOPED] - betas).max()),
        float(np.abs(found.beta - block).max()),
        float(np.abs(compounded - alphas).max()),
    )


def scan_benchmark() -> None:
    own, indexes = market()
    securities, candidates = series_of(own), series_of(indexes)
    both, few = pd.concat([own, indexes], axis=1), own.iloc[:, :1]
    timings = side_by_side(
        {
            "scan": lambda: scan(securities, candidates, RATE, PERIODS),
            "pandas, covariance matrix alone": lambda: by_pandas(both),
            "empyrical, loop over the indexes of one security": lambda: by_empyrical(few, indexes),
        },
        rounds=5,
    )
    show(f"{SECURITIES} securities × {INDEXES} indexes × {DAYS:,} days", timings, "scan")
    beta, by_matrix, alpha = scan_largest_differences(scan(securities, candidates, RATE, PERIODS), own, indexes)
    check("beta against empyrical", beta, 1e-10)
    check("beta against pandas", by_matrix, 1e-10)
    check("alpha, compounded, against empyrical", alpha, 1e-10)
    ours, matrix, loop = (one.median for one in timings.values())
    goal(f"scan against a loop over empyrical ({SECURITIES} × one security's)", loop * SECURITIES / ours, 200)
    goal("scan against a pandas covariance matrix", matrix / ours, 4)


def two_pass(own: np.ndarray, index: np.ndarray) -> np.ndarray:
    """The exact beta of every window: centred on its own means."""
    p, b = (np.lib.stride_tricks.sliding_window_view(one, WINDOW) for one in (own, index))
    p, b = p - p.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    return np.einsum("ij,ij->i", p, b) / np.einsum("ij,ij->i", b, b)


def rolling_by_pandas(own: pd.Series, index: pd.Series, periods: float) -> tuple[pd.Series, pd.Series]:
    """Of returns over the risk-free rate."""
    beta = own.rolling(WINDOW).cov(index) / index.rolling(WINDOW).var()
    return (own.rolling(WINDOW).mean() - beta * index.rolling(WINDOW).mean()) * periods, beta


def rolling_by_statsmodels(own: pd.Series, index: pd.Series) -> np.ndarray:
    """Of returns over the risk-free rate."""
    import statsmodels.api as sm
    from statsmodels.regression.rolling import RollingOLS

    return np.asarray(RollingOLS(own, sm.add_constant(index), window=WINDOW).fit().params)


def rolling_benchmark() -> None:
    frame_own, frame_indexes = market()
    p, b = series_of(frame_own)[0], series_of(frame_indexes)[0]
    rates = rates_per_period(RATE, p)
    own, index, periods = frame_own.iloc[:, 0] - rates, frame_indexes.iloc[:, 0] - rates, p.periods_per_year
    timings = side_by_side(
        {
            "rolling_fit": lambda: rolling_fit(p, b, WINDOW, RATE),
            "pandas": lambda: rolling_by_pandas(own, index, periods),
            "statsmodels, RollingOLS": lambda: rolling_by_statsmodels(own, index),
        },
        rounds=5,
    )
    show(f"Rolling {WINDOW}-day alpha and beta, {DAYS:,} days", timings, "rolling_fit")
    found = rolling_fit(p, b, WINDOW, RATE)
    check(
        "beta against statsmodels",
        float(np.abs(found.beta - rolling_by_statsmodels(own, index)[WINDOW - 1 :, 1]).max()),
        1e-10,
    )
    check(
        "alpha against pandas",
        float(np.abs(found.alpha - rolling_by_pandas(own, index, periods)[0].to_numpy()[WINDOW - 1 :]).max()),
        1e-10,
    )
    for name, spoilt in (("security", p), ("index", b)):
        ticked = spoilt.returns.copy()
        ticked[1_000] = 40.0
        tick = ReturnSeries("tick", spoilt.dates, ticked)
        one, other = (tick, b) if spoilt is p else (p, tick)
        exact = two_pass(one.returns - rates, other.returns - rates)
        difference = np.abs(rolling_fit(one, other, WINDOW, RATE).beta - exact).max()
        check(f"beta against the exact two-pass, a +4000 % tick in the {name}", float(difference), 1e-11)
    ours, pandas, statsmodels = (one.median for one in timings.values())
    goal("rolling_fit against pandas", pandas / ours, 5)
    goal("rolling_fit against statsmodels", statsmodels / ours, 200)


def regression_agreement() -> None:
    """OLS and Newey–West of one pair and of three factors, against statsmodels."""
    import statsmodels.api as sm

    frame_own, frame_indexes = market()
    p, factors = series_of(frame_own)[0], frame_indexes.iloc[:, :3].to_numpy()
    table = FactorTable(("A", "B", "C"), Frequency.DAILY, p.dates, factors.T, np.full(DAYS, RATE / 252))
    ours = factor_regression(p, table)
    model = sm.OLS(p.returns - RATE / 252, sm.add_constant(factors))
    plain = model.fit()
    robust = model.fit(cov_type="HAC", cov_kwds={"maxlags": ours.lags, "use_correction": True})
    told = (ours.alpha, *ours.loadings)
    print("\nAgreement with statsmodels")
    check("coefficients", float(np.abs([one.value for one in told] - plain.params).max()), 1e-10)
    check("ordinary errors", float(np.abs([one.standard_error for one in told] - plain.bse).max()), 1e-10)
    check("Newey–West errors", float(np.abs([one.newey_west_error for one in told] - robust.bse).max()), 1e-10)
    check("R²", abs(ours.r_squared - plain.rsquared), 1e-10)
    pair = compare(p, series_of(frame_indexes)[0], RATE, PERIODS).jensen
    assert pair is not None
    one = sm.OLS(p.returns - RATE / 252, sm.add_constant(factors[:, 0] - RATE / 252))
    hac = one.fit(cov_type="HAC", cov_kwds={"maxlags": pair.lags, "use_correction": True})
    check("alpha of a pair", abs(pair.value - one.fit().params[0] * 252), 1e-10)
    check("its Newey–West error", abs((pair.newey_west_error or 0.0) - hac.bse[0] * 252), 1e-10)


def main() -> None:
    warnings.simplefilter("ignore")  # the peers' own
    scan_benchmark()
    rolling_benchmark()
    regression_agreement()


if __name__ == "__main__":
    main()
