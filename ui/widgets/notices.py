"""What must be said where the number stands? Sample data, an incomplete total, a price index, an error: plainly, with the next step."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from core.errors import BenchmarkingError, InsufficientData
from core.valuation.unpriced import BY_CHOICE
from ui.widgets.destinations import lead_to_your_data
from ui.wording.number_format import count, listed
from ui.wording.plain_text import escaped, file_name

_log = logging.getLogger(__name__)
_MOST_NAMED = 12


def sample_banner() -> None:
    """Simulated data says so, quietly and always."""
    text = "**Sample data.** Simulated prices, pinned to the published year-end closes; made to look around in."
    with st.container(key="ys-notice-sample", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(text, width="content")
        lead_to_your_data("Bring your own transactions")


def simulated_benchmarks(names: Sequence[str]) -> None:
    """A real portfolio beside invented levels: what is told of their difference is no fact yet. Without names nothing is shown."""
    if not names:
        return
    with st.container(key="ys-notice-warning-simulated", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(simulated_words(names), width="content")
        lead_to_your_data("Add prices", "Prices")


def simulated_words(names: Sequence[str]) -> str:
    """Markdown: which benchmarks are invented, and what to do before their difference is believed."""
    what = "benchmark is" if len(names) == 1 else "benchmarks are"
    return (
        f"**The {what} sample data.** The levels of {listed([escaped(one) for one in names])} are simulated, while your portfolio is "
        "real. Bring real levels before you believe the difference."
    )


def warning_line(text: str, key: str) -> None:
    """One sentence that must be read before the number is believed. ``text``: Markdown, with names already escaped."""
    _line(f"warning-{key}", text)


def note_line(text: str, key: str) -> None:
    """One sentence that is good to know. ``text``: Markdown, with names already escaped."""
    _line(f"note-{key}", text)


def incomplete_total(left_out: Sequence[tuple[str, str]]) -> None:
    """Holdings left out: ``(name, reason)`` each. The total is marked incomplete; prices are asked for unless all is by choice."""
    if not left_out:
        return
    they = "it is" if len(left_out) == 1 else "they are"
    by_choice = all(reason == BY_CHOICE for _, reason in left_out)
    add = "" if by_choice else f" Add {'its' if len(left_out) == 1 else 'their'} prices on *Your Data*."
    _line("warning-incomplete", f"{incomplete_words([name for name, _ in left_out])}{add}")
    with st.expander(f"Why {they} left out"):
        st.markdown("\n".join(f"- **{escaped(name)}**: {escaped(reason)}" for name, reason in left_out))
        if not by_choice:
            lead_to_your_data("Add prices", "Prices")


def incomplete_words(names: Sequence[str]) -> str:
    """Markdown: which holdings without a price the total lacks."""
    verb = "is" if len(names) == 1 else "are"
    named = listed([escaped(one) for one in names], _MOST_NAMED)
    return f"**Incomplete total.** {count(len(names), 'holding')} {verb} left out, from the value and from the money put in alike: {named}."


def error_box(error: BenchmarkingError, what: str = "This") -> None:
    """What cannot be answered, and what to do next, in the error's own words; data that is not there yet is nobody's mistake."""
    calm = isinstance(error, InsufficientData)
    text = f"**{what} cannot be shown yet.** {escaped(error.message, longest=1_000)}"
    _line(f"{'note-missing' if calm else 'error'}-{file_name(what)}", text)
    if error.needs_data:
        lead_to_your_data("Add prices", "Prices")


def empty_state(title: str, text: str) -> None:
    """Nothing is there yet; says what to do."""
    with st.container(key="ys-empty", border=True):
        st.header(title, anchor=False)
        st.markdown(text)


def no_portfolio_yet() -> None:
    """What a page about a portfolio says while there is none."""
    empty_state("No portfolio yet", "Open **Your Data** in the menu and bring your transactions; it takes a minute.")


@contextmanager
def guarded(what: str) -> Iterator[None]:
    """Shows errors inside as quiet boxes; one that nobody foresaw goes to the log, and a person reads no traceback."""
    try:
        yield
    except BenchmarkingError as error:
        error_box(error, what)
    except Exception:
        _log.exception("%s failed", what)
        text = f"**{what} could not be drawn.** The details are in the server's log. Reload the page to try again."
        _line(f"error-{file_name(what)}", text)


def _line(kind: str, text: str) -> None:
    with st.container(key=f"ys-notice-{kind}"):
        st.markdown(text)
