"""What is to be filled in where: every mark of a template's text, matched and checked before any letter is written.

Marks are ``{{name}}``, and ``{{#name}}`` to ``{{/name}}`` around what is kept only if the name holds (``{{^name}}``: if
it does not), or is repeated for every item of a list.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pulmu.adapters._letter import CONDITIONS, ITEMS, LISTS, known_name, known_names
from pulmu.adapters._letter.fields import LIST_OF
from pulmu.adapters.letter_template.tree import Node, Part
from pulmu.model import Problem, problem

_MARK = re.compile(r"\{\{\s*([#^/]?)\s*([^{}\n]{1,80}?)\s*\}\}")
_CUT = "\n"
_LISTS = frozenset(LISTS)
_OBJECTS = frozenset(
    {
        "drawing", "pict", "object", "footnoteReference", "endnoteReference", "commentReference", "sectPr", "secPr",
        "pic", "ole", "chart", "equation", "footNote", "endNote", "rect", "line", "ellipse", "container", "textart",
        "header", "footer",
    }
)  # fmt: skip
"""What has a number or a place of its own and cannot be repeated."""


@dataclass(slots=True, eq=False)
class Mark:
    """A mark in the text of a paragraph, from `start` to `end`; sign is empty, #, ^ or /."""

    paragraph: Node
    number: int
    start: int
    end: int
    sign: str
    name: str
    shown: str


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """What stands between two marks."""

    name: str
    opening: Mark
    closing: Mark

    @property
    def is_list(self) -> bool:
        """Whether it is repeated for each item."""
        return self.name in _LISTS

    @property
    def is_turned(self) -> bool:
        """Whether it is kept where the name does not hold."""
        return self.opening.sign == "^"


@dataclass(slots=True)
class Piece:
    """A text of a paragraph: where it lies in the paragraph's whole text."""

    node: Node
    number: int
    start: int
    end: int


