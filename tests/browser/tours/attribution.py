"""Does the page do what it says: classes that open, a bridge that moves in place, one return by three ways?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import (
    HEADLINE,
    PHONE,
    drawn,
    go,
    is_marked,
    lengths,
    mark,
    open_tab,
    pick,
    plot,
    press,
    rate,
    until,
)
from tests.browser.tours.everywhere import SCROLLED, everywhere, look

ADDRESS = "attribution"
PICTURES = ("waterfall", "segment-bars", "gap-bridge")


def a_class_opens_and_the_address_keeps_it(page: Page) -> None:
    drawn(pick(page, "Portfolio", "Sample: US growth"), *PICTURES)
    expect(page.locator(HEADLINE)).to_contain_text("S&P 500")
    page.get_by_test_id("stButtonGroup").get_by_text("Equity", exact=True).click()
    until(page, f"{plot('segment-bars')}._fullData[0].y.some(one => one.includes('Information'))")
    expect(page).to_have_url(re.compile("inside=Equity"))


def the_rate_moves_the_bridge_in_place(page: Page) -> None:
    drawn(pick(page, "Portfolio", "Sample: 60/40 (SPY and AGG)"), *PICTURES)
    mark(page, "gap-bridge", "waterfall")
    before, above = lengths(page, "gap-bridge"), lengths(page, "waterfall")
    press(page, rate(page))
    until(page, f"Math.abs({plot('gap-bridge')}._fullData[0].x[0] - {before[0]}) > 1")
    after = lengths(page, "gap-bridge")
    assert is_marked(page, "gap-bridge")
    assert is_marked(page, "waterfall")
    assert after[0] > before[0]
    assert after[2:] == pytest.approx(before[2:], abs=0.02)
    assert after[0] + after[1] == pytest.approx(before[0] + before[1], abs=0.02)
    assert lengths(page, "waterfall") == above


def effects_over_time_end_at_the_active_return(page: Page) -> None:
    go(page, f"{ADDRESS}?benchmark=CRISIL_HYBRID_AGGRESSIVE_65_35")
    drawn(open_tab(page, "Over time"), "over-time")
    ends = dict(page.evaluate(f"{plot('over-time')}._fullData.map(one => [one.name, one.y[one.y.length - 1]])"))
    together = ends.pop("Together")
    assert together == pytest.approx(sum(ends.values()), abs=1e-6)
    expect(page.locator(HEADLINE)).to_contain_text(f"{100 * together:+.1f}\u202fpp over the whole range")


def _fits(page: Page, *keys: str) -> None:
    """Nothing scrolls sideways, and no word of the pictures reaches beyond the phone's edges."""
    drawn(page, *keys)
    for key in keys:
        outside = page.evaluate(
            f"""Array.from({plot(key)}.querySelectorAll('text')).filter(one => one.textContent.trim())
            .filter(one => {{ const box = one.getBoundingClientRect(); return box.left < 0 || box.right > innerWidth; }})
            .map(one => one.textContent)"""
        )
        assert outside == []
    assert page.evaluate(SCROLLED) <= PHONE


def on_a_phone_the_pictures_add_up(page: Page) -> None:
    go(page, f"{ADDRESS}?portfolio=sample-household&benchmark=%5EGSPC", PHONE)
    expect(page.locator(HEADLINE)).to_contain_text("S&P 500 returned")
    _fits(page, *PICTURES)
    steps = lengths(page, "waterfall")
    assert sum(steps[:-1]) == pytest.approx(steps[-1], abs=1e-6)
    shown = page.locator('[data-testid="stMetric"]', has_text="Your return")
    expect(shown).to_contain_text(f"{100 * steps[-1]:.1f}\u202f%")
    totals = page.evaluate(f"Array.from({plot('segment-bars')}._fullData.find(one => one.name === 'Together').x)")
    assert sum(totals) == pytest.approx(steps[-1] - steps[0], abs=1e-6)
    cents = lengths(page, "gap-bridge")
    assert sum(cents[:-1]) == pytest.approx(cents[-1], abs=0.5 * len(cents))  # each is drawn to the rupee
    look(page, PHONE, "dark")
    _fits(page, *PICTURES)
    look(page, PHONE, "light")


def on_a_phone_markets_and_currencies_lead_to_the_same_return(page: Page) -> None:
    steps = lengths(page, "waterfall")
    _fits(open_tab(page, "Currencies"), "currency-waterfall")
    apart = lengths(page, "currency-waterfall")
    names = page.evaluate(f"{plot('currency-waterfall')}._fullData[0].y")
    assert (names[0], names[-1]) == ("Benchmark", "Your portfolio")
    assert any(one.startswith("Equity") for one in names)
    assert "INR<br>(exchange rate alone)" in names
    assert (apart[0], apart[-1]) == (pytest.approx(steps[0]), pytest.approx(steps[-1]))
    assert sum(apart[:-1]) == pytest.approx(apart[-1], abs=1e-6)
    _fits(open_tab(page, "Over time"), "over-time")
    page.get_by_test_id("stButtonGroup").get_by_text("Equity", exact=True).click()
    until(page, "location.search.includes('inside=Equity')")
    _fits(page, "segment-bars")


CONCERNS = (
    everywhere,
    a_class_opens_and_the_address_keeps_it,
    the_rate_moves_the_bridge_in_place,
    effects_over_time_end_at_the_active_return,
    on_a_phone_the_pictures_add_up,
    on_a_phone_markets_and_currencies_lead_to_the_same_return,
)
