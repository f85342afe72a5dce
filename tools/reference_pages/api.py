"""The public names: what each package exports."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from reference_pages.common import SOURCE, WORDS, page, table


def packages_with_exports() -> Iterator[tuple[str, Any]]:
    """Packages that name what they export."""
    for file in sorted(SOURCE.rglob("__init__.py")):
        name = ".".join(("pulmu", *file.relative_to(SOURCE).parent.parts))
        if not any(part.startswith("_") for part in name.split(".")) and "__all__" in file.read_text(encoding="utf-8"):
            yield name, importlib.import_module(name)


def api() -> str:
    """What each package exports."""
    introduction = WORDS["introduction"]["api"]["both"]
    parts = []
    for name, package in packages_with_exports():
        rows = [[f"`{item}`", *_exported(getattr(package, item))] for item in package.__all__]
        parts.append(f"## {name}\n\n{(package.__doc__ or '').strip().splitlines()[0]}\n\n"
                     + table(["name", "kind", "what it is"], rows))  # fmt: skip
    parts.append(_services())
    return page("Public names", introduction, *parts)


def _exported(item: Any) -> list[str]:
    kinds: list[tuple[Callable[[Any], bool], str]] = [
        (lambda x: isinstance(x, type) and issubclass(x, Exception), "error"),
        (lambda x: isinstance(x, type), "class"),
        (callable, "function"),
    ]
    if get_origin(item) is Annotated:
        return ["unit", f"a number or an array in `{get_args(item)[1].symbol}`"]
    if get_origin(item) is not None:
        return ["type", "`" + re.sub(r"typing\.|pulmu\.\w+\.", "", str(item)) + "`"]
    kind = next((name for fits, name in kinds if fits(item)), "value")
    text = (inspect.getdoc(item) or "").strip().splitlines() if kind != "value" else []
    return [kind, text[0] if text else _value(item)]


def _value(item: Any) -> str:
    """A value as it is written; of functions by name, the names."""
    if isinstance(item, Mapping) and any(callable(one) for one in item.values()):
        return "by name: " + ", ".join(f"`{name}`" for name in item)
    return f"`{item!r}`"


def _services() -> str:
    rows = []
    for file in sorted((SOURCE / "services").glob("[a-z]*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                said = (ast.get_docstring(node) or "").splitlines()
                rows.append([f"`{file.stem}.{node.name}`", said[0] if said else ""])
    return "## pulmu.services, by module\n\n" + table(["function", "what it does"], rows)
