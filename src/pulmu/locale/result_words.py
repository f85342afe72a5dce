"""Groups of applicants by which results of a call are counted, in the reader's words."""

from pulmu.locale.rule_words import size_words
from pulmu.locale.words import Language, text
from pulmu.model import InputError
from pulmu.reference import find_region, list_sections


def group_words(by: str, of: str, language: Language) -> str:
    """A size class, a province or a section of industry; its own name where it is none of the tables."""
    korean = language == "ko"
    if of == "not_told":
        return text("cli.call_results.not_told", language)
    if by == "size":
        return size_words([of], language)
    if by == "province":
        try:
            region = find_region(of)
        except InputError:
            return of
        return region.name_ko if korean else region.name_en
    section = next((item for item in list_sections() if item.code == of), None)
    return of if section is None else f"{of} {section.name_ko if korean else section.name_en}"
