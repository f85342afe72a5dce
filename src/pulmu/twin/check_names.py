"""Names that another part of a line must have."""

import difflib
from collections.abc import Collection, Iterator

from pulmu.model.document import Document, Path
from pulmu.model.errors import problem
from pulmu.model.problem import Problem

_MOST_LISTED = 20


def _listed(known: Collection[str]) -> str:
    """The names there are, as far as one reads."""
    first = sorted(known)[:_MOST_LISTED]
    return ", ".join([*first, "..."] if len(known) > len(first) else first) or "none is given"


def unknown_name(document: Document, path: Path, name: str, known: Collection[str], what: str) -> Iterator[Problem]:
    """A problem, if nothing of a kind has the name."""
    if name in known:
        return
    near = difflib.get_close_matches(name, known, n=1)
    listed = _listed(known)
    mend = f"did you mean {near[0]!r}?" if near else f"known here: {listed}"
    message = f"no {what} is named {name!r}"
    yield problem(
        "line.unknown_name", document.place(path), message, mend, text=name, what=what, known=listed
    )  # fmt: skip
