"""Whether a report.json is what it says: its hash, and every figure from its inputs."""

from pulmu.model import Document, Problem, problem
from pulmu.services.recompute import recompute
from pulmu.services.report_hash import check_report_hash


def verify_report(document: Document) -> tuple[Problem, ...]:
    """Everything about the report that does not hold; none if it does."""
    mismatches = [
        problem(
            "report.mismatch",
            f"{document.name}, figure {item.figure[:12]}",
            f"{item.name} is stated as {item.stated!r}, but its inputs give {item.recomputed!r} ({item.reason})",
            "ask for the report anew; this one was changed or damaged",
            name=item.name,
            stated=repr(item.stated),
            recomputed=repr(item.recomputed),
        )
        for item in recompute(document.tree)
    ]
    if check_report_hash(document.tree):
        return tuple(mismatches)
    changed = problem(
        "report.hash",
        document.name,
        "the report does not carry the hash of its content",
        "ask for the report anew; this one was changed or damaged",
    )
    return (changed, *mismatches)
