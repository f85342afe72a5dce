"""The support programmes that come with Pulmu, as a page: who may apply, what is paid, when, and where it was read."""

from pulmu.bootstrap.support import packaged_programmes
from pulmu.locale import Language, text, won
from pulmu.locale.programme_words import condition_lines
from pulmu.model.programme import Programme, Round
from pulmu.support.programme import programme_rules
from pulmu.support.rules import Parameter
from pulmu.support.size import size_rules
from reference_pages.common import WORDS, page, table


def programmes() -> str:
    """Every packaged programme."""
    introduction = WORDS["introduction"]["programmes"]["both"]
    return page("Support programmes · 지원사업", introduction, *map(_programme, packaged_programmes()))


def _programme(programme: Programme) -> str:
    kind = " · ".join(text(f"programme.kind.{programme.kind}", language) for language in ("ko", "en"))  # type: ignore[arg-type]
    said = f"`{programme.id}`, {programme.year}, {kind}; {programme.ministry}, {programme.agency}"
    parts = [f"## {programme.name_en} · {programme.name_ko}", said]
    parts += [_conditions(programme, language) for language in ("ko", "en")]  # type: ignore[arg-type]
    parts.append("접수 · rounds: " + ("; ".join(map(_round, programme.rounds)) or _unknown()))
    parts.append(_parameters(programme))
    parts.append("근거 · sources: " + "; ".join(f"{item.source} ({item.date})" for item in programme.sources))
    parts.append(f"신뢰 수준 · confidence: {programme.confidence}")
    return "\n\n".join(parts) + "\n"


def _conditions(programme: Programme, language: Language) -> str:
    if programme.conditions is None:
        return text("condition.terms_unknown", language)
    lines = condition_lines(programme.conditions, language, programme)
    return "\n".join(" " * (len(line) - len(line.lstrip())) + f"- {line.lstrip()}" for line in lines)


def _round(item: Round) -> str:
    opens, closes = (str(day) if day is not None else "?" for day in (item.opens, item.closes))
    rate = "" if item.rate is None else f" ({item.rate:.0%})"
    return f"{item.id} {item.year}{rate}: {opens} – {closes}"


def _parameters(programme: Programme) -> str:
    found = programme_rules(programme, size_rules()).parameters
    rows = [[f"`{name}`", _value(item)] for name, item in sorted(found.items()) if not name.endswith(".window")]
    return table(["parameter · 값의 이름", "value · 값"], rows).rstrip()


def _value(parameter: Parameter) -> str:
    parts = []
    for version in parameter.versions:
        year = "" if version.valid_from is None else f" ({version.valid_from.year})"
        parts.append(_shown(version.value, parameter.unit) + year)
    return "; ".join(parts)


def _shown(value: object, unit: str) -> str:
    if value is None:
        return _unknown()
    if isinstance(value, frozenset):
        return ", ".join(f"`{item}`" for item in sorted(value))
    if isinstance(value, dict):
        return ", ".join(f"`{name}` {_shown(item, unit)}" for name, item in value.items())
    if isinstance(value, float | int):
        return won(value, "ko") if unit == "KRW" else f"{value * 100:.6g} %" if unit == "share" else f"{value:,.15g} {unit}".strip()  # fmt: skip # noqa: E501
    return f"`{value}`"


def _unknown() -> str:
    return "알 수 없음 · not known"
