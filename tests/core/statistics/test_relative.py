"""Do the comparison's statistics hold against published numbers, plain formulas and each other, and own up where undefined?"""

from __future__ import annotations

import csv
import math
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import InsufficientData, InsufficientHistoryError, InvalidSpecification
from core.market.levels import Floats, LevelSeries, to_days
from core.market.yields import YieldSeries
from core.returns.alignment import aligned_returns
from core.returns.series import ReturnSeries, returns_of
from core.statistics import relative
from core.statistics import undefined as sentences
from core.statistics.capture import NO_FALL, NO_RISE
from core.statistics.jensen_alpha import newey_west_lags, student_quantile
from core.statistics.moments import downside_deviation
from core.statistics.relative import Comparison
from tests.real_data import real_file

DAYS = np.datetime64("2020-01-01") + np.arange(4000)


def compare(
    own: ReturnSeries,
    market: ReturnSeries,
    rate: float | Floats | YieldSeries = 0.04,
    a_year: float = 252,
    *rest: int,
    **named: float,
) -> Comparison:
    """By as many periods as are asked for; those of the data are tested in test_periods."""
    return relative.compare(own, market, rate, a_year, *rest, **named)  # type: ignore[arg-type]


def series(returns: Floats | list[float], name: str = "p", first: str = "2020-01-01") -> ReturnSeries:
    return ReturnSeries(name, np.datetime64(first) + np.arange(len(returns)), np.array(returns, dtype=float))


def months(returns: list[float], name: str) -> ReturnSeries:
    ends = np.arange("2023-02", "2030-01", dtype="datetime64[M]").astype("datetime64[D]") - 1
    return ReturnSeries(name, ends[: len(returns)], np.array(returns))


def random_pair(n: int = 300, seed: int = 3) -> tuple[ReturnSeries, ReturnSeries]:
    random = np.random.default_rng(seed)
    market = random.normal(0.0004, 0.01, n)
    return series(0.0001 + 0.8 * market + random.normal(0, 0.004, n)), series(market, "b")


TWELVE = (
    months([0.052, 0.031, -0.024, 0.048, 0.029, 0.015, 0.063, -0.012, 0.037, 0.051, 0.028, 0.042], "portfolio"),
    months([0.045, 0.028, -0.019, 0.032, 0.021, 0.018, 0.055, -0.009, 0.031, 0.042, 0.025, 0.038], "index"),
)


