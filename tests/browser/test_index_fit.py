"""Does Index Fit do in a real Chromium what it says: the API's numbers, views that open, a window that moves in place?"""

from __future__ import annotations

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import settled

pytestmark = pytest.mark.browser


def plot(key: str) -> str:
    return f"document.querySelector('.st-key-{key} .js-plotly-plot')"


def answered(server: str, path: str, **asked: str) -> Any:
    with urllib.request.urlopen(f"{server}/api/v1/{path}?{urllib.parse.urlencode(asked)}", timeout=30) as answer:
        return json.load(answer)


def drawn(page: Page, *keys: str) -> Page:
    for key in keys:
        page.wait_for_function(f"{plot(key)}?._fullData?.length >= 1")
    return settled(page)


def at(server: str, view: str = "Fit") -> str:
    """The address of one view of the US growth sample."""
    return f"{server}/index-fit?portfolio=sample-us-growth&benchmark=%5EGSPC&fit-view={view}"


def metric(page: Page, label: str) -> str:
    card = page.get_by_test_id("stMetric").filter(has=page.get_by_text(label, exact=True))
    return card.get_by_test_id("stMetricValue").inner_text().strip()


def last_of(page: Page, key: str, role: str) -> float:
    trace = f"{plot(key)}._fullData.find(one => one.meta?.role === '{role}')"
    value: float = page.evaluate(f"{trace}.y[{trace}.y.length - 1]")
    return value


def test_the_cards_and_the_lines_are_the_api_s_numbers(server: str, open_page: Callable[..., Page]) -> None:
    page = drawn(open_page(at(server)), "fit-growth", "fit-excess", "fit-split")
    answer = answered(server, "index-fit", portfolio_id="sample-us-growth", index="^GSPC", risk_free_rate="4")
    assert metric(page, "Beta") == f"{answer['beta']:.2f}"
    assert metric(page, "R²") == f"{answer['r_squared'] * 100:.1f}\u202f%"
    assert metric(page, "Tracking error") == f"{answer['tracking_error']:.1f}\u202f%"
    growth = 100 + answer["stock_performance"]["total_return"]
    assert last_of(page, "fit-growth", "portfolio") == pytest.approx(growth, rel=1e-6)
    benchmark = 100 + answer["index_performance"]["total_return"]
    assert last_of(page, "fit-growth", "benchmark") == pytest.approx(benchmark, rel=1e-6)
    dashes = page.evaluate(f"{plot('fit-growth')}._fullData.slice(0, 2).map(one => one.line.dash)")
    assert dashes == ["solid", "solid"]
    band = page.evaluate(f"{plot('fit-excess')}._fullData[0]")
    assert band["base"][0] * 100 == pytest.approx(answer["excess_low"], rel=1e-5)
    assert (band["base"][0] + band["x"][0]) * 100 == pytest.approx(answer["excess_high"], rel=1e-5)
    lengths = page.evaluate(f"Array.from({plot('fit-split')}._fullData[0].x)")
    assert lengths[0] + lengths[1] == pytest.approx(lengths[2], rel=1e-5)
    assert lengths[0] / lengths[2] * 100 == pytest.approx(answer["market_share"], rel=1e-4)


def test_the_scan_shows_what_the_api_finds(server: str, open_page: Callable[..., Page]) -> None:
    page = drawn(open_page(at(server, "Scan")), "fit-map")
    answer = answered(server, "index-fit/scan", portfolio_id="sample-us-growth", chosen="^GSPC")
    names = {one["symbol"]: one["name"] for one in answer["indexes"]}
    expect(page.locator(".st-key-ys-headline:visible")).to_contain_text(names[answer["best_benchmark"]])
    points = page.evaluate(f"{plot('fit-map')}._fullData.reduce((sum, one) => sum + one.x.length, 0)")
    assert points == len(answer["indexes"])
    best = page.evaluate(
        f"(one => [one.x[0], one.y[0]])({plot('fit-map')}._fullData.find(one => one.meta.role === 'best'))"
    )
    first = answer["indexes"][0]
    assert best == [pytest.approx(first["tracking_error"] / 100, rel=1e-6), pytest.approx(first["r_squared"], rel=1e-6)]
    assert metric(page, "By fit") == f"number {answer['choice']['rank_by_fit']}"
    page.evaluate(f"{plot('fit-map')}.mark = 'the same node'")
    page.get_by_test_id("stButtonGroup").get_by_text("Beta", exact=True).click()
    page.wait_for_function(
        f"Math.abs({plot('fit-map')}._fullData.find(one => one.meta.role === 'best').y[0] - {first['beta']}) < 1e-5",
    )
    assert page.evaluate(f"{plot('fit-map')}.mark") == "the same node"


