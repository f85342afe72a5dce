"""Everything behind the decision an appeal is about: what was sent, checked, judged, chosen, decided and told."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulmu.model import InputError, Problem
from pulmu.model.call import Call
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.appeals.received import Appeal, decisions_on, find_appeal
from pulmu.services.applications.received import ReceivedApplication, read_received
from pulmu.services.calls.shelf import KeptCall
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.crossing import Delivery, Received
from pulmu.services.records.deciding import DecisionRecord, Review
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.reviewing.opening import OpenedScores, opened_scores
from pulmu.services.workspaces.documents import unknown_document
from pulmu.services.workspaces.kept_document import document_of

_AT_ONCE = 1_000
_TOLD = frozenset({"letter", "answer"})


@dataclass(frozen=True, slots=True)
class Given:
    """Something the call asks for, and whether it was there."""

    name: str
    answer: str
    detail: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules say of the application as it was sent, by the version of the call that binds.

    Parameters
    ----------
    standing : complete, incomplete, not_eligible or open.
    findings : The answer of the rules with all that it rests on, a line each, indented.
    """

    standing: str
    eligible: str
    given: tuple[Given, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TracedReview:
    """A sealed review after opening. Points in hundredths.

    Parameters
    ----------
    points : As they were given, by criterion.
    leniency : What its reviewer gives more than colleagues do, that was taken off; 0 where nothing was.
    """

    reviewer: str
    sealed_at: str
    sha256: str
    points: Mapping[str, int]
    total: int
    leniency: int
    remark: str


@dataclass(frozen=True, slots=True)
class Scores:
    """What the application was given, and what it comes to. Points in hundredths.

    Parameters
    ----------
    mean, points : Mean of the raw totals, and what counted: calibrated where the call says so.
    """

    reviews: tuple[TracedReview, ...]
    mean: int
    points: int
    is_calibrated: bool


@dataclass(frozen=True, slots=True)
class ChosenBy:
    """The version of the selection the decision rests on.

    Parameters
    ----------
    terms : Terms of the call it was chosen by: mode, ties, money, places, quotas.
    row : What became of this application, with its reason and margins; no other application is named.
    """

    version: int
    sha256: str
    at: str
    author: str
    terms: Mapping[str, Any]
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything behind a decision, of the applicant's own case only.

    Parameters
    ----------
    application : What was sent, as it was sent: facts, documents, answers.
    checked : None where the call's programme is known no more.
    scores : None where scores are sealed still, or nobody judged.
    chosen : None where no selection was kept, as for what was decided before.
    decisions : Every decision on it, with the reasons that were told.
    reviews : Reviewers' parts in it, with their points and remarks.
    letters : What was sent to the firm about it, without content.
    entries : What the audit says of the call as a whole and of this application.
    problems : What is wrong with the records, as where points are not those that were sealed.
    """

    appeal: Appeal
    call_version: int
    call_sha256: str
    application: Received
    checked: Checked | None
    scores: Scores | None
    chosen: ChosenBy | None
    decisions: tuple[DecisionRecord, ...]
    reviews: tuple[Review, ...]
    letters: tuple[Delivery, ...]
    entries: tuple[AuditEntry, ...]
    problems: tuple[Problem, ...] = field(default=())


def trace(gate: Gate, actor: Actor, kept: KeptCall, appeal: str) -> Trace:
    """Everything behind the decision an appeal is about. That it was looked at is noted.

    Parameters
    ----------
    kept : The call in the version that binds.

    Raises
    ------
    AccessRefused  They may not, or there is no such appeal, or it is about no application (`access.unknown_document`).
    """
    call = kept.call
    found = find_appeal(gate, actor, call, appeal)
    with gate.disclosing(actor, Deed("read_received", f"appeal:{appeal}", detail={"trace": call.id})) as work:
        application = work.received(found.application) if found.application else None
        state = work.call_state(call.id)
        if application is None or state is None:
            raise unknown_document()
        version = work.document_version("call", call.id, state.version)
        decisions = tuple(decisions_on(work, call.id, application.id))
        reviews = tuple(item for item in work.whole_reviews(call.id) if item.application == application.id)
        chosen = _chosen(work, call, application.id, decisions)
        entries = tuple(item for item in _entries(work) if _concerns(item, call.id, application.id, appeal))
    with gate.seeing(actor, "read_received") as crossing:
        told = tuple(item for item in crossing.sent() if item.kind in _TOLD and _is_to(item, application))
    scores, problems = None, tuple[Problem, ...]()
    if state.stage not in ("taking", "reviewing"):
        try:
            scores = _scores(opened_scores(gate, actor, call), application.id)
        except InputError as error:  # a broken seal: the trace shows it, and everything else
            problems = error.problems
    return Trace(
        appeal=found, call_version=state.version, call_sha256="" if version is None else version.sha256,
        application=application, checked=_checked(gate, actor, kept, application.id), scores=scores, chosen=chosen,
        decisions=decisions, reviews=reviews, letters=told, entries=entries, problems=problems,
    )  # fmt: skip


def _is_to(item: Delivery, application: Received) -> bool:
    return (item.receiver, item.about) == (application.sender, application.about)


def _checked(gate: Gate, actor: Actor, kept: KeptCall, application: str) -> Checked | None:
    if kept.programme is None:
        return None
    one: ReceivedApplication
    (one,) = read_received(gate, actor, kept, [application])
    given = tuple(Given(item.name, str(item.answer), item.detail) for item in one.checked.given)
    return Checked(one.standing, str(one.checked.eligible.answer), given, tuple(one.checked.eligible.lines(0)))


def _scores(found: OpenedScores, application: str) -> Scores | None:
    own = [(review, points) for review, points in found.given if review.application == application]
    if not own:
        return None
    calibrations = tuple(found.by_criterion.values())
    mean = sum(one.mean for item in calibrations for one in item.applications if one.application == application)
    leniency: dict[str, int] = {}
    for item in calibrations:
        for one in item.reviewers if item.believed else ():
            leniency[one.reviewer] = leniency.get(one.reviewer, 0) + one.leniency
    reviews = tuple(
        TracedReview(
            review.reviewer, "" if review.sealed_at is None else review.sealed_at.isoformat(), review.sha256,
            dict(points.points), points.total, leniency.get(review.reviewer, 0), points.remark,
        )
        for review, points in own
    )  # fmt: skip
    believed = any(item.believed for item in calibrations)
    return Scores(reviews, mean, found.points().get(application, mean), believed)


def _chosen(
    work: WorkspaceRecords, call: Call, application: str, decisions: Iterable[DecisionRecord]
) -> ChosenBy | None:
    rests_on = {str(json.loads(item.content or "{}").get("selection", "")) for item in decisions}
    heads = [item for item in work.document_versions("selection", call.id) if item.sha256 in rests_on]
    version = work.document_version("selection", call.id, heads[0].number) if heads else None
    if version is None:
        return None
    tree: Any = document_of(version.content).tree
    row = next((item for item in tree["applications"] if item["id"] == application), None)
    terms = {name: tree["call"].get(name) for name in _TERMS if tree["call"].get(name) is not None}
    terms["is_proven"] = tree["is_proven"]
    return ChosenBy(
        version.number, version.sha256, version.at.isoformat(), version.author, terms, without_others(row or {})
    )  # fmt: skip


_TERMS = ("choosing", "budget_krw", "places", "tracks", "quotas", "ladder", "most_bonus", "one_bonus_only")


def without_others(tree: Any) -> Any:
    """A tree without the ids of other applications."""
    if isinstance(tree, dict):
        return {name: without_others(item) for name, item in tree.items() if name != "others"}
    return [without_others(item) for item in tree] if isinstance(tree, list) else tree


def _entries(work: WorkspaceRecords) -> Iterator[AuditEntry]:
    after = 0
    while some := work.entries(after, _AT_ONCE):
        yield from some
        after = some[-1].number


def _concerns(entry: AuditEntry, call: str, application: str, appeal: str) -> bool:
    """Of the call as a whole, or of this application or its appeal; nothing that names another one.

    That somebody looked is in the audit and not here: what is the same twice has one hash.
    """
    if "trace" in entry.detail or (entry.action == "open_scores" and "stage" not in entry.detail):
        return False
    about, said = entry.about, " ".join(entry.detail.values())
    if application in about or appeal in about or application[:12] in said:
        return True
    own = (f"call:{call}/", f"document:call/{call}", f"selection:{call}/")
    is_of_call = about == f"call:{call}" or about.startswith(own)
    return is_of_call and entry.action != "receive_delivery"
