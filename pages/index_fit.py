"""What does this stock or portfolio really behave like?"""

from __future__ import annotations

import streamlit as st

from ui.reads.index_fit.fit import fit_subjects
from ui.views.index_fit.choices import choose
from ui.views.index_fit.view import fit_view
from ui.widgets.destinations import lead_to_your_data
from ui.widgets.notices import empty_state, guarded


def page() -> None:
    """Choices, then one view after the other: fit, scan, rolling, style, factors, members, size and signal."""
    st.title("Index Fit", anchor=False)
    st.caption("What does this stock or portfolio really behave like?")
    subjects = fit_subjects()
    if not subjects:
        empty_state("Nothing to look at yet", "Bring transactions or prices on **Your Data**; it takes a minute.")
        lead_to_your_data("Bring your data")
        return
    with guarded("The index fit"):
        fit_view(choose(subjects))
