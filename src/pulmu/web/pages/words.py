"""Names and words of a report for pages: a stranger's text as one calm line."""

from collections.abc import Iterable, Mapping

from pulmu.locale import Language, has_text, plain, term, text
from pulmu.model import Figure, Problem
from pulmu.services.report import GoodResult, ProcessResult, Remark, Report

_LONGEST = 80


def good_name(good: GoodResult, language: Language) -> str:
    """A good's name in the reader's language."""
    local = good.name_local if language == "ko" else ""
    return plain(local, _LONGEST) or plain(good.name, _LONGEST) or plain(good.id, _LONGEST)


def in_language(name: str, local: str, language: Language) -> str:
    """A name in the reader's language."""
    return plain(local if language == "ko" and local else name, _LONGEST)


def process_name(process: ProcessResult, language: Language) -> str:
    """A process's name in the reader's language."""
    local = process.name_local if language == "ko" else ""
    return plain(local, _LONGEST) or plain(process.name, _LONGEST) or plain(process.id, _LONGEST)


def figure_name(figure: Figure, language: Language, of: Mapping[str, str]) -> str:
    """What a figure is, and of what.

    Parameters
    ----------
    of : Subjects in the reader's language.
    """
    name, subject = term(figure.name, language), of.get(figure.subject, figure.subject)
    return plain(text("cli.of", language, name=name, subject=subject) if subject else name, 200)


def parameter_name(name: str, language: Language) -> str:
    """What an input of a formula is called."""
    key = f"web.parameter.{name}"
    return text(key, language) if has_text(key, language) else term(name, language)


def subjects(report: Report, language: Language) -> dict[str, str]:
    """What figures are of, in the reader's language: goods and processes by what figures call them."""
    found = {good.name or good.id: good_name(good, language) for good in report.goods}
    return found | {process.id: process_name(process, language) for process in report.processes}


def problems_of(remarks: Iterable[Remark]) -> tuple[Problem, ...]:
    """Remarks of a report as the problems they were."""
    return tuple(
        Problem(item.code, item.place, item.message, item.mend, tuple(item.values.items()), item.severity)
        for item in remarks
    )


def word(group: str, code: str, language: Language) -> str:
    """A code of the report in words; the code itself where nobody translated it."""
    return text(f"{group}.{code}", language) if has_text(f"{group}.{code}", language) else plain(code, _LONGEST)
