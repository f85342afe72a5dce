"""`pulmu best`, `factors` and `buffers`: which way is best, which knob matters, where places do most good."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.simulate import LineArgument
from pulmu.cli.simulate_carbon import PlantOption, RestChoice, RestOption
from pulmu.cli.what_if import JobsOption, QuestionArgument, YearOption, engine_for, standing_of, tell_progress, workers
from pulmu.model import Problem, encode

if TYPE_CHECKING:
    from pulmu.cli.screen import Screen


def show_best(
    line: LineArgument,
    question: QuestionArgument,
    plant: PlantOption = None,
    base: YearOption = None,
    rest: RestOption = RestChoice.AUTO,
    jobs: JobsOption = 1,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Find the best of a question's scenarios and the line as it is, with as many runs of each as it takes."""
    from pulmu.bootstrap.twin import read_line
    from pulmu.cli.line_question_screens import show_choice
    from pulmu.services.choose_scenario import choose_scenario

    screen = screen_for(lang)
    standing = standing_of(plant, base, rest)
    with workers(jobs) as executor:
        found = choose_scenario(read_line(line), read_line(question), engine_for(jobs, screen), standing=standing,
                                executor=executor, tell=tell_progress)  # fmt: skip
    if found.answer is None:
        refuse(found.problems, screen, as_json)
    if not _told_as_json(found.answer, found.problems, screen, as_json):
        show_choice(screen, found.line, found.question, found.answer)


def show_factors(
    line: LineArgument,
    question: QuestionArgument,
    plant: PlantOption = None,
    base: YearOption = None,
    rest: RestOption = RestChoice.AUTO,
    jobs: JobsOption = 1,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Weigh a question's scenarios as factors: what each does to the figure, and what two do together."""
    from pulmu.bootstrap.twin import read_line
    from pulmu.cli.line_question_screens import show_effects
    from pulmu.services.weigh_factors import weigh_factors

    screen = screen_for(lang)
    standing = standing_of(plant, base, rest)
    with workers(jobs) as executor:
        found = weigh_factors(read_line(line), read_line(question), engine_for(jobs, screen), standing=standing,
                              executor=executor, tell=tell_progress)  # fmt: skip
    if found.answer is None:
        refuse(found.problems, screen, as_json)
    if not _told_as_json(found.answer, found.problems, screen, as_json):
        show_effects(screen, found.line, found.question, found.answer)


def show_buffers(
    line: LineArgument,
    places: Annotated[
        int | None, typer.Option("--places", min=1, max=1_000_000, help="places in all; as many as today, if left out")
    ] = None,
    station: Annotated[
        list[str] | None,
        typer.Option(
            "--station", help="a station that gets some; give it again for more. All that have an end, if not"
        ),
    ] = None,
    least: Annotated[int, typer.Option("--least", min=0, max=1_000_000, help="places each has in any case")] = 1,
    figure: Annotated[str, typer.Option("--figure", help="what they are to do good to")] = "good",
    days: Annotated[float, typer.Option("--days", min=0.01, max=36_500, help="days that are looked at")] = 28.0,
    warm_up: Annotated[
        float | None,
        typer.Option(
            "--warm-up", min=0, max=876_000, help="hours before them that are not counted; found, if left out"
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, max=999_999_999, help="of the random numbers")] = 0,
    jobs: JobsOption = 1,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Find where so many buffer places do most good, and hold it against today's places."""
    from pulmu.bootstrap.twin import read_line
    from pulmu.cli.line_question_screens import show_places
    from pulmu.services.place_buffers import PlacesQuestion, place_buffers

    screen = screen_for(lang)
    asked = PlacesQuestion(
        places=places, stations=tuple(station or ()), least=least, figure=figure, days=days, warm_up_hours=warm_up,
        seed=seed,
    )  # fmt: skip
    with workers(jobs) as executor:
        found = place_buffers(read_line(line), asked, engine_for(jobs, screen), executor=executor, tell=tell_progress)
    if found.answer is None:
        refuse(found.problems, screen, as_json)
    if not _told_as_json(found.answer, found.problems, screen, as_json):
        show_places(screen, found.line, found.answer)


def _told_as_json(answer: Any, problems: tuple[Problem, ...], screen: "Screen", as_json: bool) -> bool:
    if as_json:
        print_out(json.dumps(encode(answer, full=True), ensure_ascii=False, indent=1))
    elif problems:
        print_problems(problems, screen, sys.stderr)
    return as_json
