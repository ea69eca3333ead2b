"""How does a name from a file stand in a sentence without doing anything? Markdown and HTML in it are shown, never obeyed."""

from __future__ import annotations

import re
import unicodedata

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@/=^])")
_DOLLAR = re.compile(r"(?<!\\)\$")
LONGEST = 200


def escaped(text: str, longest: int = LONGEST) -> str:
    """``text`` escaped for Markdown: one line, nothing invisible, at most ``longest`` characters of it."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    line = " ".join(visible.split())
    shown = line if len(line) <= longest else f"{line[: longest - 1]}…"
    return _MARKUP.sub(r"\\\1", shown)


def as_markdown(text: str) -> str:
    """Our own text for Markdown: two dollar signs would otherwise be taken for a formula."""
    return _DOLLAR.sub(r"\\$", text)


def file_name(text: str) -> str:
    """A name fit for a file on any system: lower case, Latin letters, digits and hyphens."""
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", latin.casefold()).strip("-")[:60].strip("-") or "portfolio"
