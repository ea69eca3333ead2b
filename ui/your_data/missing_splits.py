"""Do the prices know of a split that my transactions lack? Told, with the button that adds the rows."""

from __future__ import annotations

import streamlit as st

from ui.number_format import count
from ui.split_loading import splits_missing
from ui.storing import keep_splits
from ui.value_notices import splits_in_words

_ADDED = "ys-splits-added"


def missing_splits() -> None:
    """Nothing where no split is missing; what was added, once."""
    if (added := st.session_state.pop(_ADDED, None)) is not None:
        st.success(f"Added {count(added, 'split')} to your transactions.")
    missing = splits_missing()
    if not missing:
        return
    with st.container(key="ys-notice-warning-splits"):
        st.markdown(splits_in_words(missing, owners=True))
        label = "Add it" if len(missing) == 1 else f"Add these {len(missing)}"
        if st.button(label, key="ys-add-splits", type="primary"):
            st.session_state[_ADDED] = keep_splits(missing)
            st.rerun()