FIVE_DAYS = to_days(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"])
STOCK = LevelSeries("stock", FIVE_DAYS, np.array([100.0, 105, 110, 125, 130]), "USD")
INDEX = LevelSeries("index", FIVE_DAYS, np.array([4500.0, 4550, 4600, 4875, 4950]), "USD")


class TestReferenceNumbers:
    FIVE = compare(returns_of(STOCK), returns_of(INDEX), 0.0, 252, minimum_observations=4)
    MONTHLY = compare(*TWELVE, 0.045, 12, minimum_observations=12)

    @pytest.mark.parametrize(
        ("compared", "name", "value"),
        [
            (FIVE, "total_return", 0.30),
            (FIVE, "benchmark_total_return", 0.10),
            (FIVE, "excess_return", 0.20),
            (FIVE, "beta", 1.8844436574588137),
            (FIVE, "correlation", 0.9840641457039541),
            (FIVE, "tracking_error", 0.3570410055665838),
            (FIVE, "volatility", 0.721431166488606),
            (FIVE, "benchmark_volatility", 0.37673429063523656),
            (FIVE, "information_ratio", 31.181478059859398),
            (FIVE, "alpha", 5.713334574897507),
            (FIVE, "alpha_without_risk_free", 5.713334574897507),
            (MONTHLY, "total_return", 0.4206903730310205),
            (MONTHLY, "benchmark_total_return", 0.3508444634617838),
            (MONTHLY, "beta", 1.2042158544098305),
            (MONTHLY, "r_squared", 0.9752497923311004),
            (MONTHLY, "sharpe", 3.4960001331425237),
            (MONTHLY, "tracking_error", 0.020703535051685342),
            (MONTHLY, "information_ratio", 2.5599492969528224),
            (MONTHLY, "alpha", -0.0005045538553754836),
            (MONTHLY, "risk_free_rate", 0.045),
        ],
    )
    def test_reference(self, compared: Comparison, name: str, value: float) -> None:
        assert getattr(compared, name) == pytest.approx(value, rel=1e-9)

    def test_seven_points_ahead_is_beta_and_not_alpha(self) -> None:
        assert self.MONTHLY.jensen.interval is not None
        low, high = self.MONTHLY.jensen.interval
        assert low < 0 < high
        assert self.MONTHLY.selection_share < 0.01


class TestBacon:
    """Bacon 2008, the worked portfolio of 24 months, as printed."""

    @pytest.fixture
    def returns(self) -> tuple[ReturnSeries, ReturnSeries]:
        with real_file("reference/bacon_monthly_returns.csv").open(encoding="utf-8") as file:
            days, own, market, *_ = zip(*[row for row in csv.reader(file) if row][1:], strict=True)
        return tuple(
            ReturnSeries(name, to_days(days), np.array(one, float)) for name, one in (("1", own), ("2", market))
        )  # type: ignore[return-value]

    def printed(self, call: str) -> float:
        with real_file("reference/bacon_ratios_expected.csv").open(encoding="utf-8") as file:
            return next(float(row["expected"]) for row in csv.DictReader(file) if call in row["r_call"])

    def test_jensens_alpha_of_annualised_returns(self, returns: tuple[ReturnSeries, ReturnSeries]) -> None:
        alpha = compare(*returns, 0.0, 12).alpha_annualised_returns
        assert round(alpha or 0, 3) == self.printed("SFM.jensenAlpha")
        assert round(alpha or 0, 4) == pytest.approx(-0.0142)

    def test_downside_deviation(self, returns: tuple[ReturnSeries, ReturnSeries]) -> None:
        monthly = downside_deviation(returns[0].returns, 0.005)
        assert round(monthly, 4) == self.printed("DownsideDeviation")
        compared = compare(*returns, 0.0, 12, target=0.06)
        assert compared.downside_deviation == pytest.approx(monthly * math.sqrt(12), rel=1e-12)

    def test_sortino_is_kappa_of_order_two(self, returns: tuple[ReturnSeries, ReturnSeries]) -> None:
        sortino = compare(*returns, 0.0, 12, target=0.06).sortino
        assert round((sortino or 0) / math.sqrt(12), 3) == self.printed("Kappa")

    def test_m_squared_of_annualised_returns(self, returns: tuple[ReturnSeries, ReturnSeries]) -> None:
        compared = compare(*returns, 0.0, 12)
        geometric = math.sqrt(1 + compared.total_return) - 1
        printed = geometric * compared.benchmark_volatility / compared.volatility
        assert round(printed, 5) == self.printed("MSquared")  # ours takes the arithmetic mean, as its Sharpe ratio does
        assert compared.m_squared == pytest.approx(printed * compared.mean_return / geometric, rel=1e-12)

    def test_beta(self, returns: tuple[ReturnSeries, ReturnSeries]) -> None:
        compared = compare(*returns, 0.0, 12)
        slope = np.polyfit(returns[1].returns, returns[0].returns, 1)[0]
        assert compared.beta == pytest.approx(slope, rel=1e-12)
        fama = compared.volatility / compared.benchmark_volatility
        assert round(fama, 2) == self.printed("FamaBeta")
        assert compared.correlation == pytest.approx(slope / fama, rel=1e-12)

    def test_captures_are_of_the_observations(self, returns: tuple[ReturnSeries, ReturnSeries]) -> None:
        up = returns[1].returns > 0
        own, market = (np.prod(1 + one.returns[up]) ** (1 / up.sum()) - 1 for one in returns)
        assert compare(*returns, 0.0, 12).up_capture == pytest.approx(own / market, rel=1e-10)


class TestJensensErrors:
    def test_both_errors_are_those_of_the_textbook_matrices(self) -> None:
        own, market = random_pair(250)
        compared = compare(own, market, 0.03)
        excess, x = own.returns - 0.03 / 252, np.column_stack([np.ones(250), market.returns - 0.03 / 252])
        bread = np.linalg.inv(x.T @ x)
        coefficients = bread @ x.T @ excess
        residuals = excess - x @ coefficients
        ordinary = math.sqrt(residuals @ residuals / 248 * bread[0, 0])
        scores, lags = x * residuals[:, None], newey_west_lags(250)
        meat = scores.T @ scores
        for lag in range(1, lags + 1):
            product = scores[lag:].T @ scores[:-lag]
            meat += (1 - lag / (lags + 1)) * (product + product.T)
        robust = math.sqrt((bread @ meat @ bread)[0, 0] * 250 / 248)
        alpha = compared.jensen
        assert alpha.value == pytest.approx(coefficients[0] * 252, rel=1e-9)
        assert alpha.standard_error == pytest.approx(ordinary * 252, rel=1e-9)
        assert alpha.newey_west_error == pytest.approx(robust * 252, rel=1e-9)
        assert alpha.t == pytest.approx(coefficients[0] / robust, rel=1e-9)
        assert alpha.interval[1] - alpha.value == pytest.approx(robust * 252 * student_quantile(248), rel=1e-9)
        half = math.sqrt((bread @ meat @ bread)[1, 1] * 250 / 248) * student_quantile(248)
        assert compared.beta_interval == pytest.approx((coefficients[1] - half, coefficients[1] + half), rel=1e-9)

    def test_the_t_quantile_is_the_printed_one(self) -> None:
        assert student_quantile(10) == pytest.approx(2.228138852, abs=1e-8)
        assert student_quantile(100_000) == pytest.approx(1.959964, abs=1e-4)

    @pytest.mark.parametrize(("n", "lags"), [(2, 1), (20, 2), (100, 4), (252, 4), (2520, 8)])
    def test_lags(self, n: int, lags: int) -> None:
        assert newey_west_lags(n) == lags

    def test_a_pure_multiple_has_an_alpha_without_error(self) -> None:
        _, market = random_pair(60)
        compared = compare(series(2 * market.returns), market, 0.0)
        assert compared.beta == pytest.approx(2, rel=1e-12)
        assert compared.alpha == pytest.approx(0, abs=1e-15)
        assert compared.jensen.t is None
        assert compared.reasons["jensen.t"] == compared.reasons["beta_interval"] == sentences.NO_ERROR

    def test_a_newey_west_error_of_nothing_leaves_t_and_interval_unknown(self) -> None:
        found = compare(series([0.0, 100.0, -0.999999, 100.0]), series([-1.0, 0.0, -1.0, 0.0], "b"), 0.0, 12, 2)
        assert found.jensen.standard_error is not None
        assert (found.jensen.newey_west_error, found.jensen.t, found.jensen.interval) == (None, None, None)
        assert found.reasons["jensen.t"] == sentences.NO_ERROR
        two = compare(series([0.01, 0.02]), series([0.0, 0.03]), minimum_observations=2)
        assert two.jensen.standard_error is None


class TestAlphaOptions:
    def test_geometric_compounds_the_periods_alpha(self) -> None:
        compared = compare(*random_pair())
        assert compared.alpha_geometric == pytest.approx((1 + compared.alpha / 252) ** 252 - 1, rel=1e-12)

    def test_an_alpha_below_minus_one_hundred_percent_a_period_is_not_compounded(self) -> None:
        compared = compare(series([0.0, 0.9, -0.9] * 10), series([2.0, 2.1, 1.9] * 10, "b"), 0.0, 12.5)
        assert compared.alpha == pytest.approx(-18 * 12.5)
        assert compared.alpha_geometric is None
        assert compared.reasons["alpha_geometric"] == sentences.MORE_THAN_ALL
        nearly_all = compare(series([-0.9, 5.0, -1.0]), series([0.01, 10.0, 0.0], "b"), 0.0, 12.5, 2)
        assert nearly_all.alpha > -12.5
        assert isinstance(nearly_all.alpha_geometric, float)

    def test_whole_period_is_capm_on_the_totals(self) -> None:
        compared = compare(*random_pair(), 0.05)
        risk_free = (1 + 0.05 / 252) ** 300 - 1
        market = risk_free + compared.beta * (compared.benchmark_total_return - risk_free)
        assert compared.alpha_whole_period == pytest.approx(compared.total_return - market, rel=1e-12)

    def test_a_part_of_a_year_is_not_annualised(self) -> None:
        compared = compare(*random_pair(251))
        assert compared.alpha_annualised_returns is None
        assert compared.reasons["alpha_annualised_returns"] == sentences.PART_YEAR
        assert compare(*random_pair(252)).alpha_annualised_returns is not None


class TestRiskFree:
    def test_a_rate_per_date_that_never_changes_is_the_number(self) -> None:
        own, market = random_pair()
        one, other = compare(own, market, 0.05), compare(own, market, np.full(300, 0.05))
        for name in ("alpha", "sharpe", "sortino", "treynor", "m_squared", "risk_free_rate", "alpha_whole_period"):
            assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-9)
        assert one.jensen.newey_west_error == pytest.approx(other.jensen.newey_west_error, rel=1e-9)

    def test_a_moving_rate_is_taken_from_each_return(self) -> None:
        own, market = random_pair()
        rates = np.linspace(0.0, 0.10, 300)
        compared, excess = compare(own, market, rates), own.returns - rates / 252
        assert compared.sharpe == pytest.approx(excess.mean() / excess.std(ddof=1) * math.sqrt(252), rel=1e-12)
        assert compared.risk_free_rate == pytest.approx(0.05, rel=1e-12)

    def test_a_yield_counts_from_the_period_after_its_date(self) -> None:
        own, market = random_pair(40)
        yields = YieldSeries("x", to_days(["2019-12-31", "2020-01-20"]), np.array([0.02, 0.08]))
        per_date = np.where(own.dates <= np.datetime64("2020-01-20"), 0.02, 0.08)
        assert compare(own, market, yields).sharpe == pytest.approx(compare(own, market, per_date).sharpe, rel=1e-12)

    def test_rates_must_fit(self) -> None:
        with pytest.raises(InvalidSpecification, match="one per date"):
            compare(*random_pair(), np.full(299, 0.05))
        with pytest.raises(InvalidSpecification, match="rate"):
            compare(*random_pair(), float("nan"))


