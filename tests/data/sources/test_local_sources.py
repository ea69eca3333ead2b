"""Do the sources that need no network answer by the one protocol, every symbol in exactly one place?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from sqlalchemy import Engine

from core.market.period import Period
from data.sample.levels import sample_levels
from data.sources.price_record import Dividend, PriceHistory, PriceRecord, PriceSource, Progress, Stage
from data.sources.sample import SampleSource
from data.sources.stored import StoredSource
from data.sources.uploaded import UploadedSource
from data.store.prices.histories import save_history

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
RECORDS = tuple(PriceRecord("ACME", date(2024, month, 1), float(month)) for month in range(1, 13))


@pytest.fixture
def sources(engine: Engine) -> dict[str, PriceSource]:
    save_history(engine, PriceHistory("ACME", "USD", RECORDS, (Dividend(date(2024, 3, 1), 0.5),)), "yahoo")
    return {
        "sample": SampleSource(),
        "stored": StoredSource(engine),
        "upload": UploadedSource(RECORDS[::-1]),
    }


@pytest.mark.parametrize(("kind", "symbol"), [("sample", "^NSEI"), ("stored", "ACME"), ("upload", "ACME")])
def test_every_symbol_is_answered_once(sources: dict[str, PriceSource], kind: str, symbol: str) -> None:
    heard: list[Progress] = []
    source = sources[kind]
    delivery = source.fetch([symbol, "NO SUCH", symbol], YEAR, heard.append)
    assert source.name == kind
    assert [one.symbol for one in delivery.histories] == [symbol]
    assert [one.symbol for one in delivery.failures] == ["NO SUCH"]
    assert delivery.failures[0].reason.endswith(".")
    assert [(one.symbol, one.number, one.count, one.stage) for one in heard] == [
        (symbol, 1, 2, Stage.ASKING),
        (symbol, 1, 2, Stage.CAME),
        ("NO SUCH", 2, 2, Stage.ASKING),
        ("NO SUCH", 2, 2, Stage.FAILED),
    ]


@pytest.mark.parametrize(("kind", "symbol"), [("sample", "^NSEI"), ("stored", "ACME"), ("upload", "ACME")])
def test_only_the_period_is_given(sources: dict[str, PriceSource], kind: str, symbol: str) -> None:
    march = Period(date(2024, 3, 1), date(2024, 3, 31))
    [history] = sources[kind].fetch([symbol], march).histories
    assert all(record.on in march for record in history.records)
    before_all = Period(date(1990, 1, 1), date(1990, 1, 2))
    assert sources[kind].fetch([symbol], before_all).failures[0].symbol == symbol


def test_the_sample_gives_its_levels_and_says_they_are_simulated(sources: dict[str, PriceSource]) -> None:
    [history] = sources["sample"].fetch(["^NSEI"], YEAR).histories
    levels = sample_levels(["^NSEI"])["^NSEI"].within(YEAR)
    assert np.array_equal([record.close for record in history.records], levels.levels)
    assert history.currency == "INR"
    assert history.notes == ("Simulated prices.",)


def test_what_is_stored_comes_with_its_dividends(sources: dict[str, PriceSource]) -> None:
    [history] = sources["stored"].fetch(["ACME"], YEAR).histories
    assert (history.records, history.dividends) == (RECORDS, (Dividend(date(2024, 3, 1), 0.5),))


def test_a_file_with_two_currencies_for_one_symbol_fails_for_that_symbol() -> None:
    mixed = UploadedSource([RECORDS[0], PriceRecord("ACME", date(2024, 2, 1), 1.0, None, "INR")])
    assert mixed.symbols == ("ACME",)
    [failure] = mixed.fetch(["ACME"], YEAR).failures
    assert "in USD" in failure.reason


def test_a_delivery_can_be_left(sources: dict[str, PriceSource]) -> None:
    class Left(Exception):
        pass

    def leave(progress: Progress) -> None:
        if progress.stage is Stage.CAME:
            raise Left

    for kind in ("sample", "stored", "upload"):
        with pytest.raises(Left):
            sources[kind].fetch(["ACME", "^NSEI"], YEAR, leave)
