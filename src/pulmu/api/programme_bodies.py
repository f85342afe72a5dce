"""What answers about support programmes hold."""

from typing import Any, Literal

from pydantic import BaseModel

from pulmu.services.workspaces.programmes import WorkspaceProgramme


class ProgrammeView(BaseModel):
    """A programme in a list."""

    id: str
    name_ko: str
    name_en: str
    year: int | None
    origin: Literal["packaged", "own", "own_instead"]
    version: int
    counts: bool

    @classmethod
    def of(cls, found: WorkspaceProgramme) -> "ProgrammeView":
        """What is shown in a list: version 0 comes with Pulmu; `counts`: rules are made of it."""
        year = found.programme.year if found.counts else None
        return cls(
            id=found.id, name_ko=found.programme.name_ko, name_en=found.programme.name_en, year=year,
            origin=found.origin, version=found.number, counts=found.counts,
        )  # fmt: skip


class ProgrammeContent(ProgrammeView):
    """A programme as it stands: its tree, and everything that is wrong with it."""

    tree: dict[str, Any] | list[Any] | str | int | float | bool | None
    problems: list[dict[str, Any]]


class ProgrammeTrial(BaseModel):
    """What a programme says to a firm."""

    firm: str
    answer: dict[str, Any]
