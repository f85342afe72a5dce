"""Fills a letter into a part of a template: what does not change is copied byte for byte."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pulmu.adapters._letter import FIELDS, Letter
from pulmu.adapters.letter_template.plan import Plan, Planned, Section
from pulmu.adapters.letter_template.tree import Node

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_IDS = re.compile(rb"\s\w+:(?:paraId|textId)=\"[0-9A-Fa-f]{1,8}\"")
_BOOKMARKS = re.compile(rb"<\w+:bookmark(?:Start|End)\b[^<>]*/>")
_NAME = re.compile(rb"<([^\s/>:]+:)?")
_SETTINGS = frozenset({"sectPr", "secPr"})

Item = Mapping[str, str]


@dataclass(slots=True)
class _Rows:
    """Rows of a table as they will be: how often each comes, with which items, and what that adds to its height."""

    items: dict[Node, list[Item]]
    first: dict[Node, int] = field(default_factory=dict)


@dataclass(slots=True)
class Filling:
    """One letter on its way into one part."""

    plan: Plan
    letter: Letter
    is_word: bool
    items: list[Item] = field(default_factory=list)
    texts: dict[tuple[Node, int], str] = field(default_factory=dict)
    tags: dict[Node, bytes] = field(default_factory=dict)

    def content(self) -> bytes:
        """The part's new content."""
        return self.node(self.plan.part.root)

    def node(self, node: Node) -> bytes:
        if not node.touched:
            return self.data(node.start, node.end)
        if node.kind == "p" and node in self.plan.paragraphs:
            self.paragraph(self.plan.paragraphs[node])
        if node.kind == "t":
            return self.text(node)
        if node.kind == "tbl":
            return self.table(node)
        return self.opened(node) + self.children(node) + self.data(node.close, node.end)

    def data(self, start: int, end: int) -> bytes:
        return self.plan.part.data[start:end]

    def opened(self, node: Node) -> bytes:
        return self.tags.get(node, self.data(node.start, node.inside))

    def children(self, parent: Node) -> bytes:
        """Everything in an element, sections of paragraphs kept, left out or repeated."""
        return self.sequence(parent.children, parent.inside, parent.close, "")[0]

    def sequence(self, nodes: Sequence[Node], at: int, end: int, last: str) -> tuple[bytes, str]:
        """Elements side by side with what stands between them, and the kind of the last of them."""
        out, number = bytearray(), 0
        while number < len(nodes):
            node = nodes[number]
            out += self.data(at, node.start)
            section = self.plan.blocks.get(node)
            if section is not None:
                closing = nodes.index(section.closing.paragraph)
                made, last = self.block(section, nodes[number : closing + 1], last)
                out += made
                number, node = closing, nodes[closing]
            elif not (node.name == "linesegarray" and node.parent is not None and node.parent.touched):
                out += self.node(node)
                last = node.kind or last
            at = node.end
            number += 1
        return bytes(out + self.data(at, end)), last

    def block(self, section: Section, nodes: Sequence[Node], last: str) -> tuple[bytes, str]:
        """What a section becomes, and the kind of its last element.

        A mark that separates tables stays as a blank line, for two tables would become one; so does one without which a
        cell would not end with a paragraph.
        """
        opening, inner, closing = nodes[0], nodes[1:-1], nodes[-1]
        out = bytearray()
        if self.stays(opening, last):
            out += self.node(opening)
            last = "p"
        for number, item in enumerate(self.times(section)):
            self.items.append(item)
            made, last = self.sequence(inner, opening.end, closing.start, last)
            out += _copied(made) if number else made
            self.items.pop()
        siblings = closing.parent.children if closing.parent else []
        is_last = all(node.kind != "p" for node in siblings[siblings.index(closing) + 1 :])
        if self.stays(closing, last) or (is_last and last != "p"):
            out += self.node(closing)
            last = "p"
        return bytes(out), last

    def stays(self, mark: Node, last: str) -> bool:
        return (self.is_word and last == "tbl") or any(node.name in _SETTINGS for node in mark.below())

    def times(self, section: Section) -> Sequence[Item]:
        """Items for each of which a section stands; one without words where it is only kept."""
        if section.is_list and not section.is_turned:
            return self.letter.lists[section.name]
        return ({},) if self.holds(section) else ()

    def holds(self, section: Section) -> bool:
        name = section.name
        if section.is_list:
            found = bool(self.letter.lists[name])
        else:
            found = bool(self.letter.values[name]) if name in FIELDS else name in self.letter.holds
        return found is not section.is_turned

    def value(self, name: str) -> str:
        for item in reversed(self.items):
            if name in item:
                return item[name]
        return self.letter.values.get(name, "")

    def paragraph(self, planned: Planned) -> None:
        """The new text of every piece that a mark lies in; the first piece of a mark keeps its style for the words."""
        events = [(mark.start, mark.end, "" if mark.sign else self.value(mark.name)) for mark in planned.marks]
        gone = [(section.opening.start, section.closing.end) for section in planned.within if not self.holds(section)]
        events = [event for event in events if not any(start <= event[0] < end for start, end in gone)]
        events += [(start, end, "") for start, end in gone]
        events = _outermost(sorted(events))
        for piece in planned.pieces:
            self.texts.pop((piece.node, piece.number), None)
            said, at, is_changed = "", piece.start, False
            for start, end, words in events:
                if start < piece.end and end > piece.start:
                    said += planned.text[at : max(start, at)] + (words if start >= piece.start else "")
                    at, is_changed = max(at, min(end, piece.end)), True
            if is_changed:
                self.texts[piece.node, piece.number] = said + planned.text[at : piece.end]

    def text(self, node: Node) -> bytes:
        """A text with what was filled into it."""
        wanted = [self.texts.get((node, number)) for number in range(len(node.texts))]
        if all(words is None for words in wanted):
            return self.data(node.start, node.end)
        out = bytearray(self.data(node.start, node.inside))
        if self.is_word and b"xml:space" not in out:
            out[-1:] = b' xml:space="preserve">'
        at = node.inside
        for number, words in enumerate(wanted):
            end = node.children[number].start if number < len(node.children) else node.close
            out += self.data(at, end) if words is None else self.lines(words, node)
            if number < len(node.children):
                out += self.data(node.children[number].start, node.children[number].end)
                at = node.children[number].end
        return bytes(out + self.data(node.close, node.end))

    def lines(self, words: str, node: Node) -> bytes:
        """Words as XML, never as markup; a line break as the format writes it."""
        named = _NAME.match(self.data(node.start, node.inside))
        prefix = named[1] if named else b""
        clean = _NOT_XML.sub("", words).translate(_ESCAPES).encode()
        if b"\n" not in clean:
            return clean
        if self.is_word:
            again = b'</%st><%sbr/><%st xml:space="preserve">' % (prefix, prefix, prefix)
        else:
            again = b"<" + prefix + b"lineBreak/>"
        return clean.replace(b"\n", again)

    def table(self, table: Node) -> bytes:
        """A table with its rows kept, left out or repeated; counts and addresses of a HWPX table follow."""
        rows = [node for node in table.children if node.kind == "tr"]
        found = _Rows({row: self.row_items(row) for row in rows})
        if rows and not any(found.items.values()):
            found.items[rows[0]] = [dict.fromkeys(_item_names(self.plan), "")]
        count = 0
        for row in rows:
            found.first[row] = count
            count += len(found.items[row])
        if not self.is_word and (count != len(rows)):
            self.tags[table] = _with(self.data(table.start, table.inside), b"rowCnt", count)
            added = sum((len(found.items[row]) - 1) * _height(row) for row in rows)
            for size in (node for node in table.children if node.name == "sz"):
                height = max(0, int(size.given.get("height", "0")) + added)
                self.tags[size] = _with(self.data(size.start, size.inside), b"height", height)
        out, at = bytearray(self.opened(table)), table.inside
        for child in table.children:
            out += self.data(at, child.start)
            at = child.end
            if child.kind != "tr":
                out += self.node(child)
                continue
            for number, item in enumerate(found.items[child]):
                self.items.append(item)
                if not self.is_word and child.touched:
                    self.addresses(child, number, rows, found)
                made = self.opened(child) + self.children(child) + self.data(child.close, child.end)
                out += _copied(made) if number else made
                self.items.pop()
        return bytes(out + self.data(at, table.end))

    def row_items(self, row: Node) -> list[Item]:
        if not all(self.holds(section) for section in self.plan.rows.get(row, ())):
            return []
        name = self.plan.repeated.get(row)
        return [{}] if name is None else list(self.letter.lists[name])

    def addresses(self, row: Node, number: int, rows: Sequence[Node], found: _Rows) -> None:
        """Where the cells of a row lie now, and over how many rows they reach."""
        old = rows.index(row)
        for cell in row.children:
            for node in cell.children:
                if node.name == "cellAddr":
                    tag = self.data(node.start, node.inside)
                    self.tags[node] = _with(tag, b"rowAddr", found.first[row] + number)
                elif node.name == "cellSpan" and node.given.get("rowSpan", "1") != "1":
                    span = rows[old : old + int(node.given["rowSpan"])]
                    count = max(1, sum(len(found.items[item]) for item in span))
                    self.tags[node] = _with(self.data(node.start, node.inside), b"rowSpan", count)


def _outermost(events: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for event in events:
        if not kept or event[0] >= kept[-1][1]:
            kept.append(event)
    return kept


def _copied(content: bytes) -> bytes:
    """A copy without what may stand once only in a document."""
    return _BOOKMARKS.sub(b"", _IDS.sub(b"", content))


def _with(tag: bytes, name: bytes, value: int) -> bytes:
    return re.sub(rb"(\s" + name + rb"=)(\"[^\"]*\"|'[^']*')", rb'\g<1>"%d"' % value, tag, count=1)


def _height(row: Node) -> int:
    sizes = [
        int(node.given.get("height", "0")) for cell in row.children for node in cell.children if node.name == "cellSz"
    ]
    return max(sizes, default=0)


def _item_names(plan: Plan) -> list[str]:
    return [mark.name for planned in plan.paragraphs.values() for mark in planned.marks if "." in mark.name]
