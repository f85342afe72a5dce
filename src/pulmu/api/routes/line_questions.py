"""What-if questions to a line: asked, answered by a job, and read."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from pulmu.api.bodies import JobView
from pulmu.api.line_question_bodies import LineQuestionContent, LineQuestionView, QuestionBody
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.services.access.gate import Gate
from pulmu.services.jobs.kinds import start_question
from pulmu.services.line_questions import kept
from pulmu.services.lines.shelf import find_line

routes = APIRouter(prefix="/workspaces/{workspace}/lines/{line}/questions", tags=["lines"])
Name = Annotated[str, Path(max_length=100, description="id of the line, such as heading_shop")]
Number = Annotated[int, Path(ge=1, le=10**9)]


@routes.get("", responses=told(401, 403, 404, 422))
def list_line_questions(line: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[LineQuestionView]:
    """Questions that were answered, newest first."""
    find_line(place.gate, actor, line)
    return paging.page(kept.list_questions(place.gate, actor, line), lambda item: (-item.number,), LineQuestionView.of)


@routes.post("", status_code=202, responses=told(401, 403, 404, 409, 422))
def ask_line(
    line: Name, body: QuestionBody, request: Request, response: Response, actor: Asking, once: AnyOnce
) -> JobView:  # fmt: skip
    """Have a question answered: a job. Where the same question is answered already, it leads there."""

    def start(gate: Gate) -> JobView:
        job = start_question(gate, actor, find_line(gate, actor, line, body.version), body.question)
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.get("/{number}", responses=told(401, 403, 404))
def read_line_question(line: Name, number: Number, actor: Asking, place: AnyPlace) -> LineQuestionContent:
    """Base and scenarios side by side, every figure with its interval, and everything they rest on."""
    return LineQuestionContent.of_kept(kept.find_kept(place.gate, actor, line, number))
