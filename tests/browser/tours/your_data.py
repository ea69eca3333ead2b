"""Can everybody work the page of files? What it does with them changes the store: see ``test_your_data``."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.tours.everywhere import (
    it_is_told_in_words,
    nothing_is_in_anybodys_way,
    nothing_is_to_be_saved,
    obstacles,
)


def the_check_for_obstacles_sees_what_it_should(page: Page) -> None:
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<button></button>')")
    (found,) = obstacles(page)
    assert found.startswith("button-name")


CONCERNS = (
    nothing_is_in_anybodys_way,
    it_is_told_in_words,
    nothing_is_to_be_saved,
    the_check_for_obstacles_sees_what_it_should,
)
