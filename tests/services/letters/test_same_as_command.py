"""A letter of the place and one of `pulmu letters` from the same applications and scores are the same file."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.services.calls.agency import CALL, OFFICER, PACKAGED
from tests.services.calls.test_choose import MAX
from tests.services.letters.agency import DRAWING, LOW, OWN, PAPER, POINTS, decided

from pulmu.cli.decisions import decided as decided_by_command
from pulmu.model import Document
from pulmu.model.decision import Decisions
from pulmu.services.letters.decided import decided_applications
from pulmu.services.select_call import select_call

NAMES = {OWN: "대림금속", PAPER: "(주)한빛 <b>볼트</b> & 너트", LOW: "낮은점수"}


def by_command(call: Any, day: date) -> Decisions:
    """The decisions as `pulmu decisions` tells them, from tables."""
    programme = next(item for item in PACKAGED if item.id == call.programme)
    rows = [{"id": key[:12], "name_ko": name, "asked_krw": 100, "eligible": "yes", "complete": "yes",
             "facts": {"province": "KR-48", "size_class": "small"}} for key, name in NAMES.items()]  # fmt: skip
    given = [{"application": key[:12], "reviewer": reviewer,
              "points": {name: float(round(most * share)) for name, most in MAX.items()}}
             for key, share in POINTS.items() for reviewer in ("r1", "r2", "r3")]  # fmt: skip
    table = Document({"pulmu": "applications/1", "applications": rows}, "table")
    scores = Document({"pulmu": "scores/1", "scores": given}, "scores")
    found = select_call(call, programme, table, scores)
    assert found.chosen is not None, found.problems
    return decided_by_command(found.chosen, table, scores, day)


def test_the_letters_are_the_same_bytes(tmp_path: Path) -> None:
    place, call = decided(tmp_path)
    applications = decided_applications(place.gate, OFFICER, PACKAGED, CALL, DRAWING.say)
    with place.store.reading(OFFICER.workspace) as work:
        received = [work.received(key) for key in applications.ids]
    told = [applications.told(item) for item in received if item is not None]
    command = by_command(call, told[0].decisions.call.decided_on)
    assert len(told) == len(command.decisions) == 3
    for mine in told:
        other = next(item for item in command.decisions if item.application == mine.decision.application)
        blank = {"size": "", "province": "", "section": "", "firm_en": ""}
        assert replace(mine.decision, **blank) == replace(other, **blank)
        assert mine.decisions.call == command.call
        assert mine.decisions.criteria == command.criteria
        own, _ = DRAWING.write_pdf(mine.decisions, replace(mine.decision, firm_en=""), "ko")
        theirs, _ = DRAWING.write_pdf(command, other, "ko")
        assert own == theirs
