"""The words of choices: what a cell shows for a code, and the code of whatever a person wrote."""

import difflib
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping

from pulmu.adapters.plant_workbook.tables import Column
from pulmu.locale import LANGUAGES, Language, text
from pulmu.reference import list_countries, list_fuels, list_process_factors, local_names

_HANGUL = re.compile("[가-힣]")
_IN_BRACKETS = re.compile(r"[^\[\]]*\S \[(.+)\]")
_COUNTRY = re.compile(r".+ \[([A-Z]{2})\]")


def plain_word(words: str) -> str:
    """A word without what people write in different ways: width, case, spaces, underscores."""
    return re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", words)).casefold()


def word_of(code: str, language: Language) -> str:
    """The word of a code."""
    return text(f"workbook.choice.{code}", language)


@functools.cache
def codes_of(column: Column) -> Mapping[str, str]:
    """The code of each word that may stand in a column of choices, in any language."""
    codes = [str(code) for code in column.choices]
    words = {plain_word(word_of(code, language)): code for code in codes for language in LANGUAGES}
    return words | {plain_word(code): code for code in codes}


def near_words(column: Column, given: str) -> tuple[list[str], tuple[str, ...]]:
    """The word most like the given one, if any is, and all words: in the language the given one is written in."""
    language: Language = "ko" if _HANGUL.search(given) else "en"
    words = tuple(word_of(str(code), language) for code in column.choices)
    return near(given, (*words, *map(str, column.choices))), words


def near(given: str, names: Iterable[str]) -> list[str]:
    """The name most like the given one, in a list; Hangul is compared letter by letter."""
    known = {_letters(name): name for name in names}
    found = difflib.get_close_matches(_letters(given), known, n=1)
    return [known[item] for item in found]


def _letters(words: str) -> str:
    return unicodedata.normalize("NFD", plain_word(words))


@functools.cache
def materials(language: Language) -> tuple[str, ...]:
    """Fuels and process materials as the drop-down shows them: in Korean with the name of the tables in brackets."""
    names = [fuel.name for fuel in list_fuels()] + [factor.name for factor in list_process_factors()]
    return tuple(dict.fromkeys(material_word(name, language) for name in names))


def material_word(name: str, language: Language) -> str:
    """A material of the tables as the drop-down shows it; any other text as it stands."""
    local = local_names(language).get(name)
    return f"{local} [{name}]" if local else name


@functools.cache
def countries(language: Language) -> tuple[str, ...]:
    """Countries as the drop-down shows them, Korea first, the others by name."""
    words = sorted((country_word(item.iso2, language) for item in list_countries()), key=lambda word: word)
    korea = country_word("KR", language)
    return (korea, *(word for word in words if word != korea))


def country_word(code: str, language: Language) -> str:
    """A code of two letters with the country's name; any other text as it stands."""
    found = _names().get(code)
    return f"{found[language]} [{code}]" if found else code


@functools.cache
def _names() -> dict[str, dict[Language, str]]:
    return {item.iso2: {"ko": item.name_ko, "en": item.name_en} for item in list_countries()}


def shown(column: Column, value: str, language: Language) -> str:
    """What a cell shows for a text of the model."""
    if column.kind == "choice":
        return word_of(value, language)
    if column.key == "material":
        return material_word(value, language)
    if column.key in ("country", "country_of_origin"):
        return country_word(value, language)
    return value


def meant(column: Column, value: str) -> str:
    """What the model is told for a text of a cell; a word that is no choice stays as it is."""
    if column.kind == "choice":
        return codes_of(column).get(plain_word(value), value)
    if column.key == "material" and (found := _IN_BRACKETS.fullmatch(value)):
        name = found[1]
        return name if value in (material_word(name, language) for language in LANGUAGES) else value
    if column.key in ("country", "country_of_origin") and (found := _COUNTRY.fullmatch(value)):
        return found[1] if value in (country_word(found[1], language) for language in LANGUAGES) else value
    return value
