"""An operator's emissions report in words: for each item its state and the lines under it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.locale import Language, digits, percent, plain, text, unit_symbol
from pulmu.reference.report_items import report_items, report_words
from pulmu.services.operators_report import Item, OperatorsReport

_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One line under an item: what it is, of what, the number with its unit, and what is said of it."""

    word: str
    subject: str
    number: float | None
    unit: str
    said: str

    def shown(self, language: Language) -> str:
        """The number as people read it."""
        if self.number is None:
            return ""
        if self.unit == "1":
            return percent(self.number, language)
        return f"{digits(self.number, self.unit)} {unit_symbol(self.unit, language)}".strip()


@dataclass(frozen=True, slots=True)
class Part:
    """One item in words."""

    number: int
    title: str
    point: str
    state: str
    state_words: str
    lines: tuple[Line, ...]
    lacks: tuple[str, ...]
    reason: str


def parts(report: OperatorsReport, language: Language) -> Iterator[Part]:
    """Every item in words, in the order of the list."""
    listed = {item.number: item for item in report_items(report.list)}
    for item in report.items:
        name = listed[item.number]
        yield Part(
            item.number,
            name.name(language),
            item.source.place,
            item.state,
            text(f"operators_report.{item.state}", language),
            tuple(_lines(item, language)),
            tuple(_lacks(item, language)),
            report_words("reason")[item.reason].name(language) if item.reason else "",
        )


def title(report: OperatorsReport, language: Language) -> str:
    """What the document is called."""
    return text(f"operators_report.title_{report.list}", language, year=report.period.year)


def counts(report: OperatorsReport, language: Language) -> str:
    """How many items are given, in part, missing, and do not apply."""
    return text(
        "operators_report.counts",
        language,
        all=len(report.items),
        given=report.count("given"),
        part=report.count("in_part"),
        missing=report.count("missing"),
        other=report.count("does_not_apply"),
    )


def _lines(item: Item, language: Language) -> Iterator[Line]:
    words = report_words("entry")
    for entry in item.entries:
        number, unit = (None, "") if entry.value is None else (entry.value.value, entry.value.unit)
        yield Line(
            words[entry.word].name(language),
            plain(entry.subject, _LONGEST),
            number,
            unit,
            plain(entry.text, _LONGEST),
        )


def _lacks(item: Item, language: Language) -> Iterator[str]:
    words = report_words("entry")
    for lack in item.lacks:
        what = words[lack.word].name(language)
        yield f"{what}: {plain(lack.subject, _LONGEST)}" if lack.subject else what
