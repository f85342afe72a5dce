"""What came of a call, published to all of the place: counted and hidden as `call_results` does, not to be subtracted.

Whoever saw one publication may hold the next against it. So what is hidden stays the same, and no number, nor any sum
of hidden ones, may move by fewer firms than a number may tell of.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pulmu.model import Document, InputError, OutsideError, decode, encode
from pulmu.model.decision import Decision, Decisions
from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.call_results import RESULTS, CallResults, ResultRow, call_results
from pulmu.services.calls.shelf import KeptCall
from pulmu.services.calls.stages import go_on
from pulmu.services.decisions_of_call import decided_call
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.letters.decided import decided_state
from pulmu.services.letters.kept import LettersRun
from pulmu.services.letters.sending import letters_standing
from pulmu.services.records.crossing import Notice
from pulmu.services.records.document import DocumentKind, DocumentVersion
from pulmu.services.workspaces.documents import document_history, read_document, save_document, unknown_document
from pulmu.services.workspaces.reports import needed
from pulmu.support.population import SMALL_CELLS

KIND: DocumentKind = "result"
FORMAT = "result/1"


@dataclass(frozen=True, slots=True)
class ResultsPreview:
    """What would be published now.

    Parameters
    ----------
    versions : What was published before, newest first.
    is_shown : Whether something is shown to all now.
    is_same : Whether it is what was published last.
    leaks : Numbers by which it could be subtracted from something published before: then it is not published.
    """

    call: KeptCall
    results: CallResults
    versions: tuple[DocumentVersion, ...]
    is_shown: bool
    is_same: bool
    leaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownResults:
    """Results as their agency shows them."""

    agency: str
    agency_name: str
    notice: Notice
    results: CallResults


def preview_results(gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str) -> ResultsPreview:
    """The results of a call, counted from its letters, and what of them is hidden. Nothing is shown to anybody.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    InputError  It is not decided yet (`letter.not_decided`), or its letters do not tell the decisions that stand
        (`letter.stale`).
    """
    authorise(actor, "read_letters", "")
    found = decided_state(gate, actor, packaged, call)
    standing = letters_standing(gate, actor, call)
    if standing.stale or not standing.run.version:
        count = standing.stale
        said, mend = f"{count} decisions are not told by these letters", "have the letters written anew"
        raise InputError.of("letter.stale", f"call {call}", said, mend, count=count)
    results = call_results(_decisions(found, standing.run))
    versions = document_history(gate, actor, KIND, call)
    earlier = [results_in(read_document(gate, actor, KIND, call, item.number).document.tree) for item in versions]
    leaks = tuple(dict.fromkeys(item for one in earlier for item in subtractable(one, results)))
    with gate.seeing(actor, "read_letters") as crossing:
        notice = crossing.notice("result", actor.workspace, call)
    is_same = bool(earlier) and _told(earlier[0]) == _told(results)
    return ResultsPreview(found, results, versions, notice is not None and notice.withdrawn is None, is_same, leaks)


def publish_results(gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, *, seen: int) -> Notice:
    """Show the results of a call to all of the place. The same again is shown again; a call that is decided goes on.

    Parameters
    ----------
    seen : Number of what was published last when it was looked at; 0 before the first.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    InputError  As of `preview_results`, or what was published before could be subtracted (`letter.subtractable`).
    ConflictError  Somebody published meanwhile (`store.document_changed`).
    """
    found = preview_results(gate, actor, packaged, call)
    if found.leaks:
        said = f"{len(found.leaks)} numbers would move by fewer than {SMALL_CELLS.least_firms} firms against before"
        mend = "leave what is published, and tell the firms it concerns by their letters"
        raise InputError.of("letter.subtractable", f"call {call}", said, mend, count=len(found.leaks),
                            least=SMALL_CELLS.least_firms)  # fmt: skip
    number = found.versions[0].number if found.versions else 0
    if not found.is_same or number != seen:
        tree = {"pulmu": FORMAT, "id": call, "results": json.loads(json.dumps(encode(found.results, full=True)))}
        kept = save_document(gate, actor, KIND, call, document_of_tree(tree, f"{call}.json"), seen=seen)
        number = kept.version.number
    notice = _notice(gate, actor, call, number, found.results)
    with gate.sending(actor, Deed("publish_results", f"call:{call}", detail={"sha256": notice.sha256})) as crossing:
        crossing.publish(notice)
    if found.call.state is not None and found.call.state.stage == "decided":
        go_on(gate, actor, found.call.call, "decided")
    return notice


def withdraw_results(gate: Gate, actor: Actor, call: str, reason: str) -> bool:
    """Show the results no more; whether they were shown. What was published stays in the agency's records.

    Raises
    ------
    AccessRefused  They may not.
    InputError  No reason was given (`input.reason_missing`).
    """
    deed = Deed("publish_results", f"call:{call}", detail={"shown": "no"}, reason=needed(reason))
    with gate.sending(actor, deed) as crossing:
        return crossing.withdraw("result", call, gate.world.now())


def shown_results(gate: Gate, actor: Actor) -> tuple[ShownResults, ...]:
    """Results of all calls that are shown, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.seeing(actor, "read_board") as crossing:
        return tuple(_shown(item, crossing.workspace_name(item.workspace)) for item in crossing.notices("result"))


