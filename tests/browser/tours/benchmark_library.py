"""Is the library drawn for everybody? What is made in it changes the store: see ``test_own_store``."""

from __future__ import annotations

from tests.browser.tours.everywhere import everywhere

CONCERNS = (everywhere,)