class TestPath:
    def test_captures_are_of_calendar_months_for_daily_returns(self) -> None:
        pair = random_pair(366)
        months = pair[0].dates.astype("datetime64[M]").astype(int)
        own, market = (
            np.array([np.prod(1 + one.returns[months == month]) for month in np.unique(months)]) for one in pair
        )
        up = market > 1
        expected = [np.prod(one[up]) ** (1 / up.sum()) - 1 for one in (own, market)]
        assert compare(*pair).up_capture == pytest.approx(expected[0] / expected[1], rel=1e-10)

    def test_a_month_without_observations_is_no_month(self) -> None:
        days = to_days(["2023-01-05", "2023-01-20", "2023-04-03", "2023-04-20"])
        pair = [
            ReturnSeries("x", days, np.array(one)) for one in ([0.02, 0.01, 0.03, -0.01], [0.01, 0.01, 0.02, -0.01])
        ]
        own, market = (np.prod(1 + one.returns) ** (1 / 2) - 1 for one in pair)  # of two months, not of four
        assert compare(*pair, minimum_observations=4).up_capture == pytest.approx(own / market, rel=1e-12)

    def test_without_rising_or_falling_months_there_is_no_capture(self) -> None:
        compared = compare(series([0.01, 0.02] * 20), series([0.01, 0.011] * 20, "b"))
        assert compared.down_capture is None
        assert compared.reasons["down_capture"] == NO_FALL
        falling = compare(series([-0.01, -0.02] * 20), series([-0.01, -0.011] * 20, "b"))
        assert falling.reasons["up_capture"] == NO_RISE

    def test_drawdowns_have_their_dates(self) -> None:
        compared = compare(series([0.10, -0.5, 1.5] * 10), series([0.0, 0.01, -0.01] * 10, "b"))
        assert (compared.max_drawdown.peak, compared.max_drawdown.trough) == (date(2020, 1, 1), date(2020, 1, 2))
        assert compared.benchmark_max_drawdown.depth < 0

    def test_the_annualised_information_ratio_has_the_sign_of_the_totals(self) -> None:
        """A verifier's case: 40 % volatility against 15 %, 9.4 % a year against 11.5 %; before compounding it had read +0.14."""
        raw = np.random.default_rng(5).normal(0, 1, (2, 2520))
        raw = (raw - raw.mean(axis=1, keepdims=True)) / raw.std(axis=1, keepdims=True)
        raw[0] -= raw[0] @ raw[1] / 2520 * raw[1]
        a_year = np.array([[math.log(1.094)], [math.log(1.115)]])
        own, market = np.expm1(raw * np.array([[0.40], [0.15]]) / math.sqrt(252) + a_year / 252)
        found = compare(series(own), series(market, "b"))
        assert (found.total_return, found.benchmark_total_return) == pytest.approx((1.094**10 - 1, 1.115**10 - 1))
        assert found.information_ratio == pytest.approx(0.12, abs=0.03)
        assert found.information_ratio_annualised == pytest.approx(-0.021 / found.tracking_error, rel=1e-6)

    @given(st.integers(0, 2**31), st.integers(20, 800))
    def test_its_sign_is_that_of_the_excess_return_below_a_year_too(self, seed: int, n: int) -> None:
        found = compare(*random_pair(n, seed))
        assert math.copysign(1, found.information_ratio_annualised) == math.copysign(1, found.excess_return)

    def test_the_split_adds_up_to_the_return(self) -> None:
        compared = compare(*random_pair())
        assert compared.market_return + compared.selection_return == pytest.approx(compared.total_return, abs=1e-15)
        assert compared.market_share + compared.selection_share == pytest.approx(1, abs=1e-12)

    def test_a_return_of_nothing_has_no_shares(self) -> None:
        compared = compare(series([0.25, -0.2] * 15), series([0.01, 0.02] * 15, "b"))
        assert compared.total_return == pytest.approx(0, abs=1e-12)
        flat = compare(series([0.0] * 30), series([0.01, 0.02] * 15, "b"))
        assert flat.selection_share is None
        assert flat.reasons["selection_share"] == sentences.NO_RETURN

    def test_a_total_loss_is_a_number(self) -> None:
        returns = [0.01, -0.02] * 15
        compared = compare(series([*returns[:-1], -1.0]), series(returns, "b"))
        assert (compared.total_return, compared.max_drawdown.depth) == (-1.0, -1.0)
        assert compared.down_capture is not None


