"""How does a name from a file stand in a sentence without doing anything? Markdown and HTML in it are shown, never obeyed."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@/=])")


def plain(text: str, longest: int = 80) -> str:
    """``text`` escaped for Markdown: one line, nothing invisible, at most ``longest`` characters of it."""
    line = "".join(character if character.isprintable() else " " for character in text).strip()
    shown = line if len(line) <= longest else f"{line[: longest - 1]}…"
    return _MARKUP.sub(r"\\\1", shown)
