"""Does the tab Factors read files as published, show what a regression done otherwise finds, and refuse what would mean nothing?"""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.market.period import NamedRange
from data.importers.index.fama_french import read_factors
from data.importers.prices.files import read_prices
from data.importers.prices.options import PriceOptions, PriceValues
from data.price_record import PriceRecord
from data.store.index.factors import StoredFactors, list_factors, save_factors
from data.store.prices.histories import save_prices
from tests.pages.page_reading import cards, opened_page, words
from tests.real_data import real_file
from tests.ui.chart_reading import drawn_charts
from ui.reads.index_fit.factors import factor_tables, fit_factors, usual_tables
from ui.reads.index_fit.fit import FitQuestion, fit_subjects
from ui.wording.number_format import percent
from ui.writes.factors import suggested_name

MONTHS = [f"{year}{month:02}" for year in range(2015, 2021) for month in range(1, 13)]
ROWS = np.random.default_rng(5).normal(0.5, 4, (4, len(MONTHS))).round(2)
RATES = np.full(len(MONTHS), 0.1)


def opened(**address: str) -> AppTest:
    return opened_page("index_fit", **{"fit-view": "Factors", **address})


def published(names: str, *rows: np.ndarray) -> str:
    lines = [",".join([month, *(f"{row[at]:8.2f}" for row in rows)]) for at, month in enumerate(MONTHS)]
    annual = f"\n Annual Factors: January-December\n,{names}\n 2015,1,2,3,4\n\nCopyright 2021\n"
    return f"This file was created by a program.\n\n,{names}\n" + "\n".join(lines) + "\n" + annual


THREE = published("Mkt-RF,SMB,HML,RF", ROWS[0], ROWS[1], ROWS[2], RATES)
MOMENTUM = published("Mom", ROWS[3])


def priced(engine: Engine, symbol: str, returns: np.ndarray, currency: str = "USD") -> None:
    """Month-ends that earn these returns."""
    ends = [date(2014, 12, 31)]
    ends += [
        (date(int(one[:4]), int(one[4:]), 1) + timedelta(days=32)).replace(day=1) - timedelta(days=1) for one in MONTHS
    ]
    levels = 100.0 * np.cumprod([1.0, *(1.0 + returns)])
    records = [PriceRecord(symbol, on, float(one), None, currency) for on, one in zip(ends, levels, strict=True)]
    save_prices(engine, records, "test")


def fund(engine: Engine) -> None:
    """0.9 of the market, 0.5 of small companies, −0.4 of cheap ones, noise, and 0.4 % a month beyond them."""
    noise = np.random.default_rng(12).normal(0, 0.01, len(MONTHS))
    priced(engine, "FUND", (0.9 * ROWS[0] + 0.5 * ROWS[1] - 0.4 * ROWS[2] + 0.1 + 0.4) / 100 + noise)


def kept(engine: Engine, **texts: str) -> None:
    save_factors(
        engine,
        [StoredFactors(name, "USD", read_factors(text.encode(), f"{name}.csv")) for name, text in texts.items()],
    )


def uploaded(app: AppTest, *files: tuple[str, str]) -> AppTest:
    app.file_uploader[0].set_value([(name, text.encode(), "text/csv") for name, text in files]).run()
    assert not app.exception
    return app


def drawn(app: AppTest) -> dict[str, float]:
    bars = drawn_charts(app)["fit-factors"].role("loading")
    return dict(zip(bars["y"], bars["x"], strict=True))


def question(symbol: str, range_: NamedRange = NamedRange.SINCE_START) -> FitQuestion:
    return FitQuestion(next(one for one in fit_subjects() if one.id == symbol), ("^GSPC",), range_, 0.04)


