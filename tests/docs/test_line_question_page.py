"""The page on asking a line in the browser shows what the page of the answer says."""

from datetime import UTC, datetime

import pytest
from tests.docs.pages import ROOT, blocks

from pulmu.bootstrap.twin import line_engine, read_line
from pulmu.locale import Language
from pulmu.services.ask_line import answer_question
from pulmu.services.line_questions.kept import KeptQuestion
from pulmu.services.line_questions.question import LineQuestion, read_asked
from pulmu.services.records.document import DocumentVersion
from pulmu.twin import read_line as read
from pulmu.twin.statistics import Runner
from pulmu.web.forms import Form
from pulmu.web.line_question_form import Asking, change_of
from pulmu.web.line_question_view import QuestionView

HOWTO = ROOT / "docs" / "howto"
FIRST = {"thing": "hardening", "machines": "3"}
SECOND = {"thing": "heading", "machines": "1", "day_mon": "1", "start": "00:00", "end": "24:00"}


@pytest.fixture(scope="module")
def kept() -> KeptQuestion:
    line = read_line("fasteners")
    changes = (change_of("machines", Form(FIRST, {})), change_of("down", Form(SECOND, {})))
    asked, problems = read_asked(line, tree := Asking(read(line).value, changes).tree(Form({"days": "7"}, {})))
    assert problems == ()
    answer = answer_question(asked, Runner(line_engine()))
    version = DocumentVersion(kind="line_question", document="fasteners", number=1, at=datetime(2026, 1, 1, tzinfo=UTC),
                              author="", content="", file_name="", sha256="")  # fmt: skip
    question = LineQuestion(line="fasteners", version=1, sha256="", program="", asked=tree)
    return KeptQuestion(version, question, asked.what_if, asked.line, answer, line)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_shows_what_the_page_of_the_answer_says(kept: KeptQuestion, lang: Language) -> None:
    ending = "" if lang == "en" else f".{lang}"
    asked, said = [item.body.split("\n") for item in blocks(HOWTO / f"ask-a-line-in-the-browser{ending}.md")]
    (view,) = QuestionView(kept, lang).scenarios
    assert [item.strip() for item in asked if item.strip()] == list(view.asked)
    assert [item for item in said if item] == [view.answer, view.sure[0]]
