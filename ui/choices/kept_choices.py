"""What has been chosen, on whichever page, and how does the address carry it?

A visit keeps its choices as plain words, apart from the controls that show them, so that they outlive every page. They are taken from
the address when the visit begins, and when a link or the browser's history leads to another address; they are written into it after
every run. In between the address is only told, for a run may begin before the browser has heard of the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

PORTFOLIO, BENCHMARK, RANGE, RATE, CURRENCY = "portfolio", "benchmark", "range", "rate", "currency"
QUOTED, TAX = "quoted", "tax"
SHARED = (PORTFOLIO, BENCHMARK, RANGE, RATE, QUOTED, TAX, CURRENCY)
MIX, SUBJECT = "mix", "subject"
OF_ONE_PAGE = (MIX, SUBJECT)
LONGEST, LONGEST_MIX, MOST = 160, 2_000, 8
_HOMELY = (BENCHMARK, RATE)  # what another portfolio offers anew unless it is asked for
_KEPT, _TOLD, _MISREAD, _PAGE = "ys-kept", "ys-told", "ys-misread", "ys-page"
_SHOWN, _SHOWN_BEFORE = "ys-shown", "ys-shown-before"


def begin_run() -> None:
    """At the start of every whole run: which controls stood there in the last one, and what does the address ask for?"""
    st.session_state[_SHOWN_BEFORE] = st.session_state.get(_SHOWN, frozenset())
    st.session_state[_SHOWN] = frozenset()
    arrive()


def arrive() -> None:
    """Takes over what the address asks for, once for every page that is opened; any number of calls is harmless."""
    context = get_script_run_ctx()
    page = context.page_script_hash if context else ""
    returns = bool(context and context.is_history_navigation)
    if st.session_state.get(_PAGE) == page and not returns:
        return
    st.session_state[_PAGE] = page
    st.session_state[_SHOWN] = st.session_state[_SHOWN_BEFORE] = frozenset()
    for key in {*_words(_TOLD)} - {*SHARED}:
        del _words(_TOLD)[key]
    _take_over({key: values for key in (*SHARED, *OF_ONE_PAGE) if (values := _address_values(key))})


def choice(key: str) -> tuple[str, ...]:
    """Values chosen for a key; none where the page's usual choice stands."""
    return _words(_KEPT).get(key, ())


def later_choice(key: str) -> Callable[[], tuple[str, ...]]:
    """A way to what will have been chosen by then, for files that are made at a click, apart from the session."""
    words = _words(_KEPT)
    return lambda: words.get(key, ())


def keep(key: str, *values: str) -> None:
    """From now on this is chosen; without values the usual choice."""
    _words(_KEPT)[key] = values
    _words(_MISREAD).pop(key, None)


def forget(*keys: str) -> None:
    """The usual choice stands again."""
    for key in keys:
        keep(key)


def show(key: str, value: object) -> None:
    """Lets a control begin with what is kept, and follow it; one that shows it already is left alone, for it may be under a finger.

    A control that did not stand there in the last run has forgotten what it showed, even where its key still remembers.
    """
    shown: frozenset[str] = st.session_state.get(_SHOWN, frozenset())
    stands = key in shown or key in st.session_state.get(_SHOWN_BEFORE, frozenset())
    if not stands or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    st.session_state[_SHOWN] = shown | {key}


def is_shown(key: str) -> bool:
    """Whether the control stands on the page in this run already."""
    return key in st.session_state.get(_SHOWN, frozenset())


def misread(key: str, said: str, *instead: str) -> None:
    """The address asked for what cannot be: ``instead`` or the usual choice stands, and the page says so until something is chosen."""
    keep(key, *instead)
    _words(_MISREAD)[key] = (said,)


def misreadings() -> Mapping[str, str]:
    """What could not be understood, by the name of the choice."""
    return {key: values[0] for key, values in _words(_MISREAD).items()}


def announce(key: str, *values: str) -> None:
    """What counts on this page, for the address to say; a key that is not shared stands there on this page alone."""
    _words(_TOLD)[key] = values


def announced(key: str) -> tuple[str, ...]:
    """Values that count for a key, on the page that announced them last."""
    return _words(_TOLD).get(key, ())


def share() -> None:
    """Writes the choices into the address, in one step and only where it says something else."""
    said = _words(_TOLD)
    wanted = {key: said.get(key) or choice(key) for key in SHARED} | {key: said[key] for key in said}
    for key in [key for key in OF_ONE_PAGE if key in st.query_params and not wanted.get(key)]:
        del st.query_params[key]
    changed = {
        key: list(values) for key, values in wanted.items() if values and st.query_params.get_all(key) != [*values]
    }
    if changed:
        st.query_params.update(changed)


def _words(store: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = st.session_state.setdefault(store, {})
    return found


def _take_over(asked: Mapping[str, tuple[str, ...]]) -> None:
    if PORTFOLIO in asked and choice(PORTFOLIO) not in ((), asked[PORTFOLIO]):
        forget(*(key for key in _HOMELY if key not in asked))
    for shared, of_one_page in ((BENCHMARK, MIX), (PORTFOLIO, SUBJECT)):
        if shared in asked and of_one_page not in asked:
            forget(of_one_page)
    for key, values in asked.items():
        longest = LONGEST_MIX if key == MIX else LONGEST
        if len(values) <= MOST and all(len(one) <= longest for one in values):
            keep(key, *values)
        else:
            misread(key, values[0][:LONGEST])


def _address_values(key: str) -> tuple[str, ...]:
    """What the address says."""
    return tuple(one for value in st.query_params.get_all(key) if (one := value.strip()))
