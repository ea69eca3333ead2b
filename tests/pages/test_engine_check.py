"""Does the line of every comparing page run the engine, say what that does not test, and turn red and name what failed?"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.returns.series import ReturnSeries
from core.same_money import comparison as same_money
from core.self_check.identities import GIVES_0, NOT_TESTED, CheckedIdentity, EngineCheck
from core.self_check.transactions import GAINS, RATE, WHOLE
from tests.pages.page_reading import opened_page, page_alone
from ui.views.trust.self_check import difference_text, explanation, label_of, table_of

PROJECT = Path(__file__).parent.parent.parent
PAGES = ("portfolio_vs_benchmark", "hybrid_and_risk_free", "category", "attribution", "index_fit")


def labels(app: AppTest) -> list[str]:
    found: list[str] = []

    def walk(block: Any) -> None:
        proto = getattr(block, "proto", None)
        popover = getattr(proto, "popover", None)
        if popover is not None and popover.label:
            found.append(popover.label)
        for child in getattr(block, "children", {}).values():
            walk(child)

    walk(app._tree)
    return [one for one in found if "Arithmetic test" in one]


def behind(app: AppTest) -> str:
    said = "\n".join(one.value for one in app.markdown if "What is checked" in one.value or "Must be" in one.value)
    return re.sub(r"\\(.)", r"\1", said)


def test_every_comparing_page_says_what_the_test_is_and_what_it_is_not(own_store: Engine) -> None:
    for page in PAGES:
        app = opened_page(page)
        (label,) = labels(app)
        assert label == f":gray[{GIVES_0}]", page
        assert NOT_TESTED in [one.value for one in app.caption]
        assert "the portfolio is replaced by" in behind(app)
        assert NOT_TESTED in behind(app)
        assert behind(app).count("|  | ") >= 7
        assert not {"✓", "✗"} & set(behind(app))
        assert any("49 of 49 numbers known from elsewhere came out right" in one.value for one in app.caption)


def test_the_own_transactions_are_checked_too(own_store: Engine) -> None:
    said = behind(opened_page("portfolio_vs_benchmark"))
    for name in (GAINS, WHOLE, RATE):
        assert f"| {name} | 0 |" in said


def test_a_fault_that_the_mirror_cannot_see_turns_the_page_red(
    own_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every rhythm scaled by 252: the benchmark against itself still gives 0."""
    monkeypatch.setattr(ReturnSeries, "periods_per_year", property(lambda _: 252.0))
    app = opened_page("portfolio_vs_benchmark")
    (label,) = labels(app)
    assert label.startswith(":red[")
    assert "Known case: weekly data, volatility" in behind(app)
    assert NOT_TESTED not in [one.value for one in app.caption]


def test_the_badge_follows_benchmark_range_and_rate(own_store: Engine) -> None:
    app = opened_page(
        "portfolio_vs_benchmark", portfolio="sample-us-growth", benchmark="^NDX", range="3Y", rate="5.5", currency="EUR"
    )
    (label,) = labels(app)
    assert label.startswith(":gray[")
    assert "bought the NASDAQ 100 itself" in behind(app)
    assert "The deposit pays 5.5" in behind(app)


def test_a_mix_and_several_benchmarks_are_checked_each(own_store: Engine) -> None:
    app = page_alone("portfolio_vs_benchmark")
    app.query_params["benchmark"] = ["^NSEI", "CRISIL_HYBRID_35_65"]
    app.run()
    (label,) = labels(app)
    assert label.startswith(":gray[")
    assert "Nifty 50: Closing value" in behind(app)
    assert behind(app).count("Beta |") == 2


def test_a_broken_account_turns_the_page_red(own_store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    original = same_money.match_cash_flows

    def wrong(*given: Any) -> Any:
        account = original(*given)
        return dataclasses.replace(account, values=account.values * 1.001)

    monkeypatch.setattr(same_money, "match_cash_flows", wrong)
    app = opened_page("portfolio_vs_benchmark")
    (label,) = labels(app)
    assert label.startswith(":red[")
    assert "failed: Closing value" in label
    assert "Do not rely on this page" in behind(app)
    assert "| ✗ | Closing value" in behind(app)


def test_the_label_has_three_states() -> None:
    right, wrong = CheckedIdentity("Beta", 1.0, 1.0 + 3e-16), CheckedIdentity("Alpha | *x*", 0.0, 0.02)
    assert label_of(EngineCheck((right,))) == f":gray[{GIVES_0}]"
    assert label_of(EngineCheck((right, wrong))).startswith(":red[")
    assert label_of(EngineCheck(())).startswith(":gray[")
    many = tuple(CheckedIdentity(f"N{at}", 0.0, 1.0) for at in range(5))
    assert "N0, N1, N2 and 2 more" in label_of(EngineCheck(many))
    assert table_of(EngineCheck((right, wrong))).splitlines()[2].startswith("| ✗ | Alpha")
    assert "\\*x\\*" in table_of(EngineCheck((wrong,)))
    assert (difference_text(0.0), difference_text(None), difference_text(1.234e-10), difference_text(0.25)) == (
        "0",
        "—",
        "1e−10",
        "2e−1",
    )
    assert "Do not rely" not in explanation(EngineCheck((right,)), "x", None)
