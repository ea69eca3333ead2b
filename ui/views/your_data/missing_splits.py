"""Do the prices know of a split that my transactions lack? Told, with the button that adds the rows, and one that takes them out."""

from __future__ import annotations

import streamlit as st

from ui.reads.splits import splits_added, splits_missing
from ui.views.trust.value_notices import splits_in_words, splits_named
from ui.wording.number_format import count
from ui.writes.portfolio import keep_splits, take_out_splits

_DONE = "ys-splits-done"


def missing_splits() -> None:
    """Nothing where no split is missing and none was added."""
    if (done := st.session_state.pop(_DONE, None)) is not None:
        st.success(done)
    _missing_splits_notice()
    _added()


def _missing_splits_notice() -> None:
    missing = splits_missing()
    if not missing:
        return
    with st.container(key="ys-notice-warning-splits"):
        st.markdown(splits_in_words(missing, owners=True))
        label = "Add it" if len(missing) == 1 else f"Add these {len(missing)}"
        if st.button(label, key="ys-add-splits", type="primary"):
            st.session_state[_DONE] = f"Added {count(keep_splits(missing), 'split')} to your transactions."
            st.rerun()


def _added() -> None:
    added = splits_added()
    if not added:
        return
    with st.container(key="ys-notice-note-splits"):
        st.markdown(f"Added from the prices: {splits_named(added, owners=True)}.")
        if st.button("Take out again", key="ys-take-out-splits"):
            removed = take_out_splits(added)
            st.session_state[_DONE] = f"Took {count(removed, 'split')} out of your transactions again."
            st.rerun()
