"""A part of a document as a tree that knows where each element lies in its bytes, so that the rest can be copied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

_TAG = re.compile(rb"<[^\"'>]*(?:(?:\"[^\"]*\"|'[^']*')[^\"'>]*)*>")
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_KINDS = frozenset({"p", "t", "tr", "tc", "tbl"})
_CUTS = frozenset({"tab", "br", "cr", "lineBreak", "nbSpace", "fwSpace", "noBreakHyphen", "softHyphen", "hyphen"})


@dataclass(slots=True, eq=False)
class Node:
    """An element: its bytes lie at [start, end), its content at [inside, close).

    Parameters
    ----------
    kind : p, t, tr, tc or tbl of a letter's text; `cut` for a tab or break in it; empty for all others.
    texts : For a text, what stands before, between and after the elements in it.
    touched : Whether anything in it may change.
    """

    name: str
    kind: str
    start: int
    inside: int = 0
    close: int = 0
    end: int = 0
    given: dict[str, str] = field(default_factory=dict)
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    touched: bool = False

    def above(self) -> "Iterator[Node]":
        """The elements around it, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def below(self) -> "Iterator[Node]":
        """All elements in it, in the order of the document."""
        waiting = list(reversed(self.children))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def around(self, kind: str) -> "Node | None":
        """The innermost element of a kind around it."""
        return next((node for node in self.above() if node.kind == kind), None)

    def touch(self) -> None:
        """It may change, and so what is around it."""
        self.touched = True
        for node in self.above():
            node.touched = True


@dataclass(slots=True)
class Part:
    """A part with its tree, and texts with marks where no text of a letter is filled in."""

    name: str
    data: bytes
    root: Node
    elsewhere: list[str]

    def paragraphs(self) -> Iterator[Node]:
        """Paragraphs in the order of the document."""
        return (node for node in self.root.below() if node.kind == "p")


def read_part(name: str, data: bytes) -> Part:
    """The tree of a part that was looked at already.

    Raises
    ------
    ValueError  It is not well-formed, or not in UTF-8.
    """
    reader = _Reader(data)
    return Part(name, data, reader.read(), reader.elsewhere)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.open: list[Node] = [Node("", "", 0)]
        self.elsewhere: list[str] = []
        self.loose = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.finish
        self.parser.CharacterDataHandler = self.characters

    def read(self) -> Node:
        try:
            self.parser.Parse(self.data, True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error
        root = self.open[0]
        root.inside, root.close, root.end = 0, len(self.data), len(self.data)
        return root

    def start(self, tag: str, given: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        at = self.parser.CurrentByteIndex
        found = _TAG.match(self.data, at)
        if found is None:
            raise ValueError("not in UTF-8")
        parent = self.open[-1]
        node = Node(name, _kind(space, name), at, found.end(), found.end(), found.end(), given, parent)
        parent.children.append(node)
        if parent.kind == "t":
            parent.texts.append("")
        if node.kind == "t":
            node.texts.append("")
        self.loose = ""
        self.elsewhere += [value for value in given.values() if "{{" in value]
        self.open.append(node)

    def finish(self, _: str) -> None:
        node = self.open.pop()
        self.loose = ""
        if self.data[node.inside - 2 : node.inside] != b"/>":
            node.close = self.parser.CurrentByteIndex
            node.end = self.data.index(b">", node.close) + 1

    def characters(self, text: str) -> None:
        node = self.open[-1]
        if node.kind == "t":
            node.texts[-1] += text
            return
        self.loose += text
        if "{{" in self.loose:
            self.elsewhere.append(self.loose)
            self.loose = ""


def _kind(space: str, name: str) -> str:
    if space not in _WORD and not space.endswith("/paragraph"):
        return ""
    if name in _KINDS:
        return name
    return "cut" if name in _CUTS else ""
