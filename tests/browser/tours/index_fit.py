"""Does Index Fit do what it says: views that open, a map and a window that move in place, a size and a signal?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import rerun
from tests.browser.screen import (
    HEADLINE,
    answered,
    drawn,
    go,
    is_marked,
    mark,
    metric,
    open_tab,
    pick,
    plot,
    press,
    until,
)
from tests.browser.tours.by_keyboard import IN_THE_BAR, tab_reaches_every_control
from tests.browser.tours.everywhere import (
    everywhere,
    it_is_told_in_words,
    nothing_is_in_anybodys_way,
    nothing_is_to_be_saved,
)

US_GROWTH = "index-fit?portfolio=sample-us-growth&benchmark=SPY"
ASKED = {"portfolio_id": "sample-us-growth", "index": "SPY", "risk_free_rate": "4"}
ROLLING = {"alpha": "fit-rolling-alpha", "beta": "fit-rolling-beta", "correlation": "fit-rolling-correlation"}


def every_control_is_reached(page: Page) -> None:
    own = ("Fit", "Arithmetic test", "5Y", "Download as PNG", "Table as CSV", "View as JSON")
    tab_reaches_every_control(page, *IN_THE_BAR[1:], *own)


def factors_and_members_wait_for_a_file(page: Page) -> None:
    for tab in ("Factors", "Members"):
        nothing_is_in_anybodys_way(open_tab(page, tab))
        it_is_told_in_words(page)
        nothing_is_to_be_saved(page)


def size_and_signal_move_in_place(page: Page) -> None:
    open_tab(page, "Size and signal")
    everywhere(page)
    until(page, f"{plot('position-size')}?._fullData?.length === 3")
    mark(page, "position-size")
    page.get_by_label("Beta", exact=True).fill("1.6")
    with rerun(page):
        page.keyboard.press("Enter")
    sentence = page.locator(".st-key-ys-headline-size")
    expect(sentence).to_contain_text("With a beta of 1.60, ₹1,00,000 of ordinary size becomes ₹62,500, so that")
    until(page, f"{plot('position-size')}._fullData[2].x[0] === 1.6")
    assert page.evaluate(f"{plot('position-size')}._fullData[2].y[0]") == pytest.approx(62_500)
    assert is_marked(page, "position-size")
    with rerun(page):
        page.get_by_text("In steps", exact=True).first.click()
    expect(sentence).to_contain_text("becomes ₹60,000")
    press(page, page.locator('.st-key-ys-signal-confidence input[type="range"]'))
    expect(page.locator(".st-key-ys-headline-signal")).to_contain_text("61")
    expect(page.get_by_text("Arithmetic on past data, not advice.")).to_have_count(2)


def the_mix_of_styles_is_whole(page: Page) -> None:
    drawn(open_tab(page, "Style"), "fit-style", "fit-style-rolling")
    everywhere(page)


def another_subject_stands_in_the_address(page: Page) -> None:
    pick(open_tab(page, "Fit"), "What does this behave like", "NOVAGRID.SIM")
    expect(page.locator(HEADLINE)).to_contain_text("NOVAGRID.SIM moved")
    expect(page).to_have_url(re.compile("subject=NOVAGRID.SIM"))
    open_tab(page, "Scan")
    expect(page.locator(HEADLINE)).to_contain_text("NOVAGRID.SIM behaves most like")


def the_map_of_the_scan_moves_in_place(page: Page) -> None:
    drawn(go(page, f"{US_GROWTH}&fit-view=Fit"), "fit-growth", "fit-alpha-band", "fit-split")
    drawn(open_tab(page, "Scan"), "fit-map")
    everywhere(page)
    first = answered(page, "index-fit/scan", portfolio_id="sample-us-growth", chosen="SPY")["indexes"][0]
    best = f"{plot('fit-map')}._fullData.find(one => one.meta.role === 'best')"
    assert page.evaluate(f"{best}.x[0]") == pytest.approx(first["tracking_error"] / 100, rel=1e-6)
    mark(page, "fit-map")
    page.get_by_test_id("stButtonGroup").get_by_text("Beta", exact=True).click()
    until(page, f"Math.abs({best}.y[0] - {first['beta']}) < 1e-5")
    assert is_marked(page, "fit-map")


def the_window_moves_the_rolling_pictures_in_place(page: Page) -> None:
    drawn(open_tab(page, "Rolling"), *ROLLING.values())
    everywhere(page)
    mark(page, "fit-rolling-beta")
    for window in (90, 91):
        if window == 91:
            press(page, page.locator('[data-testid="stSlider"] input[type="range"]').last)
        last = answered(page, "index-fit", **ASKED, rolling_window=str(window))["rolling"]["points"][-1]
        for name, key in ROLLING.items():
            value = last[name] / (100 if name == "alpha" else 1)
            until(page, f"Math.abs({plot(key)}._fullData[0].y.at(-1) - {value}) < 1e-6")
        expect(metric(page, "Beta now")).to_have_text(f"{last['beta']:.2f}")
    assert is_marked(page, "fit-rolling-beta")


def hovers_are_written_as_people_read_them(page: Page) -> None:
    alpha = plot("fit-rolling-alpha")
    lowest = page.evaluate(f"(one => one.y.indexOf(one.y.reduce((a, b) => b < a ? b : a)))({alpha}._fullData[0])")
    page.evaluate(f"Plotly.Fx.hover({alpha}, [{{curveNumber: 0, pointNumber: {lowest}}}])")
    told = page.locator(".st-key-fit-rolling-alpha .hoverlayer")
    expect(told).to_contain_text(re.compile("\u2212\\d+\\.\\d\u202f%"))
    expect(told).not_to_contain_text("-")


def a_log_scale_keeps_its_ticks_and_labels_through_a_zoom(page: Page) -> None:
    drawn(go(page, f"{US_GROWTH}&fit-view=Fit&log=true"), "fit-growth")
    axis = f"{plot('fit-growth')}._fullLayout.yaxis"
    until(page, f"{axis}.type === 'log'")
    low, high = page.evaluate(f"{axis}.range")
    page.locator(".st-key-fit-growth").get_by_role("button", name="3Y").click()
    until(page, f"{axis}.range[0] > {low}")
    zoomed = page.evaluate(f"{axis}.range")
    assert low < zoomed[0] < zoomed[1] <= high + 1e-9
    ticks = page.evaluate(f"{axis}.tickvals")  # values, where the range is in powers of ten
    assert len(ticks) >= 3
    assert all(10 ** zoomed[0] <= one <= 10 ** zoomed[1] for one in ticks)
    labels = f"{plot('fit-growth')}.layout.annotations.filter(one => one.name?.startsWith('end:')).map(one => one.y)"
    ends = page.evaluate(labels)
    assert ends
    assert all(zoomed[0] <= one <= zoomed[1] for one in ends)


CONCERNS = (
    every_control_is_reached,
    everywhere,
    factors_and_members_wait_for_a_file,
    size_and_signal_move_in_place,
    the_mix_of_styles_is_whole,
    another_subject_stands_in_the_address,
    the_map_of_the_scan_moves_in_place,
    the_window_moves_the_rolling_pictures_in_place,
    hovers_are_written_as_people_read_them,
    a_log_scale_keeps_its_ticks_and_labels_through_a_zoom,
)
