"""Names of tests, facts and classes of the rules of support, as people read them."""

from collections.abc import Iterable

from pulmu.locale.words import Language, has_text, text
from pulmu.model.errors import InputError

_ORDER = ("small", "medium", "mid_sized", "large", "out_of_scope")


def rule_name(name: str, language: Language) -> str:
    """What a test, a number or a fact is called; its own name where no words are kept for it."""
    if has_text(f"rule.{name}", language):
        return text(f"rule.{name}", language)
    from pulmu.reference import find_fact  # noqa: PLC0415 - a help page needs no law

    try:
        described = find_fact(name)
    except InputError:
        return name
    return described.name_ko if language == "ko" else described.name_en


def size_words(possible: Iterable[str], language: Language) -> str:
    """The size class, or those still possible."""
    labels = [text(f"size_class.{label}", language) for label in sorted(possible, key=_ORDER.index)]
    if len(labels) == 1:
        return labels[0]
    joiner = "·" if language == "ko" else ", "
    return text("size_class.or", language, labels=joiner.join(labels))
