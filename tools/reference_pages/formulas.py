"""The formulas: arithmetic, units, article and confidence of each."""

import functools
import re

from pulmu.locale import has_text, term
from pulmu.model import Formula
from pulmu.services.ledger import find_formula
from reference_pages.common import LETTERS, SOURCE, WORDS, page


@functools.cache
def all_formulas() -> tuple[Formula[...], ...]:
    """Every formula, in the order of the files: those of the carbon package, then those of the plans."""
    found = []
    for file in (*sorted((SOURCE / "carbon").glob("*.py")), *sorted((SOURCE / "plan").rglob("*.py"))):
        module = ".".join(file.relative_to(SOURCE).with_suffix("").parts)
        names = re.findall(r"^@formula\(.*?^def (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        found += [find_formula(f"{module}.{name}") for name in names]
    return tuple(found)


def formulas() -> str:
    """Every formula with its arithmetic, units, article and confidence."""
    introduction = WORDS["introduction"]["formulas"]["both"]
    groups: dict[str, list[str]] = {}
    for item in all_formulas():
        groups.setdefault(item.identifier.split(".")[-2], []).append(_formula(item))
    return page("Formulas · 계산식", introduction,
                *(f"## {name}\n\n" + "\n".join(parts) for name, parts in groups.items()))  # fmt: skip


def _formula(item: Formula[...]) -> str:
    source = item.source
    letter = f" **{LETTERS[source.confidence]}**" if source.confidence else ""
    said = {name: f"{unit.symbol}{' (list)' if is_list else ''}" for name, (unit, is_list) in item.units.items()}
    inputs = ", ".join(f"`{name}` [{text}]" for name, text in said.items() if name != "return")
    return (
        f"### {item.name}\n\n{korean_name(item.name)}. {(item.__doc__ or '').strip().splitlines()[0]}\n\n"
        f"```text\n{item.name} = {item.expression}   [{said['return']}]\n```\n\n"
        f"- inputs: {inputs}\n- source: {source.act}, {source.place}{letter}\n"
    )


def korean_name(name: str) -> str:
    """Korean words of a formula or of one of its inputs."""
    spoken = term(name, "ko")
    if spoken != term(name, "en") or has_text(f"term.{name}", "ko"):
        return spoken
    return str(WORDS["names"][name])
