"""Do figures give way where there is no room for them?"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.screen import PHONE, WIDE, drawn, go, plot
from tests.browser.tours.everywhere import everywhere

SECURITIES = "diversification?of=A%20portfolio%E2%80%99s%20securities&portfolio=sample-household"


def figures_of_many_cells_give_way_on_a_phone(page: Page) -> None:
    for width, shown in ((WIDE, True), (PHONE, False)):
        drawn(go(page, SECURITIES, width), "correlation")
        assert bool(page.evaluate(f"{plot('correlation')}._fullData[0].texttemplate")) is shown


CONCERNS = (everywhere, figures_of_many_cells_give_way_on_a_phone)
