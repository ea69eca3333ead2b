"""What does the page say about membership in an index?"""

from __future__ import annotations

from ui.fit_loading import FitQuestion
from ui.notices import empty_state
from ui.plain_text import escaped


def members_tab(question: FitQuestion) -> None:
    """Says that nothing is known of it yet."""
    empty_state("Nothing here yet", f"There is nothing to say about this for **{escaped(question.subject.name)}** yet.")
