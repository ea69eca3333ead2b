"""Are style and factors drawn in a real Chromium with the numbers that core finds, kept in the library, and fed by published files?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from data.sources.price_record import PriceRecord
from data.store.database import open_database
from data.store.prices.histories import save_prices
from gallery.patience import rerun, settled

pytestmark = pytest.mark.browser

MONTHS = [f"{year}{month:02}" for year in range(2015, 2021) for month in range(1, 13)]
ROWS = np.random.default_rng(5).normal(0.5, 4, (2, len(MONTHS))).round(2)


def plot(key: str) -> str:
    return f"document.querySelector('.st-key-{key} .js-plotly-plot')"


def visit(page: Page, tab: str) -> Page:
    """The page by its entry in the menu, and one of its tabs."""
    settled(page)
    page.get_by_role("link", name="Index Fit").first.click()
    expect(page.get_by_role("tab", name=tab, exact=True)).to_be_visible()
    with rerun(settled(page)):
        page.get_by_role("tab", name=tab, exact=True).click()
    return page


def drawn(page: Page, key: str, role: str) -> dict[str, Any]:
    page.wait_for_function(f"{plot(key)}?._fullData?.some(one => one.meta?.role === '{role}')")
    read = "one => ({name: one.name, x: [...one.x], y: [...one.y], colour: one.line?.color ?? one.marker?.color})"
    traces = page.evaluate(f"{plot(key)}._fullData.filter(one => one.meta?.role === '{role}').map({read})")
    return {one["name"]: one for one in traces}


def test_the_mix_is_drawn_moves_with_its_choices_and_is_kept(
    start_server: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    page = visit(open_page(start_server()), "Style")
    bars = drawn(page, "fit-style", "style")["Weight"]
    assert bars["x"] == sorted(bars["x"], reverse=True)
    assert sum(bars["x"]) == pytest.approx(1.0, abs=0.01)
    areas = drawn(page, "fit-style-rolling", "style")
    tops = list(areas.values())[-1]["y"]
    assert tops == pytest.approx([1.0] * len(tops), abs=1e-3)
    by_bar = dict(zip(bars["y"], bars["colour"], strict=True))
    for name, area in areas.items():
        assert name == "Others" or by_bar.get(name, area["colour"]) == area["colour"]
    expect(page.locator(".st-key-ys-headline")).to_contain_text(f"{bars['x'][0] * 100:.0f}\u202f% {bars['y'][0]}")
    page.get_by_text("What the mix may hold").click()
    with rerun(settled(page)):
        page.get_by_role("radio", name="Months").click()
    expect(page.get_by_text("On months it had not seen")).to_be_visible()
    settled(page).get_by_role("button", name="Save this mix as a benchmark").click()
    expect(page.get_by_role("link", name="The same money in it")).to_be_visible()
    settled(page).get_by_role("link", name="The same money in it").click()
    expect(page.locator(".st-key-ys-headline")).to_contain_text("Style of Sample: Indian household")


def published() -> str:
    lines = [f"{month},{ROWS[0][at]:8.2f},{ROWS[1][at]:8.2f},    0.10" for at, month in enumerate(MONTHS)]
    return (
        "Created by a program.\n\n,Mkt-RF,SMB,RF\n"
        + "\n".join(lines)
        + "\n\n Annual Factors\n,Mkt-RF,SMB,RF\n 2015,1,2,1\n"
    )


def own_database(folder: Path) -> str:
    """The address of a database with the sample and a fund whose months earn 0.8 of the market and 0.4 of small companies."""
    levels = 100.0 * np.cumprod([1.0, *(1.0 + (0.8 * ROWS[0] + 0.4 * ROWS[1] + 0.1) / 100.0)])
    ends = np.arange(np.datetime64("2015-01"), np.datetime64("2021-02")).astype("datetime64[D]") - 1
    address = f"sqlite:///{folder / 'own.sqlite3'}"
    engine = open_database(address)
    records = [
        PriceRecord("FUND", on, float(level), None, "USD") for on, level in zip(ends.tolist(), levels, strict=True)
    ]
    save_prices(engine, records, "test")
    engine.dispose()
    return address


def upload(page: Page, name: str, text: str) -> None:
    file = FilePayload(name=name, mimeType="text/csv", buffer=text.encode())
    page.locator('[data-testid="stFileUploader"] input[type=file]').last.set_input_files(file)


def test_a_published_file_becomes_loadings_with_intervals(
    start_server: Callable[..., str], open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = visit(open_page(start_server(YARDSTICK_DATABASE_URL=own_database(tmp_path))), "Factors")
    expect(page.get_by_text("has invented prices")).to_be_visible()
    page.get_by_role("combobox", name="What does this behave like").fill("FUND")
    page.get_by_role("option", name="FUND", exact=True).click()
    expect(page.get_by_text("has invented prices")).to_have_count(0)
    upload(settled(page), "two.csv", published())
    expect(page.get_by_text("2 factors, monthly")).to_be_visible()
    settled(page).get_by_role("button", name="Store 1 table").click()
    bars = drawn(page, "fit-factors", "loading")["Loading"]
    found = dict(zip(bars["y"], bars["x"], strict=True))
    assert found == pytest.approx({"Market (Mkt-RF)": 0.8, "Size (SMB)": 0.4}, abs=1e-6)
    ends = page.evaluate(f"(one => [[...one.array], [...one.arrayminus]])({plot('fit-factors')}._fullData[0].error_x)")
    assert ends[0] == pytest.approx(ends[1], abs=1e-9)
    expect(page.locator(".st-key-ys-headline")).to_contain_text("behaves like small companies")
    with settled(page).expect_download() as download:
        page.get_by_role("button", name="Factors as JSON").click()
    assert json.loads(download.value.path().read_bytes())["inputs"]["tables"] == ["two"]
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
