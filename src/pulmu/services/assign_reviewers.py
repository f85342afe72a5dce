"""Who judges what in a call, from tables of applications and reviewers, with every conflict and its ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import numpy as np

from pulmu.model import Document, Firms, Problem, SolveError, decode, has_errors
from pulmu.model.call import Call, Reviewing
from pulmu.model.codec import Decoded
from pulmu.model.errors import InputError
from pulmu.model.review_table import ClearedTable, JudgedTable, JudgeTable, PairTable
from pulmu.services.review_cells import entries, judge_of, judged_of
from pulmu.support.ownership import check_read_firms
from pulmu.support.review import Assignment, Candidate, PanelRules, Wanted, assign, reassign
from pulmu.support.review.conflicts import Cleared, Conflict, barred, conflicts
from pulmu.support.review.grounds import ConflictRules
from pulmu.support.review.naming import firm_key, person_key
from pulmu.support.review.ownership_ties import ties_of
from pulmu.support.review.panel_rules import Integers
from pulmu.support.review.parties import Judge, Judged, Tie
from pulmu.support.size import size_rules
from pulmu.support.size.classify import ownership_limits

BEST_FIT = 10_000
_ASKED = ("firm.not_named", "firm.not_in_file")
"""Which firm is asked about does not matter here."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AssignedCall:
    """The assignment with the conflicts behind it, or what stands in its way."""

    assignment: Assignment | None
    conflicts: tuple[Conflict, ...]
    applications: int
    reviewers: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFiles:
    """Everything an assignment is made from.

    Parameters
    ----------
    applications, reviewers : Their tables.
    judged : Applications that stand in no table; `fields` says what they are about, the main field first.
    firms : Files of firms with their owners, from which affiliates are known.
    before : An assignment that is kept as far as it can.
    stepped_back : Pairs that are not given again: declined, or taken back.
    """

    call: Call
    reviewers: Document
    applications: Document | None = None
    judged: tuple[Judged, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    firms: Sequence[Document] = ()
    cleared: Document | None = None
    before: Document | None = None
    stepped_back: frozenset[tuple[str, str]] = frozenset()


@dataclass
class _Read:
    """What was read, and what is wrong with all of it."""

    reviewers: JudgeTable
    cleared: ClearedTable
    before: PairTable
    problems: list[Problem]
    judged: list[Judged] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    judges: list[Judge] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def conflicts(self, call: Call, day: date) -> tuple[Conflict, ...]:
        """Who may not judge what; nothing while something is wrong."""
        if has_errors(self.problems):
            return ()
        cleared = [
            Cleared(row.reviewer, row.ground, row.application, row.by, row.why) for row in self.cleared.cleared
        ]  # fmt: skip
        return conflicts(self.judges, self.judged, _conflict_rules(call), day, ties=self.ties, cleared=cleared)


def assign_reviewers(files: AssignmentFiles, day: date, *, seed: int, seconds: float = 60.0) -> AssignedCall:
    """Assign the reviewers of a call by its rules; every problem of all files is told at once.

    Parameters
    ----------
    day : From which former work is counted back.
    seed : Decides between equally good assignments; published before it is used.
    """
    rules = files.call.reviewing or Reviewing()
    read = _read(files, day)
    found = read.conflicts(files.call, day)
    if has_errors(read.problems):
        return AssignedCall(None, (), len(read.judged), len(read.judges), tuple(read.problems))
    wanted = _wanted(rules, read, found, files.stepped_back)
    try:
        if read.before.pairs:
            pairs = [(row.application, row.reviewer) for row in read.before.pairs]
            made = reassign(wanted, pairs, seed=seed, seconds=seconds)
        else:
            made = assign(wanted, seed=seed, seconds=seconds)
    except (InputError, SolveError) as error:
        read.problems += error.problems
        return AssignedCall(None, found, len(read.judged), len(read.judges), tuple(read.problems))
    return AssignedCall(made, found, len(read.judged), len(read.judges), tuple(read.problems))


def find_conflicts(files: AssignmentFiles, day: date) -> tuple[tuple[Conflict, ...], tuple[Problem, ...]]:
    """Who may not judge what in a call, and everything that is wrong with the files; with an error no conflicts."""
    read = _read(files, day)
    return read.conflicts(files.call, day), tuple(read.problems)


def _read(files: AssignmentFiles, day: date) -> _Read:
    problems: list[Problem] = []
    read = _Read(
        reviewers=_value(decode(JudgeTable, files.reviewers), problems),
        cleared=ClearedTable() if files.cleared is None else _value(decode(ClearedTable, files.cleared), problems),
        before=PairTable() if files.before is None else _value(decode(PairTable, files.before), problems),
        problems=problems,
    )
    read.judged += files.judged
    read.fields |= files.fields
    if files.applications is not None:
        _read_applications(files.applications, read)
    names = frozenset(one.id for one in read.judged)
    for number, one in enumerate(read.reviewers.reviewers):
        read.judges.append(judge_of(one, names, files.reviewers, ("reviewers", number), problems))
    read.ties += _ties(files.firms, day, problems)
    return read


def _read_applications(document: Document, read: _Read) -> None:
    rows = _value(decode(JudgedTable, document), read.problems).applications
    for number, row in enumerate(rows):
        read.judged.append(judged_of(row, document, ("applications", number), read.problems))
        read.fields[row.application] = row.fields


def fit_of(application: str, reviewer: str) -> int:
    """How well a reviewer's fields cover an application's: 0 to 10,000; the main field counts twice."""
    asked = [person_key(one) for one in entries(application)]
    known = {person_key(one) for one in entries(reviewer)}
    weights = [2 if number == 0 else 1 for number in range(len(asked))]
    held = sum(weight for weight, one in zip(weights, asked, strict=True) if one in known)
    return BEST_FIT if not asked else BEST_FIT * held // sum(weights)


def _conflict_rules(call: Call) -> ConflictRules:
    """What the call says; colleagues of people count where it asks who they are."""
    rules = call.reviewing or Reviewing()
    return ConflictRules(
        former_years=int(rules.former_colleague_years), affiliates=rules.affiliates, relatives=rules.relatives,
        same_institution=bool(call.people), former_colleagues=bool(call.people),
    )  # fmt: skip


def _wanted(
    rules: Reviewing, read: _Read, found: tuple[Conflict, ...], stepped_back: frozenset[tuple[str, str]]
) -> Wanted:
    """The programme in the order of ids, so that the order of the files decides nothing."""
    names = tuple(sorted(one.id for one in read.judged))
    judges = sorted(read.reviewers.reviewers, key=lambda row: row.reviewer)
    fields = [read.fields.get(name, "") for name in names]
    fit: Integers = np.array(
        [[fit_of(asked, one.fields) for one in judges] for asked in fields], dtype=np.int64
    ).reshape(len(names), len(judges))
    may_not = barred(found, names, [one.reviewer for one in judges])
    for number, name in enumerate(names):
        for at, one in enumerate(judges):
            may_not[number, at] |= (name, one.reviewer) in stepped_back
    places = rules.per_application * len(names)
    return Wanted(
        applications=names,
        candidates=tuple(
            Candidate(id=one.reviewer, roles=frozenset(map(person_key, entries(one.expertise))),
                      institution=firm_key(one.institution), most=one.most)
            for one in judges
        ),
        fit=fit,
        barred=may_not,
        rules=PanelRules(
            per_application=rules.per_application,
            most=rules.most_each or max(1, places),
            roles={person_key(name): least for name, least in rules.least_by_expertise.items()},
        ),
        fields=tuple(next(iter(entries(asked)), "") for asked in fields),
    )  # fmt: skip


def _ties(documents: Sequence[Document], day: date, problems: list[Problem]) -> tuple[Tie, ...]:
    """Groups of firms from their files; a file with an error is told and gives none."""
    ties: list[Tie] = []
    for document in documents:
        decoded = decode(Firms, document)
        wrong = [item for item in check_read_firms(document, decoded) if item.code not in _ASKED]
        problems += wrong
        if not has_errors(wrong):
            ties += ties_of(decoded.value, ownership_limits(size_rules().rulebook(), day))
    return tuple(ties)


def _value(decoded: Decoded[T], problems: list[Problem]) -> T:
    problems += decoded.problems
    return decoded.value
