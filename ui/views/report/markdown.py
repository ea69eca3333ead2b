"""How does our Markdown read in plain HTML? Bold, emphasis and escaped characters; everything else is text, whatever it looks like.

Nothing becomes a link here, so what keeps Markdown from making one is left out.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from ui.wording.plain_text import WORD_JOINER

_PIECE = re.compile(r"\\(?P<escaped>.)|(?P<strong>\*\*)|(?P<emphasis>\*)|(?P<text>[^\\*]+|\\)", re.DOTALL)
_TAGS = {"strong": "strong", "emphasis": "em"}


def as_html(markdown: str) -> Markup:
    """Safe HTML of one line or paragraph; a mark that is never closed is closed at the end."""
    parts: list[str] = []
    opened: list[str] = []
    for piece in _PIECE.finditer(markdown):
        mark = piece.lastgroup or "text"
        if mark in _TAGS:
            parts.append(_toggled(_TAGS[mark], opened))
        else:
            parts.append(str(escape(piece.group(mark).replace(WORD_JOINER, ""))))
    parts += [f"</{tag}>" for tag in reversed(opened)]
    return Markup("".join(parts))  # noqa: S704 (every text in it went through escape)


def _toggled(tag: str, opened: list[str]) -> str:
    """Open the tag, or close it when it is the last one opened."""
    if opened and opened[-1] == tag:
        opened.pop()
        return f"</{tag}>"
    if tag in opened:
        return ""
    opened.append(tag)
    return f"<{tag}>"
