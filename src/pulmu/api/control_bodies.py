"""What requests and answers about the control of lines hold."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, field_validator

from pulmu.api.bodies import SHOWN, Body
from pulmu.locale import Language, problems_tree
from pulmu.model import Problem, encode
from pulmu.services.control.desk import GuardAnswer, LogEntry
from pulmu.services.guarded_lines.acts import Standing
from pulmu.services.guarded_lines.proofs import KeptProof, ListedProof
from pulmu.services.guarded_lines.reach import not_offered

Seal = Annotated[str, Field(max_length=64, pattern=SHOWN)]


class SetpointsBody(Body):
    """Setpoints that are to be proven."""

    group: dict[str, Any] = Field(description="a group of a document `setpoints/1`: id, and its setpoints")

    @field_validator("group")
    @classmethod
    def can_be_kept(cls, value: dict[str, Any]) -> dict[str, Any]:
        """Numbers that are numbers, and text that can be written."""
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
        return value


class ProposalBody(Body):
    """What was proven and is to be proposed."""

    proof: int = Field(ge=1, le=10**9, description="number of the proof")


class ArmingBody(Body):
    """What is to be armed, as it was seen, and the password once more."""

    binding: Seal
    password: Annotated[str, Field(max_length=1024)]


class CommitBody(Body):
    """What is to be committed, by the token of its arming."""

    binding: Seal
    token: Annotated[str, Field(max_length=200, pattern=SHOWN)]
    password: Annotated[str, Field(max_length=1024, description="of who commits, where somebody else armed it")] = ""


class ControlView(BaseModel):
    """How the control of a line stands.

    Parameters
    ----------
    reasons : Why no control is offered, or why nothing is known of the guard; every one.
    guard : What the guard knows: phase, switch, link, limits, interlocks, what is proposed, armed, under way, engaged.
    """

    offered: bool
    reasons: list[dict[str, Any]]
    guard: dict[str, Any] | None

    @classmethod
    def of(cls, standing: Standing, line: str, language: Language) -> "ControlView":
        """What is shown."""
        problems = tuple(not_offered(standing.reach, line))
        told = problems if standing.trouble is None else (*problems, *standing.trouble.problems)
        view = None if standing.view is None else encode(standing.view, full=True)
        return cls(offered=not problems, reasons=_told(told, language), guard=view)


class ControlAnswer(BaseModel):
    """What the guard says to a request; where it was not accepted, every reason."""

    accepted: bool
    problems: list[dict[str, Any]]
    binding: str
    token: str

    @classmethod
    def of(cls, answer: GuardAnswer, language: Language) -> "ControlAnswer":
        """What is answered."""
        return cls(
            accepted=answer.accepted, problems=_told(answer.problems, language), binding=answer.binding,
            token=answer.token,
        )  # fmt: skip


class ProofView(BaseModel):
    """A proof of setpoints: what was wanted, and how many limits the simulated plant went beyond."""

    number: int
    at: datetime
    author: str
    setpoints: list[tuple[str, str, str]]
    violations: int

    @classmethod
    def of(cls, listed: ListedProof) -> "ProofView":
        """What is shown in a list."""
        return cls(number=listed.number, at=listed.at, author=listed.author, setpoints=list(listed.said),
                   violations=listed.violations)  # fmt: skip


class ProofContent(BaseModel):
    """A proof with all of it: figures before and after, violations, and the seals it is bound to."""

    number: int
    at: datetime
    author: str
    limits: str
    proven: dict[str, Any]

    @classmethod
    def of_kept(cls, kept: KeptProof) -> "ProofContent":
        """All of it, but for the signature: that is for the guard."""
        return cls(number=kept.kept.number, at=kept.kept.at, author=kept.kept.author, limits=kept.profile,
                   proven=encode(kept.proven, full=True))  # fmt: skip


class LogView(BaseModel):
    """An entry of the guard's own ledger; each seals the one before."""

    number: int
    at: datetime
    actor: str
    action: str
    about: str
    detail: dict[str, str]
    reason: str
    hash: str

    @classmethod
    def of(cls, entry: LogEntry) -> "LogView":
        """What is shown."""
        return cls(number=entry.number, at=datetime.fromtimestamp(entry.at, UTC), actor=entry.actor,
                   action=entry.action, about=entry.about, detail=dict(entry.detail), reason=entry.reason,
                   hash=entry.hash)  # fmt: skip


def _told(problems: tuple[Problem, ...], language: Language) -> list[dict[str, Any]]:
    return problems_tree(problems, language, in_place=True)
