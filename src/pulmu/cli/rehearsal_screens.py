"""What `pulmu schedule` prints of a plan that was run with breakdowns."""

from collections.abc import Iterable

from pulmu.cli.screen import Screen
from pulmu.services.schedules.answer import ScheduleAnswer
from pulmu.services.schedules.part import Part, Said

_SHOWN = 5


def show_rehearsed(screen: Screen, answer: ScheduleAnswer) -> None:
    """How often nothing is late, who seldom is in time, what it comes to, and which machine's breakdowns cost most."""
    from pulmu.bootstrap.schedules import rehearsal_parts

    for part in rehearsal_parts(answer, screen.language, _SHOWN):
        _show(screen, part)


def _show(screen: Screen, part: Part) -> None:
    if not part.is_told:
        screen.line("")
        screen.line(
            " ".join((*(item.words for item in part.said()), screen.text("plan_of_jobs.rehearsed.how_command")))
        )
        return
    screen.title(part.title)
    grids = 0
    for item in part.told:
        if isinstance(item, Said):
            show_said(screen, (item,))
            continue
        if grids:
            screen.line("")
        screen.table(item.heads, item.rows, item.left)
        grids += 1


def show_said(screen: Screen, said: Iterable[Said]) -> None:
    """Sentences below a title."""
    for item in said:
        screen.line("  " + (screen.ember(item.words) if item.is_warning else item.words))
