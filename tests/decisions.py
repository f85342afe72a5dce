"""Decisions of the sample call, as tests change them."""

from pulmu.adapters.decisions_file import read_decisions_bytes
from pulmu.adapters.samples import sample_decisions_text
from pulmu.model.decision import Decision, Decisions
from pulmu.services.check_decisions import check_decisions


def sample_decisions() -> Decisions:
    """The sample, which has no problems."""
    checked = check_decisions(read_decisions_bytes(sample_decisions_text().encode(), "decisions.yaml"))
    assert checked.problems == ()
    assert checked.decisions is not None
    return checked.decisions


def decision_of(decisions: Decisions, outcome: str) -> Decision:
    """The first of an outcome."""
    return next(item for item in decisions.decisions if item.outcome == outcome)
