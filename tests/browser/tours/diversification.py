"""Does a slider move the score at once, and do figures give way where there is no room for them?"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from gallery.patience import rerun
from tests.browser.screen import PHONE, WIDE, drawn, go, metric, plot, press
from tests.browser.tours.everywhere import everywhere

SECURITIES = "diversification?of=A%20portfolio%E2%80%99s%20securities&portfolio=sample-household"


def a_slider_moves_the_score_at_once(page: Page) -> None:
    score = metric(page, "Score then")
    before = score.inner_text()
    press(page, page.get_by_role("slider").first, "End")
    expect(score).not_to_have_text(before)
    expect(page.get_by_text("Together 100.0")).to_be_visible()
    with rerun(page):
        page.get_by_role("button", name="Back to today").click()
    expect(score).to_have_text(before)


def figures_of_many_cells_give_way_on_a_phone(page: Page) -> None:
    for width, shown in ((WIDE, True), (PHONE, False)):
        drawn(go(page, SECURITIES, width), "correlation")
        assert bool(page.evaluate(f"{plot('correlation')}._fullData[0].texttemplate")) is shown


CONCERNS = (everywhere, a_slider_moves_the_score_at_once, figures_of_many_cells_give_way_on_a_phone)