@dataclass(slots=True)
class Planned:
    """The marks of a paragraph, and the pieces its text is made of."""

    text: str
    pieces: list[Piece]
    marks: list[Mark] = field(default_factory=list)
    within: list[Section] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What is done in a part.

    Parameters
    ----------
    blocks : Sections of whole paragraphs, by their first paragraph.
    rows : Sections that are one row of a table, by the row.
    repeated : List for whose items a row is repeated, by the row.
    used : Names that are filled in.
    """

    part: Part
    paragraphs: dict[Node, Planned] = field(default_factory=dict)
    blocks: dict[Node, Section] = field(default_factory=dict)
    rows: dict[Node, list[Section]] = field(default_factory=dict)
    repeated: dict[Node, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, code: str, mark: Mark, said: str, mend: str, **values: object) -> None:
        where = f"{self.part.name}, paragraph {mark.number}"
        self.problems.append(problem(code, where, said, mend, **{"text": mark.shown, **values}))


def plan_of(part: Part) -> Plan:
    """The marks of a part and what is wrong with them."""
    plan = Plan(part)
    for number, paragraph in enumerate(part.paragraphs(), start=1):
        _find_marks(plan, paragraph, number)
    _match_sections(plan)
    _place_items(plan)
    for shown in part.elsewhere:
        plan.problems.append(
            problem(
                "letter.mark_elsewhere",
                part.name,
                f"a mark stands where no text is filled in: {_short(shown)}",
                "move it out of fields, pictures and their descriptions into the text of a paragraph",
                text=_short(shown),
            )
        )
    _touch(plan)
    return plan


def _find_marks(plan: Plan, paragraph: Node, number: int) -> None:
    planned = _text_of(paragraph)
    if "{{" not in planned.text and "}}" not in planned.text:
        return
    plan.paragraphs[paragraph] = planned
    rest = planned.text
    for found in reversed(list(_MARK.finditer(planned.text))):
        rest = rest[: found.start()] + "\x00" + rest[found.end() :]
        mark = Mark(paragraph, number, found.start(), found.end(), found[1], known_name(found[2]) or "", found[0])
        planned.marks.insert(0, mark)
        if not mark.name:
            _complain_of_unknown(plan, mark, found[2])
        elif mark.name in (ITEMS if mark.sign else (LISTS | CONDITIONS)):
            said, mend = f"{mark.shown} cannot stand here", "see the list of marks for what each is"
            plan.complain("letter.mark_kind", mark, said, mend)
    for broken in re.finditer(r"\{\{|\}\}", rest):
        shown = _short(rest[max(0, broken.start() - 10) : broken.end() + 30].replace("\x00", "…"))
        mark = Mark(paragraph, number, 0, 0, "", "", shown)
        mend = "write {{name}} in one paragraph, without a line break in it"
        plan.complain("letter.broken_mark", mark, f"a mark is not closed or not opened: {shown}", mend)


def _complain_of_unknown(plan: Plan, mark: Mark, word: str) -> None:
    near = difflib.get_close_matches("".join(word.lower().split()), known_names(), n=1, cutoff=0.5)
    mend = f"did you mean {{{{{mark.sign}{near[0]}}}}}?" if near else "see the list of marks"
    plan.complain(
        "letter.unknown_mark",
        mark,
        f"{mark.shown} is no mark that is known",
        mend,
        text=mark.shown,
        near=near[0] if near else "-",
    )


def _text_of(paragraph: Node) -> Planned:
    """The text of a paragraph over all its runs; not of paragraphs in it (of a text box, a table)."""
    text, pieces = "", []
    for node in _own(paragraph):
        if node.kind == "cut":
            text += _CUT
        elif node.kind == "t":
            for number, piece in enumerate(node.texts):
                if number and node.children[number - 1].kind == "cut":
                    text += _CUT
                pieces.append(Piece(node, number, len(text), len(text) + len(piece)))
                text += piece
    return Planned(text, pieces)


def _own(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.kind == "p":
            continue
        yield child
        if child.kind != "t":
            yield from _own(child)


def _match_sections(plan: Plan) -> None:
    waiting: list[Mark] = []
    for mark in (mark for planned in plan.paragraphs.values() for mark in planned.marks):
        if mark.sign in ("#", "^"):
            waiting.append(mark)
        elif mark.sign == "/":
            if waiting and waiting[-1].name == mark.name:
                _place(plan, Section(mark.name, waiting.pop(), mark))
            else:
                said = f"{mark.shown} closes what is not open here"
                mend = "close what was opened last first, with the same name"
                plan.complain("letter.section_pair", mark, said, mend)
                if any(item.name == mark.name for item in waiting):
                    waiting = [item for item in waiting if item.name != mark.name]
    for mark in waiting:
        mend = f"write {{{{/{mark.shown.strip('{}#^ ')}}}}} where it ends"
        plan.complain("letter.section_open", mark, f"{mark.shown} is not closed", mend)


def _place(plan: Plan, section: Section) -> None:
    opening, closing = section.opening.paragraph, section.closing.paragraph
    row = opening.around("tr")
    if opening is closing and not section.is_list:
        plan.paragraphs[opening].within.append(section)
    elif opening is not closing and opening.parent is closing.parent and _is_alone(plan, section.opening) and _is_alone(
        plan, section.closing
    ):  # fmt: skip
        plan.blocks[opening] = section
        for node in _between(opening, closing):
            _check_block(plan, section, node)
    elif row is not None and row is closing.around("tr") and not section.is_list:
        plan.rows.setdefault(row, []).append(section)
    else:
        said = f"{section.opening.shown} and its end do not stand side by side"
        mend = "put both into one paragraph, each into a paragraph of its own, or both into one row of a table"
        plan.complain("letter.section_place", section.opening, said, mend)


def _is_alone(plan: Plan, mark: Mark) -> bool:
    return plan.paragraphs[mark.paragraph].text.strip() == mark.shown


def _between(opening: Node, closing: Node) -> list[Node]:
    siblings = opening.parent.children if opening.parent else []
    return siblings[siblings.index(opening) + 1 : siblings.index(closing)]


def _check_block(plan: Plan, section: Section, node: Node) -> None:
    kept = frozenset({"sectPr", "secPr"})
    bad = _OBJECTS if section.is_list else kept
    if any(item.name in bad for item in (node, *node.below())):
        said = f"what {section.opening.shown} holds has settings of the page, a picture or a note in it"
        plan.complain("letter.not_repeatable", section.opening, said, "take it out, or end the section before it")


def _place_items(plan: Plan) -> None:
    """Find for each item of a list the row or paragraphs that are repeated."""
    for paragraph, planned in plan.paragraphs.items():
        for mark in planned.marks:
            if mark.name not in ITEMS or mark.sign:
                continue
            wanted = LIST_OF[mark.name.partition(".")[0]]
            if wanted in _lists_around(plan, paragraph):
                continue
            row = paragraph.around("tr")
            if row is None:
                said = f"{mark.shown} belongs to a list and stands in no row of a table"
                mend = f"put it into a row, or between {{{{#{wanted}}}}} and {{{{/{wanted}}}}}"
                plan.complain("letter.item_outside", mark, said, mend, text=mark.shown, list=wanted)
            elif plan.repeated.setdefault(row, wanted) != wanted:
                said = f"{mark.shown} stands in a row that is repeated for another list"
                plan.complain("letter.two_lists", mark, said, "give each list a row of its own")
            else:
                _check_row(plan, row, mark)
    for row in plan.rows:
        _check_row(plan, row, plan.rows[row][0].opening)


def _lists_around(plan: Plan, paragraph: Node) -> set[str]:
    found = set()
    for node in (paragraph, *paragraph.above()):
        siblings = node.parent.children if node.parent else []
        for opening, section in plan.blocks.items():
            if section.is_list and opening in siblings and node in _between(opening, section.closing.paragraph):
                found.add(section.name)
    return found


def _check_row(plan: Plan, row: Node, mark: Mark) -> None:
    spans = [node.given.get("rowSpan", "1") for cell in row.children for node in cell.children
             if node.name == "cellSpan"]  # fmt: skip
    if any(span != "1" for span in spans):
        said = f"the row of {mark.shown} holds a cell that reaches over several rows"
        plan.complain("letter.row_spans", mark, said, "split that cell")
    elif row in plan.repeated and any(node.name in _OBJECTS for node in row.below()):
        said = f"the row of {mark.shown} holds a picture, an object or a note, which cannot be repeated"
        plan.complain("letter.not_repeatable", mark, said, "take it out of the row")


def _touch(plan: Plan) -> None:
    for paragraph, planned in plan.paragraphs.items():
        paragraph.touch()
        for mark in planned.marks:
            if not mark.sign:
                plan.used.add(mark.name)
        for piece in planned.pieces:
            piece.node.touch()
    for row in {*plan.rows, *plan.repeated}:
        table = row.around("tbl")
        if table is None:
            continue
        for node in table.below():  # addresses of cells and the height of the table change with the rows
            if node.name in ("cellAddr", "cellSpan", "sz") and node.around("tbl") is table:
                node.touch()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
