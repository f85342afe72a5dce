"""Reading a tree of the reference words: what was taken, what was left, and what is not understood."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pulmu.model.document import Document, Path
from pulmu.model.errors import InputError, problem
from pulmu.model.problem import Problem
from pulmu.reference import find_fact

_SIZES = {
    "sme": ("small", "medium"),
    "small": ("small",),
    "medium": ("medium",),
    "mid": ("mid_sized",),
    "large": ("large",),
    "large_paid_allocation": ("large",),
}
_OPERATORS = {
    "eq": "equals",
    "in": "in",
    "gte": "at_least",
    "lte": "at_most",
    "gt": "above",
    "lt": "below",
    "contains_all": "contains_all",
    "exists": "equals",
}


class Translation:
    """Problems of one file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def refuse(self, path: Path, what: Any, mend: str = "use the words of the reference file") -> None:
        said = f"{_short(what)} is not understood here"
        self.problems.append(problem("programme.not_understood", self.document.place(path), said, mend,
                                     text=_short(what)))  # fmt: skip


class Given:
    """A mapping of which the parts are taken one by one."""

    def __init__(self, words: Translation, tree: Any, path: Path) -> None:
        self.words, self.path = words, path
        self.is_nothing = tree is None
        if not self.is_nothing and not isinstance(tree, Mapping):
            words.refuse(path, tree, "write 'name: value' lines")
        self.left: dict[str, Any] = dict(tree) if isinstance(tree, Mapping) else {}

    def has(self, name: str) -> bool:
        return name in self.left

    def raw(self, name: str) -> Any:
        return self.left.get(name)

    def take(self, name: str) -> Any:
        return self.left.pop(name, None)

    def drop_if(self, is_known: Callable[[Any], bool], name: str) -> None:
        if name in self.left and is_known(self.left[name]):
            del self.left[name]

    def take_nothing(self, *names: str) -> None:
        """Names that may stand here with nothing behind them."""
        for name in names:
            if self.left.get(name, 0) is None:
                del self.left[name]

    def inside(self, name: str) -> "Given":
        return Given(self.words, self.take(name), (*self.path, name))

    def each(self, name: str) -> Iterator["Given"]:
        items = self.take(name) or []
        if not isinstance(items, list):
            self.words.refuse((*self.path, name), items, "start each entry with '- '")
            return
        for number, item in enumerate(items):
            yield Given(self.words, item, (*self.path, name, number))

    def pair(self, name: str) -> tuple[Any, Any]:
        found = self.take(name)
        if found is None:
            return None, None
        if isinstance(found, list) and len(found) == 2:
            return found[0], found[1]
        self.words.refuse((*self.path, name), found, "give the least and the most")
        return None, None

    def refuse_the_rest(self) -> None:
        for name in self.left:
            self.words.refuse((*self.path, name), name)
        self.left = {}

    def flat(self) -> dict[str, Any]:
        """All that is left, with dotted names."""
        found = dict(_flat(self.left, ""))
        self.left = {}
        return found

    def size_labels(self, sizes: Any, name: str) -> list[str]:
        found: list[str] = []
        for size in sizes if isinstance(sizes, list) else [sizes]:
            if size not in _SIZES:
                self.words.refuse((*self.path, name), size, "use sme, small, medium, mid or large")
            found += [label for label in _SIZES.get(size, ()) if label not in found]
        return found

    def by_size(self, name: str) -> dict[str, Any]:
        return self.sizes(self.take(name) or {}, name)

    def sizes(self, table: Any, name: str) -> dict[str, Any]:
        if not isinstance(table, Mapping):
            self.words.refuse((*self.path, name), table, "give a share for each size")
            return {}
        return {label: value for size, value in table.items() for label in self.size_labels([size], name)}

    def conditions(self, join: str) -> list[dict[str, Any]]:
        return [item.condition() for item in self.each(join)]

    def condition(self) -> dict[str, Any]:
        """One question, or a tree of them."""
        joins = [join for join in ("all", "any", "none") if join in self.left]
        if joins:
            tree: dict[str, Any] = {join: self.conditions(join) for join in joins}
            self.refuse_the_rest()
            return tree
        fact = self._fact()
        operators = [name for name in _OPERATORS if name in self.left]
        if len(operators) != 1:
            self.words.refuse(self.path, ", ".join(self.left), "give one of: " + ", ".join(_OPERATORS))
            self.left = {}
            return {}
        value = self.take(operators[0])
        self.refuse_the_rest()
        if fact == "size_class":
            return {"fact": fact, "operator": "in", "value": self.size_labels(value, operators[0])}
        return {"fact": fact, "operator": _OPERATORS[operators[0]], "value": _plain(value)}

    def _fact(self) -> str:
        name = str(self.take("field"))
        try:
            return find_fact(name).name
        except InputError:
            self.words.refuse((*self.path, "field"), name, "see the table of facts")
            return name


def _flat(tree: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(tree, Mapping):
        for key, item in tree.items():
            yield from _flat(item, f"{name}.{key}" if name else str(key))
    elif isinstance(tree, list):
        yield name, " to ".join(str(item) for item in tree)
    elif tree is not None:
        yield name, _plain(tree)


def _plain(value: Any) -> Any:
    """A scalar of YAML, which is text, as what it says: yes or no, a whole number, or text."""
    if not isinstance(value, str):
        return value
    if value in ("true", "false"):
        return value == "true"
    return int(value) if value.isdecimal() and not value.startswith("0") else value


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "..."
