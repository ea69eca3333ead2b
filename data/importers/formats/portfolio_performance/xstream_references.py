"""Which element does a reference mean? Portfolio Performance writes a thing once and points at it by path or by number."""

from __future__ import annotations

import re

from data.importers.files.xml_tree import Element

_STEP = re.compile(r"([\w.-]+)(?:\[(\d+)\])?")
LONGEST_CHAIN = 50
LONGEST_PATH = 2_000  # characters; real ones have a few hundred


class References:
    """Finds what ``reference="../../security[3]"``, ``reference="/client/securities/security"`` and ``reference="17"`` point at.

    Any field may be written so, not securities alone: whatever is read of an element is read through here.
    """

    __slots__ = ("_by_number", "_by_tag", "_root")

    def __init__(self, root: Element) -> None:
        self._root = root
        self._by_number = {one.attributes["id"]: one for one in root.walk() if "id" in one.attributes}
        self._by_tag: dict[int, dict[str, list[Element]]] = {}

    def child(self, element: Element, tag: str) -> Element | None:
        """The first child of this tag as it is written out, wherever that is; None without one."""
        return self.resolved(element.child(tag))

    def value(self, element: Element, tag: str) -> str:
        """The text of the first child of this tag, "" without one."""
        found = self.child(element, tag)
        return found.text.strip() if found is not None else ""

    def listed(self, element: Element, tag: str) -> list[Element]:
        """What the child of this tag holds, each as it is written out; what leads nowhere stands as it is."""
        holder = self.child(element, tag)
        return [self.resolved(one) or one for one in holder.children] if holder else []

    def resolved(self, element: Element | None) -> Element | None:
        """The element itself, or the one it points at in the end; None for nothing and for a reference that leads nowhere."""
        for _ in range(LONGEST_CHAIN):
            if element is None or "reference" not in element.attributes:
                return element
            target = element.attributes["reference"]
            element = self._by_number.get(target) if target.isdecimal() else self._follow(element, target)
        return None

    def _follow(self, element: Element, path: str) -> Element | None:
        """Step by step from the element, or from the top where the path begins with its name (``/client/…``)."""
        at: Element | None = element if len(path) <= LONGEST_PATH else None
        steps = path.split("/")
        if steps[0] == "" and len(steps) > 1:
            at, steps = self._root if steps[1] in (self._root.tag, f"{self._root.tag}[1]") else None, steps[2:]
        for step in steps:
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
