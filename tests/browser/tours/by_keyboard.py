"""Can every control be reached and seen without a mouse? The Tab key walks whole pages; what it stands on is marked."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

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
IN_THE_BAR = ("Portfolio", "Compared with", "Range", "Risk-free rate", "Currency")


def _walked(page: Page) -> list[dict[str, Any]]:
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


def tab_reaches_every_control(page: Page, *expected: str) -> None:
    """And shows where it is. The page is as it opened."""
    stands = _walked(page)
    assert len(stands) < MOST_PRESSES, "Tab does not come to an end"
    names = "\n".join(one["name"] for one in stands)
    assert [wanted for wanted in expected if wanted not in names] == [], names
    assert [one["html"] for one in stands if not one["marked"]] == []
    assert page.evaluate(NOT_REACHED) == []
