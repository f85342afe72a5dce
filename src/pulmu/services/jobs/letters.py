"""Letters of a call: written and sent by a worker; work that can be stopped, and is done once."""

from collections.abc import Iterable, Iterator

from pulmu.model import ConflictError, InputError, Problem
from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.decision_letters import MOST_PROBLEMS
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.letters.decided import DecidedApplications, Told, decided_applications, decided_state
from pulmu.services.letters.kept import LettersRun, find_run, last_run
from pulmu.services.letters.sending import letters_standing, send_letters
from pulmu.services.letters.template import find_template
from pulmu.services.letters.writing import LetterWriter, keep_letters
from pulmu.services.ports import Language
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords

WRITE, SEND = "write_letters", "send_letters"
_READ_AT_ONCE = 20
"""Applications that are read together; so often it is told how far the work is."""
_SENT_AT_ONCE = 50


def start_letters(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, language: Language, policy: JobPolicy
) -> Job:
    """Have the letters of all decisions written, with the form as it stands at this moment.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    InputError  It is not decided yet (`letter.not_decided`).
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    authorise(actor, "write_letters", "")
    decided_state(gate, actor, packaged, call)

    def order(work: WorkspaceRecords) -> dict[str, object]:
        heads = work.document_versions("letter_template", call)
        return {"call": call, "template": heads[0].number if heads else 0, "language": language}

    return start_job(gate, actor, Wish(WRITE, "write_letters", order, f"call:{call}", deed="write_letters"), policy)


def run_letters(task: Task) -> Ending:
    """Write every letter but those that are written already from the same; the list is kept with the end of the job."""
    call, language = task.order["call"], task.order["language"]
    drawing, gate, actor = task.tools.letters, task.gate, task.actor
    task.tell(0, 1, "letters")
    decided = decided_applications(gate, actor, task.tools.comparing.programmes(), call, drawing.say)
    template = find_template(gate, actor, call, task.order["template"])
    writer = LetterWriter(gate, actor, drawing, template, language, find_run(gate, actor, call))
    letters = []
    for told in _each(task, decided):
        letters.append(writer.letter(told))
        if len(letters) % _READ_AT_ONCE == 0:
            task.tell(len(letters), len(decided), "letters")
    problems = (*template.problems, *writer.problems[:MOST_PROBLEMS])
    run = LettersRun(0, template.number, language, tuple(letters), problems)
    deed = Deed("write_letters", f"call:{call}", detail={"letters": str(len(letters)), "drawn": str(writer.drawn)})
    return Ending(deed, lambda work: keep_letters(gate, actor, work, call, run))


def _each(task: Task, decided: DecidedApplications) -> Iterator[Told]:
    ids = decided.ids
    for start in range(0, len(ids), _READ_AT_ONCE):
        with task.gate.reading(task.actor, "read_letters") as work:
            found = [work.received(key) for key in ids[start : start + _READ_AT_ONCE]]
        yield from (decided.told(item) for item in found if item is not None)


def start_sending(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, policy: JobPolicy, *, seen: int, count: int
) -> Job:
    """Have the letters sent that were not sent yet.

    Parameters
    ----------
    seen : Version of the letters that was looked at.
    count : How many were to be sent then: so many go, or none.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    InputError  There is nothing to send (`letter.nothing_to_send`), or decisions were made since the letters were
        written (`letter.stale`).
    ConflictError  Letters were written or sent meanwhile (`letter.changed`); too many jobs wait (`job.too_many`).
    """
    authorise(actor, "send_letters", "")
    decided_state(gate, actor, packaged, call)
    found = letters_standing(gate, actor, call)
    place = f"call {call}"
    if found.run.version != seen or len(found.to_send) != count:
        said, mend = "letters were written or sent meanwhile", "look at the list as it is now, and send then"
        raise ConflictError.of("letter.changed", place, said, mend)
    if found.stale:
        said, mend = f"{found.stale} decisions are not told by these letters", "have the letters written anew"
        raise InputError.of("letter.stale", place, said, mend, count=found.stale)
    if not count:
        said, mend = "every letter that can be sent was sent", "nothing has to be done"
        raise InputError.of("letter.nothing_to_send", place, said, mend)
    order = {"call": call, "run": seen, "count": count}
    return start_job(gate, actor, Wish(SEND, "send_letters", lambda _: order, place, deed="send_letters"), policy)


def run_sending(task: Task) -> Ending:
    """Send each letter; where a process ends in between, the next goes on from there."""
    call, gate, actor = task.order["call"], task.gate, task.actor
    with gate.reading(actor, "read_letters") as work:
        current = last_run(work, call)
    if current.version != task.order["run"]:
        said, mend = "letters were written or sent meanwhile", "look at the list as it is now, and send then"
        raise InputError.of("letter.changed", f"call {call}", said, mend)
    waiting = letters_standing(gate, actor, call).to_send
    problems = list[Problem]()
    for start in range(0, len(waiting), _SENT_AT_ONCE):
        task.tell(start, len(waiting), "send_letters")
        some = [item.letter for item in waiting[start : start + _SENT_AT_ONCE]]
        problems += send_letters(gate, actor, call, current, some)
    detail = {"sent": str(task.order["count"] - len(problems)), "run": str(current.version)}
    deed = Deed("send_letters", f"call:{call}", detail=detail)
    return Ending(deed, lambda _: f"letters:{call}/{current.version}", tuple(problems))
