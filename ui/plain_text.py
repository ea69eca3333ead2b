"""How does a text from a file appear exactly as it is? With everything escaped that Markdown would turn into something else."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>:$&@/=^\"'])")


def escaped(text: str, longest: int = LONGEST) -> str:
    """``text`` on one line, without control characters, safe inside Streamlit's Markdown.

    Streamlit's Markdown loads remote images, makes links, and reads ``$…$`` as formulas and ``:red[…]`` as colour.
    """
    printable = "".join(" " if unicodedata.category(letter).startswith(("C", "Z")) else letter for letter in text)
    line = " ".join(printable.split())
    short = line if len(line) <= longest else f"{line[: longest - 1]}…"
    return _SPECIAL.sub(r"\\\1", short)


def as_markdown(text: str) -> str:
    """Our own sentence, in which only the dollar sign would be misread (two of them are a formula)."""
    return text.replace("$", r"\$")


def file_name(text: str) -> str:
    """A part of a file name: letters, digits and hyphens of any name, "portfolio" where none are left."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-").lower()[:60] or "portfolio"
