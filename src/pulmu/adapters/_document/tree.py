"""Builds a tree from events, with a stack of its own: no nesting of the input can exhaust ours."""

from dataclasses import dataclass
from typing import Any, NoReturn

from pulmu.model import InputError, Path, Problem, path_text, problem

DEEPEST = 40
MOST_NODES = 200_000
MOST_PROBLEMS = 100


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being filled. `key` waits for its value; `repeated`: the value goes nowhere."""

    container: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    key_line: int = 0
    repeated: bool = False


class TreeBuilder:
    """The tree so far, the line of each path, and the problems found."""

    def __init__(self, name: str, most_nodes: int | None = None) -> None:
        self.name = name
        self._most_nodes = most_nodes or MOST_NODES
        self.lines: dict[Path, int] = {}
        self._tree: Any = None
        self._stack: list[_Open] = []
        self._problems: list[Problem] = []
        self._nodes = 0

    @property
    def wants_key(self) -> bool:
        """Whether the next node is a key."""
        return bool(self._stack) and isinstance(self._stack[-1].container, dict) and self._stack[-1].key is None

    def open(self, container: dict[str, Any] | list[Any], line: int) -> None:
        """A mapping or list begins."""
        path = self._place(container, line)
        if len(self._stack) == DEEPEST:
            self.fail(
                "input.too_deep",
                line,
                f"the file nests deeper than {DEEPEST} levels",
                "a plant needs six; check the indentation and the brackets",
                limit=DEEPEST,
            )
        self._stack.append(_Open(container, path))

    def close(self) -> None:
        """The innermost mapping or list ends."""
        self._stack.pop()

    def key(self, text: str, line: int) -> None:
        """A key of the innermost mapping."""
        self._count(line)
        top = self._stack[-1]
        top.key, top.key_line, top.repeated = self._sound(text, line), line, text in top.container
        if top.repeated:
            shown = text if len(text) <= 60 else text[:57] + "..."
            self.complain(
                "input.duplicate_key", line, f"{shown!r} is given twice here", "delete one of the two", text=shown
            )

    def scalar(self, value: Any, line: int) -> None:
        """A value that holds no others."""
        self._place(self._sound(value, line) if isinstance(value, str) else value, line)

    def complain(self, code: str, line: int, message: str, mend: str, column: int = 0, **values: object) -> None:
        """Note a problem and go on, unless there are too many."""
        place = ", ".join(filter(None, (self.name, f"line {line}", f"column {column}" if column else "", self._here())))
        self._problems.append(problem(code, place, message, mend, **values))
        if len(self._problems) >= MOST_PROBLEMS:
            raise InputError(*self._problems)

    def fail(self, code: str, line: int, message: str, mend: str, column: int = 0, **values: object) -> NoReturn:
        """Stop with this problem and all before it."""
        self.complain(code, line, message, mend, column, **values)
        raise InputError(*self._problems)

    def finish(self) -> Any:
        """The tree; `InputError` with all problems, or if nothing was in the file."""
        if self._problems:
            raise InputError(*self._problems)
        if self._tree is None:
            raise InputError.of(
                "input.empty_file", self.name, "the file is empty", "begin with one of the samples and change it"
            )
        return self._tree

    def _here(self) -> str:
        if not self._stack:
            return ""
        top = self._stack[-1]
        return path_text(top.path if top.key is None else (*top.path, top.key))[:200]

    def _place(self, value: Any, line: int) -> Path:
        self._count(line)
        if not self._stack:
            self._tree = value
            return self._note((), line)
        top = self._stack[-1]
        if isinstance(top.container, list):
            top.container.append(value)
            return self._note((*top.path, len(top.container) - 1), line)
        key, top.key = top.key or "", None
        if not top.repeated:
            top.container[key] = value
        return self._note((*top.path, key), top.key_line)

    def _note(self, path: Path, line: int) -> Path:
        self.lines.setdefault(path, line)
        return path

    def _count(self, line: int) -> None:
        self._nodes += 1
        if self._nodes > self._most_nodes:
            self.fail(
                "input.too_many_nodes",
                line,
                f"the file holds more than {self._most_nodes:,} entries",
                "give one plant per file",
                limit=self._most_nodes,
            )

    def _sound(self, text: str, line: int) -> str:
        # Half a surrogate pair is no character: it could be stored, hashed and printed nowhere.
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            self.complain(
                "input.control_character", line, "the text holds half a character", "type it anew", text="U+D800"
            )
            return ""
        return text
