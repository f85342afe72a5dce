"""What requests and answers about administration shells hold."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pulmu.api.bodies import SHOWN
from pulmu.locale import Language, problems_tree
from pulmu.services.shell_content import ShellContent
from pulmu.services.shell_of_plant import Shown
from pulmu.services.shell_shelf import KeptShell, ListedShell


class ShellView(BaseModel):
    """A file of shells in a list; objects are shells, submodels, concepts and elements."""

    id: str
    version: int
    objects_read: int
    left_out: int
    repairs: int

    @classmethod
    def of(cls, found: ListedShell) -> "ShellView":
        """What is shown in a list."""
        return cls(
            id=found.id, version=found.version.number, objects_read=found.objects_read, left_out=found.left_out,
            repairs=found.repairs,
        )  # fmt: skip


class SubmodelView(BaseModel):
    """A submodel; `template`: the published template whose id it carries."""

    id: str
    id_short: str
    kind: str
    semantic_id: str
    template: str
    elements: int


class ShellReading(BaseModel):
    """What a file holds, every repair, and what was not carried over."""

    file: str
    kind: str
    namespaces: list[str]
    judge: str
    objects_in: int
    objects_read: int
    left_out: int
    shells: list[str]
    submodels: list[SubmodelView]
    concepts: int
    problems: list[dict[str, Any]]

    @classmethod
    def read(cls, content: ShellContent, language: Language) -> dict[str, Any]:
        """Values of a file that was read."""
        return {
            "file": content.name, "kind": content.kind, "namespaces": list(content.namespaces),
            "judge": content.judge, "objects_in": content.objects_in, "objects_read": content.objects_read,
            "left_out": content.left_out, "shells": list(content.shells), "concepts": content.concepts,
            "submodels": [
                SubmodelView(
                    id=item.id, id_short=item.id_short, kind=item.kind, semantic_id=item.semantic_id,
                    template=item.template, elements=item.elements,
                )
                for item in content.submodels
            ],
            "problems": problems_tree(content.problems, language),
        }  # fmt: skip


class ShellContentView(ShellReading):
    """A file that was taken in, in one of its versions; `sha256` is of the file."""

    id: str
    version: int
    sha256: str

    @classmethod
    def of(cls, found: KeptShell, language: Language) -> "ShellContentView":
        """What is told of one."""
        values = cls.read(found.content, language)
        return cls(id=found.id, version=found.version.number, sha256=found.sha256, **values)


Text = Annotated[str, Field(max_length=1000, pattern=SHOWN)]


class HandOutBody(BaseModel):
    """What is handed out of a plant; without `released` no more than the summary of its approved report shows."""

    model_config = ConfigDict(extra="forbid")

    reason: Text
    released: list[Shown] = []
    line: Annotated[str, Field(max_length=100, pattern=SHOWN)] = ""
    base: Annotated[str, Field(max_length=300, pattern=r"^(https?://[!-~]+)?$")] = ""
    ending: Literal["aasx", "json"] = "aasx"
