"""The findings that decide an outcome, in the order of the law."""

from pulmu.model.finding import Answer, Bounded, Finding
from pulmu.support.rules import Choice, Outcome


def deciding(outcome: Outcome) -> list[Finding]:
    """The comparisons and facts without which the outcome would not be what it is.

    A failed test stands alone: the first in the order of the law. For an answer that is not known, what is unknown.
    """
    match outcome:
        case Finding():
            return _unique(_reasons(outcome))
        case Choice():
            return _unique(_of_choice(outcome))
        case Bounded():
            return []


def _of_choice(choice: Choice) -> list[Finding]:
    found: list[Finding] = []
    for guard, leads in choice.guards:
        if choice.label is None and guard.answer is Answer.NO:
            continue
        found += _reasons(guard)
        if guard.answer is not Answer.NO and isinstance(leads, Choice):
            found += _of_choice(leads)
        if guard.answer is Answer.YES:
            return found
    return found + (_of_choice(choice.otherwise) if isinstance(choice.otherwise, Choice) else [])


def _reasons(finding: Finding) -> list[Finding]:
    if not finding.parts or not finding.joined:
        return [finding]
    if finding.joined == "not" and not finding.parts[0].parts:
        return [finding]
    same = [part for part in finding.parts if _leads_to(part, finding)]
    if not same:
        return [finding]
    if (finding.joined, finding.answer) in (("all", Answer.NO), ("any", Answer.YES)):
        same = same[:1]
    return [reason for part in same for reason in _reasons(part)]


def _leads_to(part: Finding, whole: Finding) -> bool:
    if whole.joined == "not":
        return True
    return part.answer is whole.answer


def _unique(found: list[Finding]) -> list[Finding]:
    seen: dict[str, Finding] = {}
    for finding in found:
        seen.setdefault(finding.name, finding)
    return list(seen.values())
