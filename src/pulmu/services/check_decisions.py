"""Whether the decisions of a call can be told as they stand: all that is wrong with them at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.model import Document, Path, Problem, decode, has_errors, problem
from pulmu.model.decision import Decision, Decisions


@dataclass(frozen=True, slots=True)
class CheckedDecisions:
    """Decisions with their problems; None where an error stands in the way of any letter."""

    decisions: Decisions | None
    problems: tuple[Problem, ...]


def check_decisions(document: Document) -> CheckedDecisions:
    """Read and check the decisions of a call."""
    decoded = decode(Decisions, document)
    found = list(decoded.problems)
    if not found:  # what stands in for a flawed value is not looked at
        found = list(_problems(decoded.value, document))
    return CheckedDecisions(None if has_errors(found) else decoded.value, tuple(found))


def _problems(decisions: Decisions, document: Document) -> Iterator[Problem]:
    call = decisions.call
    if call.appeal_until is not None and call.appeal_until < call.decided_on:
        yield problem(
            "decision.appeal_ended",
            document.place(("call", "appeal_until")),
            f"the appeal ends on {call.appeal_until}, before the decision of {call.decided_on}",
            "give the last day of an appeal",
            until=call.appeal_until,
            decided=call.decided_on,
        )
    reserve: dict[tuple[str, int], str] = {}
    names: dict[str, str] = {}
    for number, decision in enumerate(decisions.decisions):
        path: Path = ("decisions", number)
        yield from _outcome(decision, path, document)
        yield from _points(decision, decisions, path, document)
        first = names.setdefault(decision.application.casefold(), decision.application)
        if first != decision.application:
            yield problem(
                "decision.same_file",
                document.place((*path, "application")),
                f"{decision.application} and {first} differ in capitals only, so their files have one name",
                "change one of the two numbers",
                application=decision.application,
                other=first,
            )
        if decision.reserve_place is not None:
            other = reserve.setdefault((decision.track, decision.reserve_place), decision.application)
            if other != decision.application:
                yield problem(
                    "decision.reserve_twice",
                    document.place((*path, "reserve_place")),
                    f"{other} has place {decision.reserve_place} of the reserve list already",
                    "give each a place of its own",
                    other=other,
                    number=decision.reserve_place,
                )


def _outcome(decision: Decision, path: Path, document: Document) -> Iterator[Problem]:
    outcome, where = decision.outcome, document.place
    if outcome != "selected" and not decision.reasons:
        yield problem(
            "decision.no_reason",
            where(path),
            f"{decision.application} is not selected, and no reason is given",
            "add the reason: nobody is told no without one",
            application=decision.application,
        )
    if (outcome == "reserve") != (decision.reserve_place is not None):
        said = "has no place on it" if outcome == "reserve" else "is given a place on it"
        yield problem(
            "decision.reserve_place",
            where((*path, "reserve_place")),
            f"{decision.application} is {outcome.replace('_', ' ')} and {said} (the reserve list)",
            "give a place to each that is on the reserve list, and to no other",
            application=decision.application,
        )
    for name in ("amount_krw", "own_share_krw", "award"):
        if outcome != "selected" and getattr(decision, name):
            yield problem(
                "decision.granted_without",
                where((*path, name)),
                f"{decision.application} is not selected, and {name} is given",
                "take it out, or correct the outcome",
                application=decision.application,
                field=name,
            )
    if decision.rank is not None and decision.ranked is not None and decision.rank > decision.ranked:
        yield problem(
            "decision.rank",
            where((*path, "rank")),
            f"place {decision.rank} of {decision.ranked}",
            "correct the place or the number of applications in the order",
            rank=decision.rank,
            ranked=decision.ranked,
        )


def _points(decision: Decision, decisions: Decisions, path: Path, document: Document) -> Iterator[Problem]:
    most = {item.id: item.most_hundredths for item in decisions.criteria}
    for number, item in enumerate(decision.points):
        where = document.place((*path, "points", number))
        if item.criterion not in most:
            mend = "known here: " + (", ".join(most) or "none; list the criteria of the call")
            said = f"{item.criterion!r} is no criterion of the call"
            yield problem(
                "decision.unknown_criterion", where, said, mend, text=item.criterion, known=", ".join(most) or "-"
            )
        elif item.hundredths > most[item.criterion]:
            yield problem(
                "decision.too_many_points",
                where,
                f"{item.hundredths / 100:g} points, of {most[item.criterion] / 100:g} at most",
                "correct the points, or the most of the criterion",
                points=f"{item.hundredths / 100:g}",
                most=f"{most[item.criterion] / 100:g}",
            )
    total = sum(item.hundredths for item in decision.points) + (decision.bonus_hundredths or 0)
    rounded = (len(decision.points) + 1) // 2  # means of reviewers, each rounded to a hundredth, and their sum
    given = decision.total_hundredths
    if decision.points and given is not None and abs(given - total) > rounded:
        yield problem(
            "decision.points_sum",
            document.place((*path, "total_hundredths")),
            f"the points of {decision.application} make {total / 100:.2f} with the bonus, not {given / 100:.2f}",
            "correct the points, the bonus or the total",
            application=decision.application,
            total=f"{total / 100:.2f}",
            given=f"{given / 100:.2f}",
        )
