"""How does a text from a file appear exactly as it is? With everything escaped that Markdown would turn into something else."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 200
_THIN_SPACE = "\u202f"  # which our own names of mixes have before %
_BARE_DOLLAR = re.compile(r"(?<!\\)\$")
# What Markdown makes a link of although it is escaped; a word joiner, which nobody sees, keeps it from being one.
_BECOMES_A_LINK = re.compile(r"(https?:(?=//)|www(?=\.)|@(?=[-\w]))", re.IGNORECASE)
WORD_JOINER = "\u2060"
_JOINED = rf"\1{WORD_JOINER}"
# An ampersand is one only before what could be an entity; "S&P 500" names sliders too, whose labels are read out as they are.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>:$@/=^\"']|&(?=#?\w+;))")


@lru_cache(maxsize=4096)
def escaped(text: str, longest: int = LONGEST) -> str:
    """``text`` on one line, without control characters, safe inside Streamlit's Markdown.

    Streamlit's Markdown loads remote images, makes links, and reads ``$…$`` as formulas and ``:red[…]`` as colour.
    """
    line = re.sub(" +", " ", "".join(map(_printable, text))).strip()
    short = line if len(line) <= longest else f"{line[: longest - 1]}…"
    return _SPECIAL.sub(r"\\\1", _BECOMES_A_LINK.sub(_JOINED, short))


def as_markdown(text: str) -> str:
    """Our own sentence, in which only a dollar sign not yet escaped would be misread (two of them are a formula)."""
    return _BARE_DOLLAR.sub(r"\\$", text)


def shortened(name: str, longest: int) -> str:
    """A name that fits where there is room for so many letters; the hover has it whole."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _printable(letter: str) -> str:
    blank = letter != _THIN_SPACE and unicodedata.category(letter).startswith(("C", "Z"))
    return " " if blank else letter


def file_name(text: str) -> str:
    """A part of a file name: letters, digits and hyphens of any name, "portfolio" where none are left."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-").lower()[:60] or "portfolio"
