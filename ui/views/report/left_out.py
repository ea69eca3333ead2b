"""Who is left out for the same reason? Names together, so that fifteen holdings without prices are one line."""

from __future__ import annotations

from collections.abc import Iterable

from ui.wording.plain_text import escaped


def names_by_reason(left_out: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """From (name, reason) to the names of each reason, in order."""
    names: dict[str, list[str]] = {}
    for name, reason in left_out:
        names.setdefault(reason, []).append(name)
    return names


def left_out_line(reason: str, names: Iterable[str]) -> str:
    """Our Markdown: the names, then why."""
    why = reason.strip().rstrip(".")
    return f"**Left out:** {', '.join(escaped(name) for name in names)}. {escaped(why[:1].upper() + why[1:], 400)}."
