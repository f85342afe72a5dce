"""How a shift will end, asked of a live plant: what is asked, what came of it, and where that is kept."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from pulmu.model import Document, OutsideError, Problem, decode, encode, has_errors, problem
from pulmu.model.line import Line
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.line_runs.balances import CarbonAnswer
from pulmu.services.live.ahead import (
    RUNS,
    Ahead,
    AheadCarrier,
    AheadProduct,
    AheadStation,
    FanPoint,
    Spread,
)
from pulmu.services.live.ahead_until import is_time
from pulmu.services.live.following import NotKnown
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import document_history, read_document
from pulmu.services.workspaces.kept_answers import NewAnswer, keep_answer

FORMAT = "pulmu.live_ahead/1"
MOST_RUNS, MOST_PIECES = 400, 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadWish:
    """What is asked.

    Parameters
    ----------
    until : `16:00`, `tue 06:00` or `6 h`, by the plant's clock; the end of the shift, if empty.
    targets : Good pieces wanted from now on, by product; of all together under an empty name.
    """

    until: str = ""
    targets: dict[str, int] = field(default_factory=dict)
    replications: int = RUNS
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadAnswer:
    """How the shift will end; see `Ahead` for what each figure is.

    Parameters
    ----------
    version : Of the line.
    taken_at : Moment of the oldest reading that counts, ISO 8601.
    carbon : What a tonne of each good carries in the plant the line stands in, or why nobody can tell.
    """

    link: str
    line: str
    version: int
    until: str
    taken_at: str
    snapshot: str
    after: float
    hours: float
    seed: int
    replications: int
    good: Spread
    target: int | None
    reached: float | None
    scrap_share: Spread
    products: tuple[AheadProduct, ...]
    carriers: tuple[AheadCarrier, ...]
    cost_krw: Spread
    peak_kw: Spread | None
    stations: tuple[AheadStation, ...]
    fan: tuple[FanPoint, ...]
    not_known: tuple[NotKnown, ...]
    carbon: CarbonAnswer

    @property
    def moment(self) -> datetime:
        """When the plant stood so."""
        return datetime.fromisoformat(self.taken_at)


@dataclass(frozen=True, slots=True)
class ListedAhead:
    """An answer as a list shows it."""

    link: str
    number: int
    at: datetime
    author: str
    hours: float
    good: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class KeptAhead:
    """An answer with the line it is of."""

    kept: DocumentVersion
    line: Line
    answer: AheadAnswer
    document: Document


_SAME = ("line", "snapshot", "after", "hours", "seed", "replications", "good", "target", "reached", "scrap_share",
         "products", "carriers", "cost_krw", "peak_kw", "stations", "fan", "not_known")  # fmt: skip


def answer_of(found: Ahead, link: str, version: int, until: str, carbon: CarbonAnswer) -> AheadAnswer:
    """What came of it, as it is kept."""
    same = {name: getattr(found, name) for name in _SAME}
    return AheadAnswer(
        link=link, version=version, until=until, taken_at=found.taken_at.isoformat(), carbon=carbon, **same
    )  # fmt: skip


def check_ahead(wish: AheadWish, line: Line) -> tuple[Problem, ...]:
    """Everything that is wrong with what is asked of a line."""
    return tuple(_wrong(wish, line))


def _wrong(wish: AheadWish, line: Line) -> Iterator[Problem]:
    if wish.until and not is_time(wish.until):
        yield problem(
            "live.unfit_until", "until", f"{wish.until[:40]!r} is no time that can be looked ahead to",
            "write a time of the plant's clock such as 16:00 or tue 06:00, or hours such as 6 h; six days at most",
            text=wish.until[:40],
        )  # fmt: skip
    names = [item.id for item in line.products]
    for name, count in wish.targets.items():
        if name and name not in names:
            listed = ", ".join(names)
            yield problem("live.unknown_product", "targets", f"the line makes no {name[:60]}",
                          f"name one of: {listed}", name=name[:60], known=listed)  # fmt: skip
        if not 0 <= count <= MOST_PIECES:
            yield _outside("targets", count, 0, MOST_PIECES)
    if not 2 <= wish.replications <= MOST_RUNS:
        yield _outside("replications", wish.replications, 2, MOST_RUNS)
    if not 0 <= wish.seed < 2**53:
        yield _outside("seed", wish.seed, 0, 2**53 - 1)


def _outside(name: str, value: int, least: int, most: int) -> Problem:
    return problem(
        "line.run_outside", name, f"{value} is not between {least} and {most}",
        f"write a number from {least} to {most}", value=str(value), least=str(least), most=str(most),
    )  # fmt: skip


def list_ahead(gate: Gate, actor: Actor, link: str) -> tuple[ListedAhead, ...]:
    """Answers of a live plant, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(_listed(head) for head in document_history(gate, actor, "live_ahead", link))


def find_ahead(gate: Gate, actor: Actor, link: str, number: int) -> KeptAhead:
    """One of them.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    OutsideError  It cannot be read (`outside.line_run_unreadable`), as where another version of Pulmu wrote it.
    """
    kept = read_document(gate, actor, "live_ahead", link, number)
    tree = kept.document.tree
    answer, line = decode(AheadAnswer, Document(tree["answer"], link)), decode(Line, Document(tree["line"], link))
    if has_errors((*answer.problems, *line.problems)):
        said, mend = "kept runs of a line cannot be read", "run the line again"
        raise OutsideError.of("outside.line_run_unreadable", link, said, mend)
    return KeptAhead(kept.version, line.value, answer.value, kept.document)


def keep_ahead(gate: Gate, actor: Actor, work: WorkspaceRecords, line: Line, answer: AheadAnswer) -> int:
    """Keep an answer; its number."""
    tree = {"pulmu": FORMAT, "line": encode(line, full=True), "answer": encode(answer, full=True)}
    good = answer.good
    note = json.dumps({"hours": answer.hours, "good": [good.low, good.middle, good.high]}, sort_keys=True)
    new = NewAnswer(kind="live_ahead", document=answer.link, ending="ahead", tree=tree, note=note)
    return keep_answer(gate, actor, work, new)


def _listed(head: DocumentVersion) -> ListedAhead:
    note = json.loads(head.note)
    low, middle, high = (float(value) for value in note["good"])
    return ListedAhead(head.document, head.number, head.at, head.author, float(note["hours"]), (low, middle, high))
