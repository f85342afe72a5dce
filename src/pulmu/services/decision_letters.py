"""The letters of all decisions of a call: each is made when it is written, so that thousands need no room at once."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pulmu.model import Problem
from pulmu.model.decision import Decision, Decisions

LIST = "letters.json"
"""The file that lists the others, with their hashes."""
MOST_PROBLEMS = 200

Made = tuple[bytes, tuple[Problem, ...]]
WriteLetter = Callable[[Decisions, Decision], Made]
"""Makes the file of one letter; the same decision gives the same bytes."""
Tell = Callable[[int, int], None]
"""Is told how many letters are made, and of how many; stops the work by raising."""


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter that was made."""

    file: str
    application: str
    outcome: str
    sha256: str


@dataclass(slots=True)
class Letters(Mapping[str, bytes]):
    """Files by name: the letters in the order of the decisions, then their list.

    Parameters
    ----------
    suffix : Ending of the letters' names.
    tell : Is told after each letter.
    """

    decisions: Decisions
    write: WriteLetter
    suffix: str
    tell: Tell | None = None
    problems: list[Problem] = field(default_factory=list)
    written: dict[str, WrittenLetter] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.decisions.decisions) + 1

    def __iter__(self) -> Iterator[str]:
        yield from (self.name_of(decision) for decision in self.decisions.decisions)
        yield LIST

    def __contains__(self, name: object) -> bool:
        return any(name == known for known in self)

    def __getitem__(self, name: str) -> bytes:
        """The content of a file."""
        if name == LIST:
            return self.list_file()
        for decision in self.decisions.decisions:
            if self.name_of(decision) == name:
                return self._made(decision)
        raise KeyError(name)

    def items(self) -> "Iterator[tuple[str, bytes]]":  # type: ignore[override]
        """Every file with its content, made one after the other."""
        for decision in self.decisions.decisions:
            yield self.name_of(decision), self._made(decision)
        yield LIST, self.list_file()

    def name_of(self, decision: Decision) -> str:
        """The name of a letter's file; no firm's name is in it, for names are seen by whoever carries the files."""
        return f"letter-{decision.application}.{self.suffix}"

    def _made(self, decision: Decision) -> bytes:
        data, problems = self.write(self.decisions, decision)
        name = self.name_of(decision)
        self.problems += problems[: max(0, MOST_PROBLEMS - len(self.problems))]
        digest = hashlib.sha256(data).hexdigest()
        self.written[name] = WrittenLetter(name, decision.application, decision.outcome, digest)
        if self.tell is not None:
            self.tell(len(self.written), len(self.decisions.decisions))
        return data

    def list_file(self) -> bytes:
        """The file that lists the letters, with their hashes."""
        for decision in self.decisions.decisions:
            if self.name_of(decision) not in self.written:
                self._made(decision)
        rows = [self.written[self.name_of(decision)] for decision in self.decisions.decisions]
        tree = {
            "call": self.decisions.call.id,
            "decided_on": self.decisions.call.decided_on.isoformat(),
            "letters": [
                {"file": row.file, "application": row.application, "outcome": row.outcome, "sha256": row.sha256}
                for row in rows
            ],
        }
        return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()