def test_the_window_moves_the_rolling_pictures_in_place(server: str, open_page: Callable[..., Page]) -> None:
    keys = ("fit-rolling-alpha", "fit-rolling-beta", "fit-rolling-correlation")
    page = drawn(open_page(at(server, "Rolling")), *keys)
    asked = {"portfolio_id": "sample-us-growth", "index": "^GSPC", "risk_free_rate": "4"}
    for window in (90, 91):
        last = answered(server, "index-fit", **asked, rolling_window=str(window))["rolling"]["points"][-1]
        for key, name in zip(keys, ("alpha", "beta", "correlation"), strict=True):
            value = last[name] / (100 if name == "alpha" else 1)
            trace = f"{plot(key)}._fullData[0]"
            page.wait_for_function(f"Math.abs({trace}.y[{trace}.y.length - 1] - {value}) < 1e-6")
        if window == 90:
            page.evaluate(f"{plot(keys[1])}.mark = 'the same node'")
            page.locator('[data-testid="stSlider"] input[type="range"]').last.focus()
            page.keyboard.press("ArrowRight")
    assert settled(page).evaluate(f"{plot(keys[1])}.mark") == "the same node"
    assert metric(page, "Beta now") == f"{last['beta']:.2f}"


def test_another_subject_stands_in_the_address_and_views_open_from_the_menu(
    server: str, open_page: Callable[..., Page]
) -> None:
    page = settled(open_page(server))
    page.get_by_role("link", name="Index Fit").click()
    drawn(page, "fit-growth")
    box = page.get_by_role("combobox", name="What does this behave like")
    box.fill("NOVAGRID")
    page.get_by_role("option", name="NOVAGRID.SIM").click()
    expect(page.locator(".st-key-ys-headline:visible")).to_contain_text("NOVAGRID.SIM moved")
    expect(page).to_have_url(re.compile("subject=NOVAGRID.SIM"))
    settled(page).get_by_role("tab", name="Scan", exact=True).click()
    expect(page.locator(".st-key-ys-headline:visible")).to_contain_text("NOVAGRID.SIM behaves most like")


def test_nothing_scrolls_sideways_on_a_phone(server: str, open_page: Callable[..., Page]) -> None:
    for view, key in (("Fit", "fit-split"), ("Scan", "fit-map"), ("Rolling", "fit-rolling-correlation")):
        page = drawn(open_page(at(server, view), width=390), key)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")


def test_hovers_are_written_as_people_read_them(server: str, open_page: Callable[..., Page]) -> None:
    page = drawn(open_page(at(server, "Rolling")), "fit-rolling-alpha")
    lowest = page.evaluate(
        f"(one => one.y.indexOf(one.y.reduce((a, b) => b < a ? b : a)))({plot('fit-rolling-alpha')}._fullData[0])"
    )
    page.evaluate(f"Plotly.Fx.hover({plot('fit-rolling-alpha')}, [{{curveNumber: 0, pointNumber: {lowest}}}])")
    told = page.locator(".st-key-fit-rolling-alpha .hoverlayer")
    expect(told).to_contain_text(re.compile("\u2212\\d+\\.\\d\u202f%"))
    expect(told).not_to_contain_text("-")


def test_a_log_scale_keeps_its_ticks_and_labels_through_a_zoom(server: str, open_page: Callable[..., Page]) -> None:
    page = drawn(open_page(f"{at(server)}&log=true"), "fit-growth")
    axis = f"{plot('fit-growth')}._fullLayout.yaxis"
    page.wait_for_function(f"{axis}.type === 'log'")
    low, high = page.evaluate(f"{axis}.range")
    page.locator(".st-key-fit-growth").get_by_role("button", name="3Y").click()
    page.wait_for_function(f"{axis}.range[0] > {low}")
    zoomed = page.evaluate(f"{axis}.range")
    assert low < zoomed[0] < zoomed[1] <= high + 1e-9
    ticks = page.evaluate(f"{axis}.tickvals")
    assert len(ticks) >= 3
    assert all(
        10 ** zoomed[0] <= one <= 10 ** zoomed[1] for one in ticks
    )  # ticks are values, the range is in powers of ten
    ends = page.evaluate(
        f"{plot('fit-growth')}.layout.annotations.filter(one => one.name?.startsWith('end:')).map(one => one.y)"
    )
    assert ends
    assert all(zoomed[0] <= one <= zoomed[1] for one in ends)
