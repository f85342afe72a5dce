"""What a verifier or an approver asks about a report version, and what was answered."""

from dataclasses import replace

from pulmu.model import AccessRefused, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.report import Comment
from pulmu.services.workspaces.reports import find_report_version

LONGEST = 4000


def comment_on(gate: Gate, actor: Actor, report: str, number: int, text: str, about: str = "") -> Comment:
    """Ask something about a version.

    Raises
    ------
    AccessRefused  They may not, or there is no such version.
    InputError  Nothing was written, or too much (`input.comment`).
    """
    if not text.strip() or len(text) > LONGEST:
        raise InputError.of(
            "input.comment", "text", "the comment is empty or too long", f"write 1 to {LONGEST} signs", most=LONGEST
        )
    comment = Comment(
        id=gate.world.identifier(), report=report, number=number, author=actor.id, at=gate.world.now(),
        text=text.strip(), about=about[:100],
    )  # fmt: skip
    about_version = f"report:{report[:64]}/{number}"
    with gate.writing(actor, Deed("comment_on_report", about_version, report, {"comment": comment.id})) as work:
        find_report_version(work, report, number)
        work.add_comment(comment)
    return comment


def resolve(gate: Gate, actor: Actor, report: str, number: int, comment: str) -> Comment:
    """Note that a comment was answered.

    Raises
    ------
    AccessRefused  They may not, or there is no such comment (`access.unknown_comment`).
    ConflictError  It was answered already (`store.comment_resolved`).
    """
    deed = Deed("comment_on_report", f"report:{report[:64]}/{number}", report, {"resolved": comment[:64]})
    with gate.writing(actor, deed) as work:
        found = [item for item in work.comments(report, number) if item.id == comment]
        if not found:
            said, mend = "there is no such comment", "look at the list anew"
            raise AccessRefused.of("access.unknown_comment", "comment", said, mend)
        resolved = replace(found[0], resolved_by=actor.id, resolved_at=gate.world.now())
        work.resolve_comment(resolved)
    return resolved


def comments(gate: Gate, actor: Actor, report: str, number: int) -> tuple[Comment, ...]:
    """Comments on a version, oldest first.

    Raises
    ------
    AccessRefused  They may not, or there is no such version.
    """
    with gate.reading(actor, "read_report", report=report) as work:
        find_report_version(work, report, number)
        return work.comments(report, number)
