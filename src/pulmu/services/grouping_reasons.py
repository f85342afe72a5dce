"""The facts on which an answer about process boundaries rests."""

from collections.abc import Iterator

from pulmu.services.advise_groupings import FindingRecord, JudgementRecord


def reasons_of(finding: FindingRecord, answer: str) -> tuple[FindingRecord, ...]:
    """The leaves of a finding that make its answer, each once."""
    return tuple(dict.fromkeys(leaf for leaf, wanted in _leaves(finding, answer) if leaf.answer == wanted))


def reasons_of_judgement(item: JudgementRecord) -> tuple[FindingRecord, ...]:
    """The same of what is forbidden or open; what may not be kept apart rests on what is so, not on what is not."""
    loose = item.what == "apart" and item.finding.answer == "no"
    return reasons_of(item.finding, "yes" if loose else item.finding.answer)


def _leaves(finding: FindingRecord, answer: str) -> Iterator[tuple[FindingRecord, str]]:
    if not finding.parts:
        yield finding, answer
    for part in finding.parts:
        turned = {"no": "yes", "yes": "no"}.get(answer, answer)
        if finding.name == "apart":
            yield from _leaves(part, answer if answer == "yes" else turned)
        elif part.answer == answer or part.name != "apart":
            yield from _leaves(part, answer)