def test_files_as_published_are_understood_stored_and_answered(own_store: Engine) -> None:
    fund(own_store)
    app = uploaded(opened(subject="FUND"), ("F-F_Research_Data_Factors.CSV", THREE), ("F-F_Momentum.csv", MOMENTUM))
    text = words(app)
    assert (
        "3 factors, monthly, Jan 2015 – Dec 2020, 72 months: Market (Mkt-RF), Size (SMB) and Value (HML), with the risk-free rate"
        in text
    )
    assert "1 factor, monthly, Jan 2015 – Dec 2020, 72 months: Momentum (Mom), without a risk-free rate" in text
    app = app.button(key="ys-factors-store").click().run()
    assert not app.exception
    assert [one.name for one in list_factors(own_store)] == ["F-F Momentum", "F-F Research Data Factors"]
    assert "F-F Research Data Factors and F-F Momentum are stored" in words(app)
    assert drawn(app).keys() == {"Market (Mkt-RF)", "Size (SMB)", "Value (HML)", "Momentum (Mom)"}


def test_the_numbers_are_those_that_core_finds(own_store: Engine) -> None:
    fund(own_store)
    kept(own_store, three=THREE)
    app = opened(subject="FUND")
    found = fit_factors(question("FUND"), ("three",)).regression
    assert list(drawn(app).values()) == pytest.approx([one.value for one in found.loadings], abs=1e-7)
    told = cards(app)
    assert told["Explained"] == percent(found.r_squared)
    assert told["Alpha a year"] == percent(found.alpha.value * 12, signed=True)
    assert told["Told from"] == "72 months"
    shown = next(one.value for one in app.dataframe if "Loading" in one.value)
    assert shown["t"].tolist()[:3] == pytest.approx([one.t for one in found.loadings], rel=1e-9)


def test_the_sentence_speaks_of_what_is_sure_only(own_store: Engine) -> None:
    fund(own_store)
    kept(own_store, three=THREE, momentum=MOMENTUM)
    text = words(opened(subject="FUND"))
    assert re.search(r"FUND behaves like (small and expensive growth|expensive growth and small) companies", text)
    assert "0.9" in text
    assert "risen" not in text
    assert "fallen" not in text
    assert "The four factors explain" in text


def test_invented_days_never_meet_real_factors(own_store: Engine) -> None:
    kept(own_store, three=THREE)
    app = opened()
    assert "has invented prices" in words(app)
    assert "fit-factors" not in drawn_charts(app)
    assert app.file_uploader


def test_wrong_units_and_other_files_are_refused_by_name_and_the_good_one_is_kept(own_store: Engine) -> None:
    fund(own_store)
    fractions = published("Mkt-RF,RF", ROWS[0] / 100, RATES)
    app = uploaded(opened(subject="FUND"), ("wrong.csv", fractions), ("notes.csv", "a,b\n1,2\n"), ("right.csv", THREE))
    text = words(app)
    assert "“wrong.csv”: Mkt-RF moves by" in text
    assert "“notes.csv” cannot be read" in text
    app.button(key="ys-factors-store").click().run()
    assert [one.name for one in list_factors(own_store)] == ["right"]


def test_a_table_of_the_same_name_is_replaced_and_one_can_be_forgotten(own_store: Engine) -> None:
    fund(own_store)
    kept(own_store, three=THREE)
    longer = published("Mkt-RF,RF", ROWS[0], RATES)
    app = uploaded(opened(subject="FUND"), ("three.csv", longer))
    assert "It replaces the stored table of that name" in words(app)
    app = app.button(key="ys-factors-store").click().run()
    (stored,) = list_factors(own_store)
    assert stored.factors == ("Mkt-RF",)
    app = app.button(key="ys-factor-forget").click().run()
    assert not app.exception
    assert list_factors(own_store) == ()
    assert "three is forgotten" in words(app)