def find_shown_results(gate: Gate, actor: Actor, agency: str, call: str) -> ShownResults:
    """Results of one call.

    Raises
    ------
    AccessRefused  They may not, or none are shown (`access.unknown_document`).
    """
    with gate.seeing(actor, "read_board") as crossing:
        notice = crossing.notice("result", agency, call)
        name = crossing.workspace_name(agency)
    if notice is None or notice.withdrawn is not None:
        raise unknown_document()
    return _shown(notice, name)


def subtractable(before: CallResults, after: CallResults) -> Iterator[str]:
    """Numbers by which one publication could be subtracted from another, by table, group and column.

    A number may move by none or by at least the firms a number may tell of; what is hidden in one is hidden in both;
    the sum of what is hidden in a row or a column moves by none or by as many.
    """
    old, new = _cells(before), _cells(after)
    least = SMALL_CELLS.least_firms
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key, 0), new.get(key, 0)
        if (one is None) != (other is None) or (one is not None and other is not None and _few(other - one, least)):
            yield " ".join(filter(None, key))
    if [*subtracted(_hidden_sums(old), _hidden_sums(new), least)]:
        yield "hidden"
    if before.granted_krw != after.granted_krw and _moved_selected(old, new) < least:
        yield "granted_krw"


def subtracted(old: Mapping[Any, int], new: Mapping[Any, int], least: int) -> Iterator[Any]:
    """Sums that move by few."""
    yield from (key for key in old.keys() | new.keys() if _few(new.get(key, 0) - old.get(key, 0), least))


_Key = tuple[str, str, str]


def _few(moved: int, least: int) -> bool:
    return 0 < abs(moved) < least


def _cells(found: CallResults) -> dict[_Key, int | None]:
    """Every number by table, group and column."""
    rows = [("", found.total), *((table.by, row) for table in found.tables for row in table.rows)]
    return {(by, row.of, name): number for by, row in rows for name, number in _row(row)}


def _row(row: ResultRow) -> Iterator[tuple[str, int | None]]:
    yield "applied", row.applied
    yield from zip(RESULTS, row.counts, strict=True)


def _hidden_sums(cells: Mapping[_Key, int | None]) -> dict[Any, int]:
    """What is hidden of a row and of a column together, where that follows from the numbers shown."""
    sums: dict[Any, int] = {}
    tables = {by for by, _, _ in cells if by}
    for by, of in {(by, of) for by, of, _ in cells}:
        whole = cells[by, of, "applied"]
        if whole is not None:
            sums[by, of] = whole - sum(cells.get((by, of, name)) or 0 for name in RESULTS)
    for by in tables:
        for name in ("applied", *RESULTS):
            whole = cells["", "", name]
            if whole is not None:
                sums[by, name] = whole - sum(
                    n or 0 for (one, _, column), n in cells.items() if (one, column) == (by, name)
                )
    return sums


def _moved_selected(old: Mapping[_Key, int | None], new: Mapping[_Key, int | None]) -> int:
    key = ("", "", "selected")
    return abs((new.get(key) or 0) - (old.get(key) or 0))


def _decisions(found: KeptCall, run: LettersRun) -> Decisions:
    """The decisions as results count them, from the letters that tell them."""
    day = max((found.state.changed,) if found.state else ()).date()
    decisions: Any = tuple(
        Decision(
            application=item.number, firm_ko=item.name, outcome=item.outcome, size=item.size_class,  # type: ignore[arg-type]
            province=item.province, section=item.section, amount_krw=item.amount_krw or None,
        )
        for item in run.letters
    )  # fmt: skip
    return Decisions(call=decided_call(found.call, day), decisions=decisions)


def _told(results: CallResults) -> CallResults:
    return replace(results, decided_on=results.decided_on.min)


def results_in(tree: Any) -> CallResults:
    """Results as they were kept or shown.

    Raises
    ------
    OutsideError  They cannot be read (`outside.notice_damaged`).
    """
    decoded = decode(CallResults, Document(tree.get("results") if isinstance(tree, dict) else None, "results"))
    if decoded.problems:
        said, mend = "results that are shown cannot be read", "ask the agency to publish them again"
        raise OutsideError.of("outside.notice_damaged", "results", said, mend)
    return decoded.value


def _notice(gate: Gate, actor: Actor, call: str, number: int, results: CallResults) -> Notice:
    content = json.dumps({"results": encode(results, full=True)}, ensure_ascii=False, sort_keys=True)
    return Notice(
        kind="result", workspace=actor.workspace, id=call, number=number, at=gate.world.now(), content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip


def _shown(notice: Notice, name: str) -> ShownResults:
    try:
        tree = json.loads(notice.content)
    except ValueError:
        tree = None
    return ShownResults(notice.workspace, name, notice, results_in(tree))
