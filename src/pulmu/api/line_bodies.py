"""What answers about production lines hold."""

from typing import Any

from pydantic import BaseModel

from pulmu.services.lines.shelf import KeptLine


class LineView(BaseModel):
    """A line in a list; `counts`: it can be run."""

    id: str
    name: str
    name_local: str
    plant: str
    version: int
    counts: bool
    stations: int
    products: int

    @classmethod
    def of(cls, found: KeptLine) -> "LineView":
        """What is shown in a list."""
        line = found.line
        return cls(
            id=found.id, name=line.name, name_local=line.name_local, plant=line.plant, version=found.version.number,
            counts=found.counts, stations=len(line.stations), products=len(line.products),
        )  # fmt: skip


class LineContent(LineView):
    """A line as it stands: its tree, and everything that is wrong with it."""

    tree: dict[str, Any] | list[Any] | str | int | float | bool | None
    problems: list[dict[str, Any]]
