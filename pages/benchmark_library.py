"""Which benchmarks are there, what are they made of, and who uses them?"""

from __future__ import annotations

import streamlit as st

from ui.views.benchmark_library.detail import detail
from ui.views.benchmark_library.dialogs import new_benchmark
from ui.views.benchmark_library.overview import overview
from ui.widgets.notices import guarded


def page() -> None:
    """The list, the way to a new one, and one of them looked at closely."""
    st.title("Benchmark Library", anchor=False)
    st.caption(
        "Indexes, ready mixes, and benchmarks of your own: blends, returns, fixed rates, securities, portfolios."
    )
    if st.button("New benchmark", type="primary", icon=":material/add:", key="ys-new-benchmark"):
        new_benchmark()
    with guarded("The library"):
        detail(overview())
