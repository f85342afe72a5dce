"""What reforms were computed to do: kept with all the answer rests on, and shown again where it is asked again."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from pulmu.model import Document, OutsideError, decode, encode, has_errors
from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.populations import ListedPopulation
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.reform_effect import ReformEffect
from pulmu.services.reforms.shelf import ShelvedReform
from pulmu.services.workspaces.documents import document_history, list_documents, read_document
from pulmu.services.workspaces.kept_answers import NewAnswer, keep_answer

FORMAT: Literal["pulmu.reform_effect/1"] = "pulmu.reform_effect/1"
_DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Everything an answer rests on. The same question has the same answer.

    Parameters
    ----------
    reform_version : 0 for a reform that comes with Pulmu.
    population_sha256 : Of the manifest, which names every file by its hash.
    program : Version of Pulmu, and with it of the packaged law and programmes.
    with_cliffs : Whether firms near each limit were looked at, too.
    programmes : Programmes of the workspace's own that the rules were made of: id and hash.
    """

    reform: str
    reform_version: int
    reform_sha256: str
    population: str
    population_sha256: str
    day: str
    program: str
    programmes: tuple[tuple[str, str], ...] = ()
    with_cliffs: bool = False

    @property
    def key(self) -> str:
        """What it is found by: the same for the same reform, whatever version it stands in."""
        plain = {name: value for name, value in asdict(self).items() if name not in ("reform_version", "population")}
        return hash_of(plain)


@dataclass(frozen=True, slots=True)
class ListedEffect:
    """An effect that is kept, without what it says."""

    reform: str
    number: int
    at: datetime
    author: str
    population: str
    day: date


@dataclass(frozen=True, slots=True)
class KeptEffect:
    """An effect that is kept.

    Parameters
    ----------
    reform : The reform as it was compared, as a tree.
    population : Seed, scale, days and fit of the population.
    effect : What an earlier version of Pulmu did not compute, has its default.
    document : All of it, as it is kept.
    """

    version: DocumentVersion
    question: Question
    reform: dict[str, Any]
    population: dict[str, Any]
    effect: ReformEffect
    document: Document


def question_of(
    found: ShelvedReform,
    population: ListedPopulation,
    day: date,
    program: str,
    own: Iterable[Programme],
    *,
    with_cliffs: bool = False,
) -> Question:
    """What is asked of a reform that can be compared."""
    return Question(
        reform=found.id, reform_version=found.number, reform_sha256=hash_of(encode(found.reform, full=True)),
        population=population.name, population_sha256=population.sha256, day=day.isoformat(), program=program,
        programmes=tuple((item.id, hash_of(encode(item, full=True))) for item in own),
        with_cliffs=with_cliffs,
    )  # fmt: skip


def hash_of(tree: object) -> str:
    """The hash of a tree, whatever the order of its names."""
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def newest_effects(gate: Gate, actor: Actor) -> dict[str, ListedEffect]:
    """The newest effect of each reform that has one, by reform.

    Raises
    ------
    AccessRefused  They may not.
    """
    return {head.document: _listed(head) for head in list_documents(gate, actor, "reform_effect")}


def list_effects(gate: Gate, actor: Actor, reform: str) -> tuple[ListedEffect, ...]:
    """Effects of a reform, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(_listed(head) for head in document_history(gate, actor, "reform_effect", reform))


def read_effect(gate: Gate, actor: Actor, reform: str, number: int) -> KeptEffect:
    """An effect.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    OutsideError  It cannot be read (`outside.effect_unreadable`), as where another version of Pulmu wrote it.
    """
    kept = read_document(gate, actor, "reform_effect", reform, number)
    tree = kept.document.tree
    asked = tree["question"] | {"programmes": tuple((name, sha) for name, sha in tree["question"]["programmes"])}
    return KeptEffect(
        kept.version, Question(**asked), tree["reform"], tree["population"], _decoded(tree), kept.document
    )


def _decoded(tree: dict[str, Any]) -> ReformEffect:
    found = decode(ReformEffect, Document(tree["effect"], tree["question"]["reform"]))
    if has_errors(found.problems):
        said, mend = "a kept effect of a reform cannot be read", "compare the reform again"
        raise OutsideError.of("outside.effect_unreadable", tree["question"]["reform"], said, mend)
    return found.value


def find_effect(work: WorkspaceRecords, question: Question) -> int | None:
    """The version that answers a question already; None where none does."""
    key = question.key[:_DIGITS]
    heads = work.document_versions("reform_effect", question.reform)
    return next((head.number for head in heads if head.note.rpartition(" ")[2] == key), None)


def keep_effect(
    gate: Gate, actor: Actor, work: WorkspaceRecords, question: Question, reform: object,
    population: ListedPopulation, effect: object,
) -> int:  # fmt: skip
    """Keep an answer; where the question is answered already, by work that was done twice, that answer stays."""
    known = find_effect(work, question)
    if known is not None:
        return known
    tree = {
        "pulmu": FORMAT, "question": asdict(question), "reform": reform, "population": shown_population(population),
        "effect": effect,
    }  # fmt: skip
    note = f"{question.population} {question.day} {question.key[:_DIGITS]}"
    new = NewAnswer(kind="reform_effect", document=question.reform, ending="effect", tree=tree, note=note)
    return keep_answer(gate, actor, work, new)


def shown_population(population: ListedPopulation) -> dict[str, Any]:
    """What an effect says of the population it was computed on."""
    manifest = population.manifest
    if manifest is None:
        return {"name": population.name}
    reached = [item for item in manifest.fit if item.role == "constraint" and item.error is not None]
    worst = max(reached, key=lambda item: abs(item.error or 0.0), default=None)
    return {
        "name": population.name, "kind": manifest.kind, "seed": manifest.seed, "one_in": manifest.one_in,
        "firms": manifest.firms, "as_of": manifest.as_of.isoformat(),
        "closed_on": manifest.closed_on.isoformat() if manifest.closed_on else None,
        "margins_year": manifest.margins_year, "program": manifest.program, "sums": len(reached),
        "within_one_percent": sum(1 for item in reached if abs(item.error or 0.0) <= 0.01),
        "worst_error": worst.error if worst else None, "assumptions": len(manifest.assumptions),
        "unknown_facts": list(manifest.unknown_facts),
    }  # fmt: skip


def _listed(head: DocumentVersion) -> ListedEffect:
    population, day, _ = head.note.split(" ")
    return ListedEffect(head.document, head.number, head.at, head.author, population, date.fromisoformat(day))
