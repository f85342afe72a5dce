"""Plans of measures of a workspace's plants: kept with the plant they rest on and what was told, read as they were."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from pulmu.model import Document, InputError, OutsideError, Problem, decode, encode, has_errors
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.measures.answer import ListedMeasure, MeasuresAnswer, find_measures
from pulmu.services.measures.told import Told, read_order
from pulmu.services.records.document import DocumentVersion
from pulmu.services.workspaces.citing import citing
from pulmu.services.workspaces.documents import document_history, list_documents, read_document, save_document
from pulmu.services.workspaces.kept_problems import problems_of, text_of_problems
from pulmu.services.workspaces.measured import Measured
from pulmu.services.workspaces.plants import read_plant

FORMAT = "measure_plan/1"


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """A plan that was computed, without what it came to in detail.

    Parameters
    ----------
    version : Of the plant.
    count : Measures of the best plan.
    capital, value : Of it: what is invested, and its present value; None where no budget was named. [KRW]
    """

    plant: str
    number: int
    at: datetime
    author: str
    version: int
    count: int
    capital: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan as it was computed.

    Parameters
    ----------
    name : Of the plant when it was computed.
    problems : What is to be known of the plant.
    """

    kept: DocumentVersion
    name: str
    told: Told
    answer: MeasuresAnswer
    problems: tuple[Problem, ...]
    document: Document

    @property
    def listed(self) -> ListedPlan:
        """The same in a list."""
        return _listed(self.kept)


def newest_plans(gate: Gate, actor: Actor) -> dict[str, ListedPlan]:
    """The newest plan of each plant that has any, by plant.

    Raises
    ------
    AccessRefused  They may not.
    """
    return {head.document: _listed(head) for head in list_documents(gate, actor, "measure_plan")}


def list_plans(gate: Gate, actor: Actor, plant: str) -> tuple[ListedPlan, ...]:
    """Plans of a plant, newest first.

    Raises
    ------
    AccessRefused  They may not, or there is no such plant (`access.unknown_plant`).
    """
    heads = document_history(gate, actor, "measure_plan", plant)
    read_plant(gate, actor, plant)
    return tuple(_listed(head) for head in heads)


def compute_plan(gate: Gate, measured: Measured, actor: Actor, plant: str, told: Told) -> ListedPlan:
    """Size the measures of a plant as it stands, plan them, and keep the plan.

    Raises
    ------
    AccessRefused  They may not, or there is no such plant (`access.unknown_plant`).
    InputError  Everything that is wrong with what was told, or with the plant.
    ConflictError  Somebody else computed one at the same moment (`store.document_changed`).
    """
    authorise(actor, "compute_measures", "")
    saved = read_plant(gate, actor, plant)
    order = read_order(told)
    document = citing(gate, measured, actor)(saved.document)
    outcome = find_measures(document, order)
    if outcome.answer is None:
        raise InputError(*(item for item in outcome.problems if item.severity == "error"))
    heads = document_history(gate, actor, "measure_plan", plant)
    content = {
        "pulmu": FORMAT, "plant": plant, "name": saved.record.name, "version": saved.version.number,
        "told": asdict(told), "answer": encode(outcome.answer, full=True),
        "problems": text_of_problems(outcome.problems),
    }  # fmt: skip
    tree = json.loads(json.dumps(content, allow_nan=False))
    kept = save_document(
        gate, actor, "measure_plan", plant, Document(tree, f"{plant}.measures.json"),
        seen=heads[0].number if heads else 0, note=_note(saved.version.number, outcome.answer),
    )  # fmt: skip
    return _listed(kept.version)


def find_plan(gate: Gate, actor: Actor, plant: str, number: int) -> KeptPlan:
    """A plan as it was computed.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    OutsideError  It cannot be read (`outside.measure_plan_unreadable`), as where another version of Pulmu wrote it.
    """
    kept = read_document(gate, actor, "measure_plan", plant, number)
    tree = kept.document.tree
    read = decode(MeasuresAnswer, Document(tree["answer"], plant))
    told = decode(Told, Document(tree["told"], plant))
    if has_errors(read.problems) or has_errors(told.problems):
        said, mend = "a kept plan of measures cannot be read", "compute it again"
        raise OutsideError.of("outside.measure_plan_unreadable", plant, said, mend)
    return KeptPlan(
        kept.version, tree["name"], told.value, _with_years(read.value), problems_of(tree["problems"]), kept.document
    )


def _with_years(answer: MeasuresAnswer) -> MeasuresAnswer:
    """The years of certificates as numbers: as they are kept, names are text."""
    return replace(answer, measures=tuple(map(_measure, answer.measures)))


def _measure(item: ListedMeasure) -> ListedMeasure:
    if item.worth is None:
        return item
    by_year = {int(year): value for year, value in item.worth.certificates.items()}
    return replace(item, worth=replace(item.worth, certificates=by_year))


def _note(version: int, answer: MeasuresAnswer) -> str:
    best = None if answer.plans is None else answer.plans.best
    note = {
        "version": version, "count": 0 if best is None else len(best.done),
        "capital": None if best is None else best.capital,
        "value": None if best is None else -best.present_cost.middle,
    }  # fmt: skip
    return json.dumps(note, sort_keys=True)


def _listed(head: DocumentVersion) -> ListedPlan:
    note = json.loads(head.note)
    return ListedPlan(
        head.document, head.number, head.at, head.author, note["version"], note["count"], note["capital"],
        note["value"],
    )  # fmt: skip
