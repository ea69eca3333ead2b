"""Is 1.234,56 the number and 03/04/2024 the date that was meant, and is what cannot be told refused?"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.columns.dates import date_order
from data.importers.columns.field_values import DateOrder, DecimalSign, parse_date, parse_number
from data.importers.columns.numbers import currency_sign, decimal_sign, is_numeric

POINT, COMMA = DecimalSign.POINT, DecimalSign.COMMA


@pytest.mark.parametrize(
    ("written", "sign", "value"),
    [
        ("1234.5", POINT, 1234.5),
        ("1,234.56", POINT, 1234.56),
        ("1,23,456.78", POINT, 123456.78),
        ("12,34,56,789", POINT, 123456789.0),
        ("1.234,56", COMMA, 1234.56),
        ("12,5", COMMA, 12.5),
        ("1.234", COMMA, 1234.0),
        ("1.234", POINT, 1.234),
        ("1 234,56", COMMA, 1234.56),
        ("1\u202f234\u00a0567,8", COMMA, 1234567.8),
        ("1'234.50", POINT, 1234.5),
        ("1’234.50", POINT, 1234.5),
        ("−12.5", POINT, -12.5),
        ("12.5-", POINT, -12.5),
        ("(1,250.00)", POINT, -1250.0),
        ("₹ 1,500", POINT, 1500.0),
        ("Rs. 1,500.50", POINT, 1500.5),
        ("-$12", POINT, -12.0),
        ("$-12", POINT, -12.0),
        ("99,50 €", COMMA, 99.5),
        ("12.5%", POINT, 12.5),
        ("6.02e3", POINT, 6020.0),
        (".5", POINT, 0.5),
        ("+3", POINT, 3.0),
        (7.25, COMMA, 7.25),
    ],
)
def test_numbers_as_people_write_them(written: str | float, sign: DecimalSign, value: float) -> None:
    assert parse_number(written, sign) == value


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        ("12,5", POINT),  # a decimal comma where points are decimal: 125 would be wrong by ten
        ("1.234.567", POINT),
        ("1,234.56", COMMA),
        ("1,2345", POINT),
        ("", POINT),
        ("-", POINT),
        ("--5", POINT),
        ("1_000", POINT),
        ("nan", POINT),
        ("inf", POINT),
        ("1e400", POINT),
        ("12 shares", POINT),
        ("٣", POINT),
        ("²", POINT),
        ("9" * 30, POINT),
        (float("inf"), POINT),
        (float("nan"), POINT),
        (date(2024, 1, 1), POINT),
    ],
)
def test_what_is_no_number_is_refused_in_words(written: object, sign: DecimalSign) -> None:
    with pytest.raises(ValueError, match=r"number|amount"):
        parse_number(written, sign)  # type: ignore[arg-type]


@given(st.floats(-1e12, 1e12).map(lambda x: round(x, 2)))
def test_grouping_and_signs_do_not_change_a_number(value: float) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert parse_number(english) == parse_number(german, COMMA) == value
    assert parse_number(english.replace("-", "−")) == value


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("2024-01-31", None, date(2024, 1, 31)),
        ("2024/1/31", None, date(2024, 1, 31)),
        ("20240131", None, date(2024, 1, 31)),
        ("20130401;093406", None, date(2013, 4, 1)),
        ("2013-03-05, 19:45:00", None, date(2013, 3, 5)),
        ("2024-01-31T09:57:47", None, date(2024, 1, 31)),
        ("2021-09-01T00:00:00.000Z", None, date(2021, 9, 1)),
        ("2024-01-01 00:15:20.149", None, date(2024, 1, 1)),
        ("31-01-2024", DateOrder.DMY, date(2024, 1, 31)),
        ("31.01.2024", DateOrder.DMY, date(2024, 1, 31)),
        ("3/4/2024", DateOrder.DMY, date(2024, 4, 3)),
        ("3/4/2024", DateOrder.MDY, date(2024, 3, 4)),
        ("3/4/24 10:00", DateOrder.MDY, date(2024, 3, 4)),
        ("24-04-03", DateOrder.YMD, date(2024, 4, 3)),
        ("31/12/99", DateOrder.DMY, date(1999, 12, 31)),
        ("31 Dec 2025", None, date(2025, 12, 31)),
        ("31-Dec-2025", None, date(2025, 12, 31)),
        ("31-DEC-25", None, date(2025, 12, 31)),
        ("Dec 31, 2025", None, date(2025, 12, 31)),
        ("1st March 2024", None, date(2024, 3, 1)),
        ("3. März 2024", None, date(2024, 3, 3)),
        ("15 Okt. 2024", None, date(2024, 10, 15)),
        (45322.0, None, date(2024, 1, 31)),
        (datetime(2024, 1, 31, 9, 30), None, date(2024, 1, 31)),  # noqa: DTZ001
    ],
)
def test_dates_as_people_write_them(written: str | float | date, order: DateOrder | None, day: date) -> None:
    assert parse_date(written, order) == day


@pytest.mark.parametrize(
    ("written", "order", "why"),
    [
        ("3/4/2024", None, "day or month first"),
        ("31/02/2024", DateOrder.DMY, "no date that exists, read as day, month, year"),
        ("12/31/2024", DateOrder.DMY, "no date that exists"),
        ("2024-13-01", None, "no date that exists, read as year, month, day"),
        ("0001-01-01", None, "outside the years"),
        ("2999-01-01", None, "outside the years"),
        ("tomorrow", None, "is not a date"),
        ("31 Foo 2024", None, "no month"),
        ("", None, "is not a date"),
        (12.0, None, "is not a date"),
    ],
)
def test_impossible_dates_say_why(written: str | float, order: DateOrder | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_date(written, order)


@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)))
def test_every_date_survives_every_unambiguous_spelling(day: date) -> None:
    spellings = (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day:%d %b %Y}", f"{day:%d-%B-%Y}", f"{day:%B %d, %Y}")
    assert {parse_date(one) for one in spellings} == {day}
    assert parse_date(f"{day:%d.%m.%y}", DateOrder.DMY) == parse_date(f"{day:%m/%d/%Y}", DateOrder.MDY) == day


@pytest.mark.parametrize(
    ("cells", "order", "sure"),
    [
        (["2024-01-02", "2024-01-03"], DateOrder.YMD, True),
        (["13/01/2024", "02/02/2024"], DateOrder.DMY, True),
        (["01/13/2024", "02/02/2024"], DateOrder.MDY, True),
        (["99-01-13", "99-02-02"], DateOrder.YMD, True),
        (["01/02/2024", "02/03/2024"], DateOrder.DMY, False),
        (["13/01/2024", "01/13/2024"], DateOrder.DMY, False),
        # only read month first do these run one way
        (["01/11/2024", "01/12/2024", "02/01/2024", "02/02/2024", "02/03/2024"], DateOrder.MDY, True),
        (["11/01/2024", "12/01/2024", "01/02/2024", "02/02/2024", "03/02/2024"], DateOrder.DMY, True),
        ([], DateOrder.YMD, True),
    ],
)
def test_the_order_is_found_from_the_whole_column(cells: list[str], order: DateOrder, sure: bool) -> None:
    found = date_order(cells)
    assert (found.order, found.sure) == (order, sure)


@pytest.mark.parametrize(
    ("cells", "sign", "sure"),
    [
        (["1.234,56", "99"], COMMA, True),
        (["1,234.56", "99"], POINT, True),
        (["1,23,456", "5"], POINT, True),
        (["12,5"], COMMA, True),
        (["12.50"], POINT, True),
        (["0.125"], POINT, True),
        (["1.234"], POINT, False),
        (["1,234", "5,678"], POINT, False),
        (["12", "13"], POINT, True),
        (["12.5", "12,5"], POINT, False),
        ([12.5, 13.0], POINT, True),
    ],
)
def test_the_decimal_sign_is_found_from_all_numbers(cells: list[str | float], sign: DecimalSign, sure: bool) -> None:
    found = decimal_sign(cells)
    assert (found.sign, found.sure) == (sign, sure)


def test_the_currency_sign_is_taken_only_where_it_is_one() -> None:
    assert currency_sign(["₹1,200", "₹ 5"]) == "INR"
    assert currency_sign(["€1", "£1"]) == ""
    assert currency_sign(["$1", "$2"]) == ""  # seven countries have dollars
    assert is_numeric("₹1,200")
    assert not is_numeric("12 Jan")