class TestUndefined:
    def test_a_benchmark_that_never_moves(self) -> None:
        compared = compare(random_pair()[0], series(np.full(300, 0.0001), "b"))
        missing = "beta correlation r_squared alpha treynor benchmark_sharpe market_return alpha_geometric"
        for name in missing.split():
            assert getattr(compared, name) is None
            assert compared.reasons[name] == sentences.CONSTANT_BENCHMARK
        assert compared.sharpe is not None
        assert compared.tracking_error > 0

    def test_a_portfolio_that_never_moves(self) -> None:
        _, market = random_pair()
        compared = compare(series(np.full(300, 0.0002)), market, 0.0)
        assert compared.beta == 0
        for name in ("correlation", "sharpe", "m_squared"):
            assert compared.reasons[name] == sentences.CONSTANT_PORTFOLIO
        assert compared.reasons["treynor"] == sentences.NO_BETA
        assert compared.reasons["sortino"] == sentences.NO_DOWNSIDE

    def test_levels_that_grow_evenly_are_constant_though_they_round(self) -> None:
        market = returns_of(LevelSeries("b", DAYS[:301], 100 * 1.0003 ** np.arange(301), "USD"))
        own = ReturnSeries("p", market.dates, random_pair()[0].returns)
        assert compare(own, market).beta is None

    def test_the_benchmark_itself(self) -> None:
        own, market = random_pair()
        assert dict(compare(own, market).reasons) == {}  # what is defined has no reason
        compared = compare(market, market)
        assert (compared.tracking_error, compared.excess_return, compared.batting_average) == (0, 0, 0)
        assert (compared.information_ratio, compared.information_ratio_annualised) == (None, None)
        assert compared.reasons["information_ratio"] == sentences.SAME_SERIES
        assert (compared.beta, compared.correlation) == pytest.approx((1, 1), abs=1e-12)
        assert compared.alpha == pytest.approx(0, abs=1e-15)
        assert (compared.up_capture, compared.down_capture) == (1, 1)

    @pytest.mark.parametrize("wobble", [1e-6, 1e-9, 1e-12])
    def test_the_tracking_error_of_nearly_the_same_series_does_not_cancel(self, wobble: float) -> None:
        _, market = random_pair(252)
        noise = wobble * np.where(np.arange(252) % 2, 1.0, -1.0)
        compared = compare(series(market.returns + noise), market)
        assert compared.tracking_error == pytest.approx(noise.std(ddof=1) * math.sqrt(252), rel=1e-4)


