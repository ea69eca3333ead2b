"""Does the page do what it says: tabs, a dashed line that comes and goes, a tab that the address keeps?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import rerun, settled
from tests.browser.screen import HEADLINE, PHONE, WIDE, drawn, open_tab, plot, traces, until
from tests.browser.tours.everywhere import everywhere, look

DEBT = plot("wealth-debt")


def the_whole_is_drawn(page: Page) -> None:
    drawn(page, "wealth-overall")
    expect(page.get_by_role("tab")).to_have_count(5)
    assert traces(page, "wealth-overall")["risk-free"]["dash"] == "dash"


def a_tab_opens_the_address_keeps_it_and_a_phone_shows_all_of_it(page: Page) -> None:
    look(page, PHONE, "light")
    drawn(open_tab(page, "Equity vs Nifty 50 Total Return Index"), "wealth-equity")
    assert traces(page, "wealth-equity").keys() >= {"portfolio", "benchmark", "risk-free", "invested"}
    until(page, "location.search.includes('category=')")
    expect(page.locator(HEADLINE)).to_contain_text("The same money in the Nifty 50 Total Return Index would be")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    look(page, WIDE, "light")


def the_dashed_line_goes_and_comes(page: Page) -> None:
    drawn(open_tab(settled(page), "Debt vs a deposit"), "wealth-debt")
    switch = page.locator(".st-key-deposit label")
    for there in ("!", ""):
        with rerun(page):
            switch.click()
        until(page, f"{there}{DEBT}._fullData.some(one => one.meta.role === 'risk-free')")
    lines = traces(page, "wealth-debt")
    assert lines["benchmark"]["y"][-1] == pytest.approx(lines["risk-free"]["y"][-1], rel=1e-6)


CONCERNS = (
    the_whole_is_drawn,
    everywhere,
    a_tab_opens_the_address_keeps_it_and_a_phone_shows_all_of_it,
    the_dashed_line_goes_and_comes,
)
