"""Is the sample made the same way every time, and do the parts that make it keep their promises?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.market.levels import to_day
from data.sample import make
from data.sample.generator.bridge import Bounds, bridged
from data.sample.generator.distributions import paid_from_wealth
from data.sample.generator.model import Anchor, SeriesModel, load_anchors, load_model
from data.sample.generator.nervousness import fat_tailed, nervousness, volatility_path
from data.sample.generator.trading_days import easter, trading_days, weekdays
from data.sample.levels import Dividends, dividends_reinvested


def test_the_script_makes_the_committed_files_byte_by_byte(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    make.make(folder)
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    committed = {path.name: path.read_bytes() for path in make.MADE.iterdir()}
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


def test_every_file_tells_its_origin_and_all_are_small() -> None:
    for path in make.MADE.iterdir():
        head = path.read_text(encoding="utf-8").splitlines()[:3]
        assert all(line.startswith("# ") for line in head)
        assert "Simulated" in head[1]
        assert "data/sample/make.py" in head[1]
    assert sum(path.stat().st_size for path in make.MADE.iterdir()) < 3_000_000


@pytest.mark.parametrize("on", [date(2016, 3, 27), date(2019, 4, 21), date(2024, 3, 31), date(2025, 4, 20)])
def test_easter_is_when_it_was(on: date) -> None:
    assert easter(on.year) == on


@pytest.mark.parametrize(
    ("market", "closed", "open_"),
    [
        ("united_states", date(2023, 11, 23), date(2023, 11, 24)),  # Thanksgiving
        (
            "united_states",
            date(2021, 12, 24),
            date(2021, 12, 31),
        ),  # Christmas on a Saturday; New Year is not kept early
        ("united_states", date(2018, 12, 5), date(2018, 12, 24)),  # day of mourning; Christmas Eve
        ("united_states", date(2022, 6, 20), date(2021, 6, 18)),  # Juneteenth since 2022
        ("united_kingdom", date(2021, 12, 28), date(2021, 12, 29)),  # both days of Christmas at a weekend
        ("united_kingdom", date(2022, 12, 27), date(2022, 12, 28)),  # Christmas Day on a Sunday
        ("united_kingdom", date(2022, 1, 3), date(2022, 1, 4)),
        ("germany", date(2020, 12, 31), date(2020, 12, 30)),
        ("france", date(2020, 5, 1), date(2020, 12, 31)),
        ("japan", date(2021, 12, 31), date(2021, 12, 30)),
        ("hong_kong", date(2018, 10, 1), date(2018, 10, 2)),
        ("india", date(2022, 8, 15), date(2022, 8, 16)),
    ],
)
def test_markets_rest_on_their_holidays(market: str, closed: date, open_: date) -> None:
    days = trading_days(market)
    assert to_day(closed) not in days
    assert to_day(open_) in days


def test_a_year_has_as_many_trading_days_as_it_had_in_new_york() -> None:
    days = trading_days("united_states")
    years = days.astype("datetime64[Y]").astype(int) + 1970
    assert [int((years == year).sum()) for year in (2014, 2018, 2020, 2022, 2024, 2025)] == [1, 251, 253, 251, 252, 250]


def test_shocks_have_variance_one_and_fat_tails() -> None:
    drawn = fat_tailed(np.random.default_rng(1), (200_000,))
    assert drawn.std() == pytest.approx(1.0, abs=0.03)
    assert (drawn**4).mean() > 4.5
    assert np.abs(drawn).max() <= 7


def test_markets_are_most_nervous_in_march_2020() -> None:
    days = weekdays()
    level = nervousness(days)
    assert date(2020, 3, 9) <= days[level.argmax()].item() <= date(2020, 3, 20)
    assert level.max() > 4 * np.median(level)


def test_a_series_is_as_volatile_as_asked() -> None:
    path = volatility_path(np.random.default_rng(1), weekdays(), noise=0.2, stress=0.7)
    assert np.sqrt((path**2).mean() * 261) == pytest.approx(0.2, rel=1e-12)


@given(
    seed=st.integers(0, 10_000),
    peak=st.floats(1.02, 1.6),
    trough=st.floats(0.5, 0.95),
    end=st.floats(0.97, 1.0),
    volatility=st.floats(0.002, 0.03),
)
def test_a_bridge_meets_its_anchors_and_keeps_inside_its_turning_points(
    seed: int, peak: float, trough: float, end: float, volatility: float
) -> None:
    days = weekdays()[:400]
    places = (0, 120, 180, 399)
    levels, kinds = (100.0, 100 * peak, 100 * trough, 100 * end), ("year-end", "high", "low", "year-end")
    anchors = tuple(Anchor(days[at].item(), level, kind) for at, level, kind in zip(places, levels, kinds, strict=True))
    bounds = Bounds.of(days, anchors, None)
    rng = np.random.default_rng(seed)
    path = np.exp(bridged(rng, days, np.zeros(400), np.full(400, volatility), anchors, bounds))
    assert path[list(places)] == pytest.approx(levels, rel=1e-12)
    assert path.max() == pytest.approx(100 * peak, rel=1e-12)
    assert path.argmax() == 120
    assert path.argmin() == 180


def test_a_bridge_follows_its_leader_where_nothing_pulls_it_away() -> None:
    days = weekdays()[:500]
    leader = np.random.default_rng(2).normal(0, 0.01, 500)
    leader[0] = 0.0
    anchors = (Anchor(days[0].item(), 100.0, "start"),)
    path = bridged(np.random.default_rng(3), days, leader, np.full(500, 1e-12), anchors, Bounds.of(days, anchors, None))
    np.testing.assert_allclose(np.diff(path), leader[1:], atol=1e-9)


def test_a_high_holds_until_a_higher_anchor() -> None:
    days = weekdays()[:5]
    levels, kinds = (90.0, 100.0, 95.0, 101.0, 99.0), ("year-end", "high", "year-end", "year-end", "year-end")
    anchors = tuple(Anchor(day.item(), level, kind) for day, level, kind in zip(days, levels, kinds, strict=True))
    bounds = Bounds.of(days, anchors, None)
    assert np.isfinite(bounds.high).tolist() == [True, True, True, False, False]
    assert not np.isfinite(bounds.low).any()


def model(**changes: object) -> SeriesModel:
    values: dict[str, object] = {"symbol": "X", "market": "united_states", "currency": "USD", "basis": "fund"}
    values |= {"start": 100.0, "decimals": 2, "follows": (), "noise": 0.1, "stress": 0.0, "tracks": 0.0}
    values |= {"income": "Q", "yields": (0.02,) * 11, "band": None}
    return SeriesModel(**(values | changes))  # type: ignore[arg-type]


@given(seed=st.integers(0, 1000), income=st.sampled_from(["M", "Q", "S", "A07"]), share=st.floats(0.002, 0.08))
def test_closes_and_dividends_give_back_the_growth_they_were_made_from(seed: int, income: str, share: float) -> None:
    days = trading_days("united_states")
    wealth = 100 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0.0003, 0.01, days.size)))
    closes, paid = paid_from_wealth(model(income=income, yields=(share,) * 11), days, wealth)
    again = dividends_reinvested(days, closes, Dividends(paid.days, paid.amounts))
    np.testing.assert_allclose(again / again[0], wealth / wealth[0], rtol=1e-9)
    assert closes[0] == wealth[0]
    assert closes[-1] < wealth[-1]


def test_a_year_without_yield_pays_nothing() -> None:
    days = trading_days("united_states")
    _, paid = paid_from_wealth(model(yields=(0.0,) + (0.02,) * 10), days, np.full(days.size, 100.0))
    assert paid.days[0] == np.datetime64("2016-03-18")
    assert paid.days.size == 40


def test_a_series_that_tracks_nothing_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="tracks nothing"):
        model(tracks=10.0)


def test_followers_stand_below_their_leaders_and_every_series_has_a_start() -> None:
    models = load_model()
    anchors, made = load_anchors(models), set()
    for one in models:
        assert {leader.symbol for leader in one.follows} <= made, one.symbol
        assert one.start or one.tracks or one.symbol in anchors, one.symbol
        assert len(one.yields) == 11
        made.add(one.symbol)
    assert set(anchors) <= made


def test_every_anchor_is_a_trading_day_of_its_market() -> None:
    models = load_model()
    markets = {one.symbol: one.market for one in models}
    for symbol, anchors in load_anchors(models).items():
        days = set(trading_days(markets[symbol]).tolist())
        assert {one.on for one in anchors} <= days, symbol
        assert len({one.on for one in anchors}) == len(anchors), symbol


def test_the_command_writes_where_the_project_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "MADE", tmp_path / "made")
    monkeypatch.setattr(make, "make", lambda folder: (folder / "levels.csv").write_text("made"))
    make.main()
    assert (tmp_path / "made" / "levels.csv").read_text() == "made"