class TestEnough:
    def test_nineteen_are_too_few_unless_told_otherwise(self) -> None:
        own, market = random_pair(19)
        with pytest.raises(InsufficientHistoryError, match="at least 20") as error:
            compare(own, market)
        assert (error.value.observations, error.value.needed) == (19, 20)
        assert compare(own, market, minimum_observations=19).observations == 19
        with pytest.raises(InsufficientHistoryError):  # one observation has no deviation
            compare(series([0.1]), series([0.2]), minimum_observations=1)

    @pytest.mark.parametrize("periods", [0, -12, float("nan"), float("inf")])
    def test_a_year_has_periods(self, periods: float) -> None:
        with pytest.raises(InvalidSpecification, match="periods"):
            compare(*random_pair(), 0.04, periods)


class TestAlignment:
    def test_a_holiday_in_one_market_neither_loses_nor_invents_a_return(self) -> None:
        own = series([0.01, 0.02, 0.03, 0.04, 0.05])
        market = ReturnSeries("b", own.dates[[0, 1, 3, 4]], np.array([0.1, 0.2, 0.3, 0.4]))
        first, second = aligned_returns(own, market)
        assert first.dates.tolist() == own.dates[[1, 3, 4]].tolist()
        assert first.returns == pytest.approx([0.02, 1.03 * 1.04 - 1, 0.05])
        assert second.returns == pytest.approx([0.2, 0.3, 0.4])

    def test_monthly_against_daily_spans_the_months(self) -> None:
        daily = series(np.full(100, 0.001), "b")
        monthly = ReturnSeries("p", to_days(["2020-01-31", "2020-02-29", "2020-03-31"]), np.array([0.1, 0.2, 0.3]))
        first, second = aligned_returns(monthly, daily)
        assert first.returns.tolist() == pytest.approx([0.2, 0.3])
        assert second.returns == pytest.approx([1.001**29 - 1, 1.001**31 - 1])

    def test_no_common_date_is_said(self) -> None:
        with pytest.raises(InsufficientData, match="no returns for the same dates"):
            aligned_returns(series([0.1, 0.2]), series([0.1, 0.2], "b", "2021-01-01"))
        with pytest.raises(InsufficientData):
            aligned_returns(series([]), series([], "b"))

    @given(st.lists(st.floats(-0.2, 0.2), min_size=4, max_size=40), st.data())
    def test_the_linked_return_between_common_dates_is_kept(self, returns: list[float], data: st.DataObject) -> None:
        own = series(returns)
        kept = sorted(data.draw(st.sets(st.integers(0, len(returns) - 1), min_size=2)))
        first, second = aligned_returns(own, ReturnSeries("b", own.dates[kept], np.zeros(len(kept))))
        whole = kept[-1] - kept[0] + 1 == len(kept)
        spanned = returns[kept[0] if whole else kept[0] + 1 : kept[-1] + 1]
        assert first.total == pytest.approx(float(np.prod(1 + np.array(spanned)) - 1), abs=1e-12)
        assert first.dates.tolist() == second.dates.tolist()


