"""Tables of what a report rests on: remarks, choices, editions, and how sure the law is read."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from pulmu.adapters._report.names import word
from pulmu.adapters._report.table import Table, heads, make_table
from pulmu.locale import (
    Language,
    Said,
    act_text,
    has_text,
    law_place_text,
    place_text,
    plain,
    problem_text,
    reason_text,
    term,
    text,
)
from pulmu.model import Confidence
from pulmu.services.report import Choice, Remark, Report


def remarks(report: Report, language: Language) -> Table:
    """What is missing or could mislead, worst first."""
    columns = heads(
        language,
        ("severity", 0.7),
        ("place", 1.8),
        ("what", 3.4),
        ("mend", 3.0),
    )
    rows = []
    for remark in worst_first(report):
        said = remark_text(remark, language)
        where = plain(place_text(remark.place, language), 160)
        rows.append((word("severity", remark.severity, language), where, said.what, said.mend))
    return make_table("remarks", language, columns, rows)


def worst_first(report: Report) -> list[Remark]:
    """The remarks, errors before warnings."""
    return sorted(report.remarks, key=lambda remark: remark.severity != "error")


def remark_text(remark: Remark, language: Language) -> Said:
    """A remark's sentences in the reader's language."""
    values = {name: plain(value, 160) for name, value in remark.values.items()}
    message, mend = plain(remark.message, 600), plain(remark.mend, 600)
    return problem_text(remark.code, values, language, message=message, mend=mend)


def choices(report: Report, language: Language) -> Table:
    """How each switch was set where the law is open."""
    columns = heads(
        language,
        ("choice", 2.0),
        ("setting", 1.4),
        ("open_point", 3.0),
    )
    rows = (
        (word("choice", item.name, language), _setting(item.setting, language), _open_point(item, language))
        for item in report.choices
    )
    return make_table("choices", language, columns, rows)


def _open_point(choice: Choice, language: Language) -> str:
    """English as the report says it; Korean by the choice's name."""
    known = f"open.{choice.name}"
    return text(known, language) if has_text(known, language) else plain(choice.open_point, 400)


def _setting(setting: str, language: Language) -> str:
    known = setting.lower().replace(" ", "_")
    return word("answer", known, language) if known in ("yes", "no") else word("choice", known, language)


def editions(report: Report, language: Language) -> Table:
    """Editions of law and tables used."""
    columns = heads(
        language,
        ("table", 2.0),
        ("act", 2.6),
        ("edition", 1.1),
        ("status", 0.9),
        ("confidence", 1.6),
        ("valid_from", 1.1),
        ("sha256", 1.2),
    )
    rows = (
        (
            plain(reason_text(item.title, language), 160),
            plain(act_text(item, language), 240),
            plain(item.edition, 60),
            word("status", item.status, language),
            word("confidence", item.confidence, language),
            plain(item.valid_from, 20),
            plain(item.sha256, 12),
        )
        for item in report.editions
    )
    return make_table("editions", language, columns, rows)


def confidence(report: Report, language: Language) -> Table:
    """How many figures rest on a text of each kind."""
    counts = Counter(record.source.confidence or "own" for record in report.figures.values())
    columns = heads(language, ("confidence", 4.0), ("count", ""))
    rows = [(word("confidence", tag, language), counts[tag]) for tag in (*get_args(Confidence), "own") if counts[tag]]
    return make_table("confidence", language, columns, rows)


def weak_basis(report: Report, language: Language) -> Table:
    """Articles behind figures that were not read in the act itself: transitional, secondary or from memory."""
    weak = ("transitional", "secondary", "memory")
    counts = Counter(
        (record.source.confidence, record.source.act, record.source.place, record.name)
        for record in report.figures.values()
        if record.source.confidence in weak
    )
    columns = heads(
        language,
        ("confidence", 1.7),
        ("act", 2.0),
        ("place", 2.0),
        ("name", 2.0),
        ("count", "", 0.7),
    )
    rows = (
        (
            word("confidence", str(tag), language),
            plain(reason_text(act, language), 160),
            plain(law_place_text(place, language), 160),
            plain(term(name, language), 80),
            count,
        )
        for (tag, act, place, name), count in sorted(counts.items(), key=lambda item: _weakest(weak, item[0]))
    )
    return make_table("weak_basis", language, columns, rows)


def _weakest(weak: Sequence[str], story: tuple[str | None, str, str, str]) -> tuple[int, str, str, str]:
    return -weak.index(str(story[0])), story[1], story[2], story[3]
