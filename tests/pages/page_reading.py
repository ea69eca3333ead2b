"""How does a test open a page by its address, and what does it read there?"""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest


def opened_page(page: str, /, **address: str | list[str]) -> AppTest:
    """A page module alone, without the frame around it, at an address; it must draw without an exception."""
    return arrived(page_alone(page), **address)


def page_alone(page: str) -> AppTest:
    """A page module that has not run yet."""
    return AppTest.from_string(f"from pages import {page}\n{page}.page()\n", default_timeout=300)


def arrived(app: AppTest, /, **address: str | list[str]) -> AppTest:
    """The first run at an address."""
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """All that stands on the page, without the marks of Markdown."""
    said = [one.value for one in (*app.title, *app.caption, *app.markdown, *app.header, *app.success)]
    return re.sub(r"\\(.)", r"\1", "\n".join(said)).replace("**", "")


def cards(app: AppTest) -> dict[str, str]:
    """The value of each metric card by its label, without the marks of Markdown."""
    return {card.label: re.sub(r"\\(.)", r"\1", str(card.value)) for card in app.metric}
