"""Which element does a reference mean? Portfolio Performance writes a thing once and points at it by path or by number."""

from __future__ import annotations

import re

from data.importers.files.xml_tree import Element

_STEP = re.compile(r"([\w.-]+)(?:\[(\d+)\])?")
LONGEST_CHAIN = 50
LONGEST_PATH = 2_000  # characters; real ones have a few hundred


class References:
    """Finds what ``reference="../../security[3]"`` and ``reference="17"`` point at."""

    __slots__ = ("_by_number", "_by_tag")

    def __init__(self, root: Element) -> None:
        self._by_number = {one.attributes["id"]: one for one in root.walk() if "id" in one.attributes}
        self._by_tag: dict[int, dict[str, list[Element]]] = {}

    def resolved(self, element: Element | None) -> Element | None:
        """The element itself, or the one it points at in the end; None for nothing and for a reference that leads nowhere."""
        for _ in range(LONGEST_CHAIN):
            if element is None or "reference" not in element.attributes:
                return element
            target = element.attributes["reference"]
            element = self._by_number.get(target) if target.isdecimal() else self._follow(element, target)
        return None

    def _follow(self, element: Element, path: str) -> Element | None:
        at: Element | None = element if len(path) <= LONGEST_PATH else None
        for step in path.split("/"):
            if at is None:
                return None
            at = at.parent if step == ".." else self._child(at, step)
        return at

    def _child(self, parent: Element, step: str) -> Element | None:
        """The n-th child of a tag; the children of one parent are sorted by tag once, for files point at them often."""
        found = _STEP.fullmatch(step)
        if not found:
            return None
        tags = self._by_tag.get(id(parent))
        if tags is None:
            tags = self._by_tag[id(parent)] = {}
            for child in parent.children:
                tags.setdefault(child.tag, []).append(child)
        same, number = tags.get(found[1], []), int(found[2] or 1)
        return same[number - 1] if 1 <= number <= len(same) else None
