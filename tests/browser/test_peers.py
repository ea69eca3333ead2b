"""Do the peer pages work in a real browser: bands drawn, a slider that moves score and rank, a real file imported?"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from gallery.patience import settled
from tests.real_data import real_file


def through_the_menu(page: Page, title: str) -> None:
    """By the menu, as people go; a deep address works too, but Streamlit first asks for its own files below it."""
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    settled(page)


def test_the_bands_are_drawn_and_the_peers_can_be_changed(server: str, open_page: Callable[..., Page]) -> None:
    page = open_page(server)
    through_the_menu(page, "Peer Benchmarks")
    chart = page.locator(".ys-plot").first
    expect(chart.locator(".barlayer .trace")).to_have_count(2)
    expect(page.get_by_text("Illustrative investors.")).to_be_visible()
    peers = page.get_by_test_id("stMetricValue").first
    before = int(peers.inner_text())
    page.get_by_role("combobox", name="Peers").click()
    page.get_by_role("option", name="All LPs").click()
    expect(peers).not_to_have_text(str(before))
    expect(page).to_have_url(re.compile("peers=All"))
    settled(page).get_by_role("tab", name="Gaps in words").click()
    expect(page.get_by_text("Under-represented by sector")).to_be_visible()


def test_a_slider_moves_the_score_at_once(server: str, open_page: Callable[..., Page]) -> None:
    page = open_page(server)
    through_the_menu(page, "Diversification")
    score = page.get_by_test_id("stMetric").filter(has_text="Score then").get_by_test_id("stMetricValue")
    before = score.inner_text()
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(10):
        slider.press("PageUp")
    expect(score).not_to_have_text(before)
    expect(page.get_by_text("Together 100.0")).to_be_visible()
    settled(page).get_by_role("button", name="Back to today").click()
    expect(score).to_have_text(before)


def test_public_plans_are_imported_and_the_illustrative_ones_step_aside(
    start_server: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    file = real_file("peers/public_plans_2001_2015.csv")
    page = open_page(start_server())
    through_the_menu(page, "Peer Benchmarks")
    page.locator("summary", has_text="Investors, your portfolio among them, and groups").click()
    page.wait_for_selector('[data-testid="stFileUploaderDropzone"]')
    page.locator("input[type=file]").set_input_files(str(file))
    expect(page.get_by_text("105 investors, 95 of them with an allocation")).to_be_visible()
    settled(page).get_by_role("button", name="Import these investors").click()
    expect(page.get_by_text("105 investors imported.")).to_be_visible()
    expect(page.get_by_text("Illustrative investors.")).to_have_count(0)


def test_figures_of_many_cells_give_way_on_a_phone(server: str, open_page: Callable[..., Page]) -> None:
    address = f"{server}/diversification?of=A%20portfolio%E2%80%99s%20securities&portfolio=sample-household"
    for width, shown in ((1440, True), (390, False)):
        page = open_page(address, width=width)
        plot = page.locator(".st-key-correlation .js-plotly-plot").first
        plot.wait_for()
        expect(page.locator(".st-key-correlation .ys-chart[data-drawn]")).to_be_visible()
        assert bool(plot.evaluate("plot => plot._fullData[0].texttemplate")) is shown
