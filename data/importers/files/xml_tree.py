"""What is in this XML file, and on which line? A small tree read through a defused parser, bounded in size and depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, ErrorHandler

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from data.importers.errors import FileTooLargeError, UnreadableFileError, in_megabytes

MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 3_000
BLOCK = 2**16
LONGEST_TAG = 2**20
# Possessive throughout: what was once taken for a comment is never tried otherwise, or comments alone would take for ever.
_START = re.compile(rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?><!--.*?-->\s*+)*+<([A-Za-z_][\w.-]*+)", re.S)


class Element:
    """One element with its parent, so that relative references can be followed, and the line it begins on."""

    __slots__ = ("attributes", "children", "line", "parent", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int, parent: Element | None) -> None:
        self.tag, self.attributes, self.line, self.parent = tag, attributes, line, parent
        self.children: list[Element] = []
        self.text = ""

    def child(self, tag: str) -> Element | None:
        """The first child of this tag."""
        return next((one for one in self.children if one.tag == tag), None)

    def value(self, tag: str) -> str:
        """The text of the first child of this tag, "" without one."""
        found = self.child(tag)
        return found.text.strip() if found is not None else ""

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.children))


def root_tag(content: bytes) -> str:
    """The name of the outermost element, "" for what is no XML; looks at the first bytes only."""
    start = content[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "replace").encode()
    found = _START.match(start.removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode() if found else ""


def read_tree(content: bytes, file_name: str) -> Element:
    """The outermost element of the file; raises UnreadableFileError (also for entities and DTDs) or FileTooLargeError."""
    builder = _Builder(file_name)
    parser: Any = defusedxml.sax.make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(builder)
    parser.setErrorHandler(ErrorHandler())
    builder.setDocumentLocator(parser)
    try:
        _feed(parser, content, file_name)
    except DefusedXmlException as error:
        raise UnreadableFileError(file_name, "it defines entities of its own, which no statement needs.") from error
    except SAXException as error:
        raise UnreadableFileError(
            file_name, "from here on it is no valid XML. Export it again.", builder.line
        ) from error
    except (ValueError, LookupError) as error:
        raise UnreadableFileError(file_name, "its text encoding is unknown. Save it in UTF-8.") from error
    if builder.root is None:
        raise UnreadableFileError(file_name, "it is empty. Export it again.")
    return builder.root


def _feed(parser: Any, content: bytes, file_name: str) -> None:
    """Parses block by block; a tag or comment that does not end is refused before it has been looked through again and again."""
    for start in range(0, len(content), BLOCK):
        parser.feed(content[start : start + BLOCK])
        if start + BLOCK - max(parser._parser.CurrentByteIndex, 0) > LONGEST_TAG and start + BLOCK < len(content):
            raise FileTooLargeError(file_name, "has a tag or comment without end", in_megabytes(LONGEST_TAG))
    parser.close()


class _Builder(ContentHandler):
    """Builds the tree while the parser runs."""

    def __init__(self, file_name: str) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._count = 0
        self._file_name = file_name
        self._locator: Any = None

    @property
    def line(self) -> int:
        return int(self._locator.getLineNumber() or 1) if self._locator is not None else 1

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - SAX's name
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - SAX's name
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH:
            raise FileTooLargeError(self._file_name, "has too many elements", f"{MAX_ELEMENTS:,} elements")
        parent = self._open[-1] if self._open else None
        one = Element(name, dict(attrs.items()), self.line, parent)
        if parent is None:
            self.root = one
        else:
            parent.children.append(one)
        self._open.append(one)
        self._texts.append([])

    def characters(self, content: str) -> None:
        self._texts[-1].append(content)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - SAX's own
        self._open.pop().text = "".join(self._texts.pop())
