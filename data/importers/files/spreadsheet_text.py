"""Could a spreadsheet take this text for a formula? Then an apostrophe goes before it, and comes off again when read back."""

from __future__ import annotations

_STARTS = frozenset("=+-@\t\r\n'＝＋－＠")


def neutralised(text: str) -> str:
    """The text as it may stand in a CSV cell: ``=1+1`` becomes ``'=1+1``; :func:`restored` undoes it exactly."""
    return f"'{text}" if _looks_live(text) else text


def restored(text: str) -> str:
    """The text that was neutralised; text that was not stays as it is."""
    return text[1:] if text[:1] == "'" and _looks_live(text[1:]) else text


def _looks_live(text: str) -> bool:
    return text[:1] in _STARTS or text.lstrip()[:1] in _STARTS if text else False
