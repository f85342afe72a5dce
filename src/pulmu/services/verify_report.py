"""Whether a report.json is what it says: its hash, the key of every figure, and every figure from its inputs."""

from typing import Any

from pulmu.model import Document, InputError, Problem, problem
from pulmu.services.figure_keys import KNOWN_FORMATS, changed_records
from pulmu.services.recompute import recompute
from pulmu.services.report_hash import check_report_hash


def verify_report(document: Document) -> tuple[Problem, ...]:
    """Everything about the report that does not hold; none if it does.

    Raises
    ------
    InputError  It is no report (`report.shape` and others), or of a format we do not know (`report.format`).
    """
    _check_format(document)
    anew = "ask for the report anew; this one was changed or damaged"
    changed = [
        problem("report.record_changed", f"{document.name}, {_short(place)}", f"{name} is not as it was written", anew,
                name=name[:200])
        for place, name in changed_records(document.tree)
    ]  # fmt: skip
    mismatches = [
        problem(
            "report.mismatch",
            f"{document.name}, figure {item.figure[:12]}",
            f"{item.name} is stated as {item.stated!r}, but its inputs give {item.recomputed!r} ({item.reason})",
            anew,
            name=item.name,
            stated=repr(item.stated),
            recomputed=repr(item.recomputed),
        )
        for item in recompute(document.tree)
    ]
    if check_report_hash(document.tree):
        return (*changed, *mismatches)
    broken = problem("report.hash", document.name, "the report does not carry the hash of its content", anew)
    return (broken, *changed, *mismatches)


def _short(place: str) -> str:
    table, _, name = place.partition(".")
    return f"figure {name[:12]}" if table == "figures" else place[:100]


def _check_format(document: Document) -> None:
    tree: Any = document.tree
    if not isinstance(tree, dict) or "format" not in tree or tree["format"] in KNOWN_FORMATS:
        return
    found = str(tree["format"])[:80]
    raise InputError.of(
        "report.format",
        document.name,
        f"this program does not know reports of the format {found!r}",
        "use the newest version of Pulmu, or the recompute.py beside the report",
        format=found,
    )
