"""Is every comparison of a stored portfolio checked with the benchmark that was named, an index or a mix?"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from core.errors import NotFound
from studies.self_check import CheckQuestion, Part, check_portfolio

TODAY = date(2026, 1, 15)


@pytest.mark.parametrize("benchmark", ["^GSPC", "BALANCED_50_50"])
def test_each_part_passes_or_says_why_not(benchmark: str, sample_engine: Engine) -> None:
    question = CheckQuestion("sample-60-40", benchmark, 0.04, date(2022, 1, 3))
    found = {one.part: one.check for one in check_portfolio(sample_engine, question, TODAY)}
    assert list(found) == list(Part)
    for part, check in found.items():
        if part is Part.INDEX_FIT and benchmark != "^GSPC":
            assert check.left_out == ("A mix has no place among the indexes of the fit.",)
        else:
            assert check.passed, (part, check.failed, check.left_out)


def test_nobody_knows_it(sample_engine: Engine) -> None:
    with pytest.raises(NotFound, match="NO_SUCH"):
        check_portfolio(sample_engine, CheckQuestion("sample-60-40", "NO_SUCH", 0.04), TODAY)
