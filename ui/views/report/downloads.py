"""How does the whole story leave the screen? The report as HTML and the audit pack as a zip file, made when they are asked for."""

from __future__ import annotations

import streamlit as st

from ui.choices.selection import rate_at_the_click
from ui.reads.portfolio import valuation
from ui.reads.report import pack_of, report_data, why_no_pack
from ui.reads.selection import Selection
from ui.views.report.html import as_document
from ui.views.report.story import report_of
from ui.wording.plain_text import file_name

_REPORT = (
    "Every picture and table of this choice in one file: opens without a network and prints to A4. Made on the click."
)
_PACK = "Every input, the results, the conventions, and a script that works all numbers out anew and compares. Made on the click."


def report_downloads(chosen: Selection) -> None:
    """Two buttons; the files are of this choice, at the rate that the slider shows at the click."""
    rate = rate_at_the_click(valuation(chosen.portfolio.id, chosen.currency).currency)
    name, why = file_name(chosen.portfolio.name), why_no_pack(chosen)
    with st.container(horizontal=True, gap="small", key="ys-report"):
        st.download_button(
            "Report",
            lambda: as_document(report_of(report_data(chosen, rate()))),
            f"{name}-report.html",
            "text/html",
            key="report-html",
            help=_REPORT,
            icon=":material/description:",
            on_click="ignore",
        )
        st.download_button(
            "Audit pack",
            lambda: pack_of(chosen, rate()),
            f"{name}-audit-pack.zip",
            "application/zip",
            key="audit-pack",
            help=why or _PACK,
            icon=":material/folder_zip:",
            on_click="ignore",
            disabled=bool(why),
        )
