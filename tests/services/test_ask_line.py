"""Questions to a line: answered whole, or refused whole."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml
from tests.twin.asked_lines import TWO_FURNACES

from pulmu.bootstrap.twin import line_engine
from pulmu.model import Document, encode
from pulmu.model.errors import SolveError
from pulmu.services.ask_line import Asked, ask_line

QUESTION = """
id: mondays
days: 3
warm_up_hours: 2
figure: cost_per_t
scenarios:
  - {id: mondays, changes: [{station: furnace, down: [{days: [mon], machines: 1}]}]}
  - {id: dearer, changes: [{carrier: power, price: 110}]}
"""


def ask(question: str = QUESTION, line: str = TWO_FURNACES, **how: object) -> Asked:
    documents = Document(yaml.safe_load(line), "line.yaml"), Document(yaml.safe_load(question), "question.yaml")
    return ask_line(*documents, line_engine(), **how)  # type: ignore[arg-type]


def test_a_question_is_answered() -> None:
    answer = ask().answer
    assert answer is not None
    assert (answer.warm_up.hours, answer.warm_up.how, answer.hours, answer.unit) == (2, "given", 72, "KRW/t")
    mondays, dearer = answer.scenarios
    assert mondays.key.verdict == "higher"
    assert dearer.key.verdict == "higher"
    assert dearer.key.changed == pytest.approx(1.1 * (dearer.key.base or math.nan))
    assert {item.figure: item.verdict for item in dearer.figures}["good"] == "identical"


def test_the_answer_is_the_same_on_an_executor_and_goes_over_a_wire() -> None:
    here = ask().answer
    with ThreadPoolExecutor(2) as executor:
        assert ask(executor=executor).answer == here
    tree = encode(here, full=True)
    assert tree["scenarios"][0]["key"]["verdict"] == "higher"


def test_the_warm_up_is_found_where_none_is_given() -> None:
    answer = ask(QUESTION.replace("warm_up_hours: 2", "seed: 3")).answer
    assert answer is not None
    assert answer.warm_up.how in ("found", "none_needed", "not_found")


def test_everything_wrong_with_line_and_question_is_told_at_once() -> None:
    asked = ask(QUESTION.replace("cost_per_t", "cost_per_ton").replace("furnace,", "furnac,") + "first: 900\n")
    assert [item.code for item in asked.problems] == [
        "what_if.first_most", "what_if.unknown_figure", "what_if.unknown_name",
    ]  # fmt: skip
    assert asked.answer is None
    asked = ask(QUESTION.replace("days: 3", "dais: 3"), TWO_FURNACES.replace("station: press", "station: pres"))
    assert {item.code for item in asked.problems} == {"line.unknown_name", "input.unknown_field"}
    assert [item.code for item in ask("{id: q, scenarios: []}").problems] == ["what_if.no_scenario"]


def test_it_can_be_stopped() -> None:
    with pytest.raises(SolveError):
        ask(tell=lambda done, of: done < 3)
