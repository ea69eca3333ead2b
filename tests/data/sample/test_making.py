"""Is the sample made the same way every time, and do the parts that make it keep their promises?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.errors import InvalidSpecification
from core.market.levels import to_day
from data.sample import make
from data.sample.generator.model import SeriesModel, load_anchors, load_model
from data.sample.generator.trading_days import trading_days


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


def model(**changes: object) -> SeriesModel:
    values: dict[str, object] = {"symbol": "X", "market": "united_states", "currency": "USD", "basis": "fund"}
    values |= {"start": 100.0, "decimals": 2, "follows": (), "noise": 0.1, "stress": 0.0, "tracks": 0.0}
    values |= {"income": "Q", "yields": (0.02,) * 11, "band": None}
    return SeriesModel(**(values | changes))  # type: ignore[arg-type]


def test_a_series_that_tracks_nothing_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="tracks nothing"):
        model(tracks=10.0)


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
