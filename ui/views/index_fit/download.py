"""How does a view leave the screen? The question and its answer as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.market.deposit_rate import rate_as_asked
from ui.reads.index_fit.fit import FitQuestion
from ui.widgets.downloads import json_button


def view_button(
    label: str, question: FitQuestion, what: str, answer: Callable[[], Mapping[str, Any]], **more: Any
) -> None:
    """A quiet button for an answer about this subject; ``more``: what was asked besides the question."""
    name, key = question.subject.name, f"fit-{what}-json"
    json_button(label, name, what, lambda: {"inputs": inputs(question) | more, **answer()}, key)


def inputs(question: FitQuestion) -> dict[str, Any]:
    """The question as JSON: subject, indexes, range and rate."""
    subject = question.subject
    return {
        "subject": {"kind": subject.kind, "id": subject.id, "name": subject.name, "currency": subject.currency},
        "indexes": list(question.indexes),
        "range": question.range,
        **rate_as_asked(question.rate),
    }
