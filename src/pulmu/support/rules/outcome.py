"""What the rules say of one firm: findings, numbers and decisions that explain themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pulmu.model.finding import Answer, Bounded, Finding
from pulmu.model.source import Source


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision: the labels that are still possible, and the guards that were asked, in order.

    Parameters
    ----------
    possible : One label where it is decided.
    guards : The findings of the branches, each with the label or decision it leads to.
    otherwise : What is left where none holds.
    """

    name: str
    possible: frozenset[str]
    guards: "tuple[tuple[Finding, str | Choice], ...]"
    otherwise: "str | Choice"
    source: Source | None = None

    @property
    def label(self) -> str | None:
        """The label, where only one is possible."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None

    def lines(self, level: int) -> list[str]:
        """The decision and its guards as lines of text, indented."""
        shown = self.label or "unknown: " + " or ".join(sorted(self.possible))
        text = "  " * level + f"{self.name} = {shown}" + (f"  [{self.source}]" if self.source else "")
        found = [text]
        for guard, label in self.guards:
            found += guard.lines(level + 1)
            if isinstance(label, Choice) and guard.answer is not Answer.NO:
                found += label.lines(level + 2)
        if isinstance(self.otherwise, Choice) and not any(guard.answer is Answer.YES for guard, _ in self.guards):
            found += self.otherwise.lines(level + 1)
        return found

    def explain(self) -> str:
        """The decision as indented text."""
        return "\n".join(self.lines(0))


Outcome = Finding | Bounded | Choice


def inside(outcome: Outcome) -> Iterator[Outcome]:
    """An outcome and everything it was made of, outermost first."""
    yield outcome
    for part in _parts(outcome):
        yield from inside(part)


def each_inside(outcome: Outcome) -> Iterator[Outcome]:
    """The same, with what several readers share only once."""
    seen: set[int] = set()
    left = [outcome]
    while left:
        item = left.pop()
        if id(item) not in seen:
            seen.add(id(item))
            yield item
            left += reversed(_parts(item))


def _parts(outcome: Outcome) -> tuple[Outcome, ...]:
    match outcome:
        case Finding(parts=found, compared=compared):
            return found if compared is None else (*found, compared.left, compared.right)
        case Bounded(inputs=inputs):
            return inputs
        case Choice(guards=guards, otherwise=otherwise):
            labels = (*(label for _, label in guards), otherwise)
            return (*(guard for guard, _ in guards), *(item for item in labels if isinstance(item, Choice)))


def open_tests(outcomes: Iterable[Outcome]) -> list[int]:
    """How many tests in each outcome are open: findings without parts that are unknown, each counted once.

    What several outcomes share is walked once, which is what makes it fit to be asked thousands of times.
    """
    known: dict[int, int] = {}
    numbers: dict[int, int] = {}

    def marks(outcome: Outcome) -> int:
        """One bit for each open test."""
        found = known.get(id(outcome))
        if found is None:
            found = 0
            if isinstance(outcome, Finding) and not outcome.parts and outcome.answer is Answer.UNKNOWN:
                found = 1 << numbers.setdefault(id(outcome), len(numbers))
            for part in _parts(outcome):
                found |= marks(part)
            known[id(outcome)] = found
        return found

    return [marks(outcome).bit_count() for outcome in outcomes]


def parameters_named(outcome: Outcome) -> frozenset[str]:
    """Every parameter that the explanation of an outcome names."""
    found: set[str] = set()
    for item in inside(outcome):
        if isinstance(item, Bounded) and item.parameter is not None:
            found.add(item.parameter)
        if isinstance(item, Finding):
            found.update(item.parameters)
    return frozenset(found)


def comparisons(outcome: Outcome) -> list[Finding]:
    """The comparisons of numbers in an explanation, each once."""
    found: dict[str, Finding] = {}
    for item in inside(outcome):
        if isinstance(item, Finding) and item.compared is not None:
            found.setdefault(item.name, item)
    return list(found.values())
