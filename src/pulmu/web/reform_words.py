"""Reforms in the reader's words: parameters and their values, populations, counts of firms, groups of them."""

from collections.abc import Mapping

from pulmu.locale import Language, has_text, percent, plain, rule_name, size_words, text, won
from pulmu.model import InputError
from pulmu.model.programme import Programme
from pulmu.reference import find_region, list_sections, size_limits, size_parameters
from pulmu.services.population import PopulationManifest
from pulmu.support.rules import Value

_SIZES = frozenset({"small", "medium", "mid_sized", "large", "out_of_scope"})
_LONGEST = 120
Programmes = Mapping[str, Programme]


def programme_name(programme: str, programmes: Programmes, language: Language) -> str:
    """What a programme is called; its id where it is no more."""
    found = programmes.get(programme)
    if found is None:
        return programme
    return plain((found.name_ko if language == "ko" else found.name_en) or programme, _LONGEST)


def parameter_words(parameter: str, programmes: Programmes, language: Language) -> str:
    """What a parameter is called: whose it is, and what of it."""
    head, _, rest = parameter.partition(".")
    key = f"web.reform.parameter.{rest}"
    if head in programmes:
        name = programme_name(head, programmes, language)
        return (
            f"{name}: {text(key, language) if has_text(key, language) else rest.replace('_', ' ').replace('.', ', ')}"
        )
    if has_text(key, language):
        return text(key, language)
    note = next(
        (item.note_ko if language == "ko" else item.note_en for item in size_parameters() if item.name == parameter), ""
    )
    return note or rule_name(parameter, language)


def value_words(value: Value | float | None, unit: str, language: Language) -> str:
    """A value of a parameter; of a table how many rows it has."""
    if value is None:
        return text("web.reform.changes.open", language)
    if isinstance(value, bool):
        return text(f"workbook.{'yes' if value else 'no'}", language)
    if isinstance(value, frozenset):
        return _set_words(value, language)
    if isinstance(value, Mapping):
        return text("web.reform.changes.rows", language, count=len(value))
    if isinstance(value, str):
        return value
    if unit == "KRW":
        return won(value, language)
    if unit == "share":
        return percent(value, language)
    key, shown = f"condition.unit.{unit}", f"{value:,.15g}"
    return text(key, language, value=shown) if has_text(key, language) else shown


def _set_words(value: frozenset[str], language: Language) -> str:
    if not value:
        return text("web.reform.changes.none", language)
    if value <= _SIZES:
        order = ("small", "medium", "mid_sized", "large", "out_of_scope")
        return ", ".join(size_words((label,), language) for label in order if label in value)
    return ", ".join(sorted(value))


def row_words(key: str, language: Language) -> str:
    """What a row of a table is called: a row of the size limits by its industry."""
    if not key.isdigit() or language != "ko":
        return key
    return next((f"{key} {item.name_ko}" for item in size_limits() if str(item.limit_row) == key), key)


def group_words(by: str, of: str, language: Language) -> str:
    """A province, a section or a set of possible classes."""
    korean = language == "ko"
    if of == "others":
        return text("cli.reform.others", language)
    if by == "size_class":
        return size_words(of.split("/"), language) if of else text("size_class.unknown", language)
    if by == "province":
        try:
            region = find_region(of)
        except InputError:
            return text("web.reform.changes.open", language)
        return region.name_ko if korean else region.name_en
    section = next((item for item in list_sections() if item.code == of), None)
    return of if section is None else f"{of} {section.name_ko if korean else section.name_en}"


def count_words(firms: int | None, language: Language, one_in: int = 1) -> str:
    """So many firms, as a part of a sentence; scaled to the nation where one stands for several."""
    if firms is None:
        return text("web.reform.hidden", language)
    key = "web.reform.count" if one_in == 1 or not firms else "web.reform.about_count"
    return text(key, language, firms=f"{firms * one_in:,}")


def figure_words(firms: int | None, language: Language) -> str:
    """A number of firms of a table."""
    return text("web.reform.hidden", language) if firms is None else f"{firms:,}"


def part_words(one_in: int, language: Language) -> str:
    """Which part of the nation a population is."""
    key = "web.reform.rests.whole" if one_in == 1 else "web.reform.rests.one_in"
    return text(key, language, one_in=f"{one_in:,}") if one_in != 1 else text(key, language)


def population_words(name: str, manifest: PopulationManifest, language: Language) -> str:
    """A population to choose."""
    return text(
        "web.reform.run.option", language, name=name, firms=f"{manifest.firms:,}",
        part=part_words(manifest.one_in, language), seed=manifest.seed,
    )  # fmt: skip
