"""Do printed amounts add up to the printed total, to the cent?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.category.difference_split import CategoryShare, DifferenceSplit, rounded_parts
from core.category.scheme import Category

AMOUNTS = st.floats(-1e9, 1e9, allow_nan=False)


@given(st.lists(AMOUNTS, min_size=1, max_size=8), st.sampled_from([0, 2]))
def test_rounded_parts_sum_to_the_rounded_total(parts: list[float], decimals: int) -> None:
    rounded = rounded_parts(parts, sum(parts), decimals)
    unit = Decimal(1).scaleb(-decimals)
    assert sum(rounded) == Decimal(sum(parts)).quantize(unit)
    assert all(abs(float(one) - part) <= float(unit) * 1.01 + 1e-6 for one, part in zip(rounded, parts, strict=True))


def test_thirds_are_given_the_missing_cent() -> None:
    assert rounded_parts([10 / 3] * 3, 10.0) == (Decimal("3.34"), Decimal("3.33"), Decimal("3.33"))
    assert rounded_parts([-0.004, 0.004], 0.0) == (Decimal("0.00"), Decimal("0.00"))
    assert not any(one.is_signed() for one in rounded_parts([-0.004], -0.004))


def test_within_and_mix_are_the_difference() -> None:
    shares = (CategoryShare(Category.EQUITY, 150.0, 50.0, 30.0), CategoryShare(Category.DEBT, 108.0, 8.0, 9.0))
    split = DifferenceSplit("INR", shares, 36.0)
    assert (split.value, split.gain, split.within, split.mix, split.difference) == pytest.approx((258, 58, 19, 3, 22))
    assert split.rounded().within == (Decimal("20.00"), Decimal("-1.00"))