class TestIdentities:
    @given(st.integers(0, 2**31), st.floats(0.1, 3), st.floats(-0.001, 0.001))
    def test_leverage_and_a_constant(self, seed: int, leverage: float, extra: float) -> None:
        _, market = random_pair(100, seed)
        compared = compare(series(leverage * market.returns + extra), market, 0.0)
        assert compared.beta == pytest.approx(leverage, rel=1e-9)
        assert compared.alpha == pytest.approx(extra * 252, abs=1e-9)
        assert compared.correlation == pytest.approx(1.0, abs=1e-9)
        assert compared.volatility == pytest.approx(leverage * compared.benchmark_volatility, rel=1e-9)

    @given(st.integers(0, 2**31))
    def test_the_plain_formulas(self, seed: int) -> None:
        own, market = random_pair(120, seed)
        compared, p, b, rate = compare(own, market, 0.06), own.returns, market.returns, 0.06 / 252
        covariance = np.cov(p, b)
        assert compared.beta == pytest.approx(covariance[0, 1] / covariance[1, 1], rel=1e-10)
        assert compared.correlation == pytest.approx(np.corrcoef(p, b)[0, 1], rel=1e-10)
        assert compared.tracking_error == pytest.approx(np.std(p - b, ddof=1) * math.sqrt(252), rel=1e-10)
        assert compared.information_ratio == pytest.approx(
            (p - b).mean() / np.std(p - b, ddof=1) * math.sqrt(252), rel=1e-9
        )
        downside = math.sqrt((np.minimum(p - rate, 0) ** 2).mean())
        assert compared.sortino == pytest.approx((p.mean() - rate) / downside * math.sqrt(252), rel=1e-9, abs=1e-12)
        assert compared.treynor == pytest.approx((p.mean() - rate) * 252 / (compared.beta or 1), rel=1e-9, abs=1e-12)
        assert compared.batting_average == (p > b).mean()
        assert compared.total_return == pytest.approx(np.prod(1 + p) - 1, abs=1e-12)

    @given(st.integers(0, 2**31))
    def test_m_squared_is_the_return_at_the_benchmarks_risk(self, seed: int) -> None:
        own, market = random_pair(120, seed)
        compared = compare(own, market, 0.0)
        assume(compared.m_squared is not None)
        scaled = compare(series(own.returns * compared.benchmark_volatility / compared.volatility), market, 0.0)
        assert scaled.mean_return == pytest.approx(compared.m_squared, rel=1e-9, abs=1e-12)
