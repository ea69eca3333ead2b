"""Can every control be reached and seen without a mouse? The Tab key walks whole pages; what it stands on is marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from gallery.patience import settled

MOST_PRESSES = 160
STAND = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const ringed = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'
        || style.borderColor === 'rgb(59, 111, 224)';
    let marked = false;
    for (let at = one, up = 0; at && up < 5; at = at.parentElement, up++) marked ||= ringed(getComputedStyle(at));
    for (const part of one.parentElement?.querySelectorAll(':scope *') ?? []) marked ||= ringed(getComputedStyle(part));
    one.dataset.reached = 'yes';
    return {
        name: one.getAttribute('aria-label') || one.dataset.title || one.innerText || one.labels?.[0]?.innerText || one.title || '',
        tag: one.tagName, html: one.outerHTML.slice(0, 120), marked,
    };
}"""
NOT_REACHED = """() => [...document.querySelectorAll('a[href], button, input, textarea, select, [tabindex]')]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true, opacityProperty: false})
        && one.getBoundingClientRect().width > 1 && !one.dataset.reached && !one.closest('[data-testid="stDataFrame"]'))
    .filter(one => one.type !== 'radio' || !document.querySelector(`[name="${one.name}"][data-reached]`))
    .map(one => one.outerHTML.slice(0, 160))"""
IN_THE_BAR = ["Portfolio", "Compared with", "Range", "Risk-free deposit", "Currency"]
WALKS = {
    "": [
        *IN_THE_BAR,
        "Attribution",
        "Bring your own transactions",
        "Each with its own benchmark",
        "Report",
        "Audit pack",
    ],
    "portfolio-vs-benchmark": [
        *IN_THE_BAR,
        "Overview",
        "Value",
        "1Y",
        "All",
        "Download as PNG",
        "Download as SVG",
        "Engine check",
        "How these numbers are made",
        "Table as CSV",
        "View as JSON",
        "About these numbers",
        "Report",
    ],
    "index-fit": [*IN_THE_BAR[1:], "Fit", "Engine check", "5Y", "Download as PNG", "Table as CSV", "View as JSON"],
}


def walked(page: Page) -> list[dict[str, Any]]:
    """Everything that Tab stands on, from the top of the page to its end."""
    stands: list[dict[str, Any]] = []
    page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); }")
    for _ in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        stand = page.evaluate(STAND)
        if stand is None:
            break
        stands.append(stand)
    return stands


@pytest.mark.parametrize("address", WALKS)
def test_tab_reaches_every_control_and_shows_where_it_is(
    server: str, open_page: Callable[..., Page], address: str
) -> None:
    page = open_page(f"{server}/{address}")
    settled(page)
    stands = walked(page)
    assert len(stands) < MOST_PRESSES, "Tab does not come to an end"
    names = "\n".join(one["name"] for one in stands)
    assert [wanted for wanted in WALKS[address] if wanted not in names] == [], names
    assert [one["html"] for one in stands if not one["marked"]] == []
    assert page.evaluate(NOT_REACHED) == []


def test_arrows_move_between_views(server: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{server}/portfolio-vs-benchmark")
    settled(page)
    page.get_by_role("tab", name="Value", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    settled(page)
    assert page.get_by_role("tab", name="Growth of 100").get_attribute("aria-selected") == "true"