def test_another_currency_is_converted_and_said_or_refused(own_store: Engine) -> None:
    fund(own_store)
    kept(own_store, three=THREE)
    market = ROWS[0] / 100 + 0.001
    rates = np.random.default_rng(2).normal(0, 0.02, len(MONTHS))
    priced(own_store, "RUPEES", (1 + market) * (1 + rates) - 1, "INR")
    assert "The factors cannot be shown yet" in words(opened(subject="RUPEES"))
    priced(own_store, "USDINR", rates, "INR")
    app = opened(subject="RUPEES")
    assert "Converted from INR to USD" in words(app)
    assert drawn(app)["Market (Mkt-RF)"] == pytest.approx(1.0, abs=1e-7)


def test_momentum_alone_has_no_risk_free_rate_and_too_short_a_range_says_how_much_is_needed(own_store: Engine) -> None:
    fund(own_store)
    text = words(opened(subject="FUND"))
    assert "Kenneth French’s data library" in text
    assert "mba.tuck.dartmouth.edu" in text
    kept(own_store, momentum=MOMENTUM)
    assert "None of these tables has a risk-free rate" in words(opened(subject="FUND"))
    kept(own_store, three=THREE)
    assert "needs at least 20 observations" in words(opened(subject="FUND", range="1Y"))


def test_the_usual_tables_go_together(own_store: Engine) -> None:
    kept(own_store, a_market=published("Mkt-RF,RF", ROWS[0], RATES), b_three=THREE, c_momentum=MOMENTUM)
    assert usual_tables(factor_tables()) == ("b_three", "c_momentum")
    assert usual_tables(()) == ()


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("F-F_Research_Data_5_Factors_2x3_CSV.zip", "F-F Research Data 5 Factors 2x3 CSV"),
        ("a/b\x07.csv.gz", "a b"),
        (".csv", "Factors"),
        ("x" * 300 + ".csv", "x" * 100),
    ],
)
def test_a_file_suggests_a_name(file: str, name: str) -> None:
    assert suggested_name(file) == name


def test_a_real_stock_on_the_real_files(own_store: Engine) -> None:
    """Apple 1990–2022 on the five and on the three published factors, beside least squares on the same files read otherwise."""
    prices = real_file("prices/us_20_stocks_adjclose_1990_2022.csv.gz")
    options = PriceOptions(values=PriceValues.ADJUSTED, currency="USD")
    reading = read_prices(prices.read_bytes(), prices.name, options)
    save_prices(own_store, [one for one in reading.records if one.symbol == "AAPL"], "test")
    five = real_file("factors/ff5_monthly_1963_202602.csv").read_text("utf-8")
    three = real_file("factors/ff3_monthly_annual_1926_201812.csv").read_text("utf-8")
    app = uploaded(opened(subject="AAPL"), ("five.csv", five), ("three.csv", three))
    text = words(app)
    assert "5 factors, monthly, Jul 1963 – Feb 2026, 752 months" in text
    assert "3 factors, monthly, Jul 1926 – Dec 2018, 1,110 months" in text
    app = app.button(key="ys-factors-store").click().run()
    assert not app.exception
    assert list(drawn(app).values()) == pytest.approx(by_pandas(prices, five), abs=1e-7)


def by_pandas(prices: object, text: str) -> list[float]:
    """The loadings of Apple's calendar months from December 1989 on, or from its first price."""
    closes = pd.read_csv(prices, index_col=0, parse_dates=True)["AAPL"].dropna()  # type: ignore[call-overload]
    ends = closes.groupby(closes.index.to_period("M")).last()
    months = ends.pct_change()
    months.iloc[0] = ends.iloc[0] / closes.iloc[0] - 1.0
    factors = pd.read_csv(pd.io.common.StringIO(text), index_col=0) / 100.0
    factors.index = pd.PeriodIndex(pd.to_datetime(factors.index.astype(str), format="%Y%m"), freq="M")
    both = factors.join(months.rename("own"), how="inner").dropna()
    design = np.column_stack([np.ones(len(both)), both[["Mkt-RF", "SMB", "HML", "RMW", "CMA"]]])
    return list(np.linalg.lstsq(design, both["own"] - both["RF"], rcond=None)[0][1:])
