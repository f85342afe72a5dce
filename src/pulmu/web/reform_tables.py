"""The tables of an effect of a reform, for a spreadsheet: every number, also of what does not move."""

from collections.abc import Iterable, Iterator, Sequence

from pulmu.locale import Language, size_words, text
from pulmu.services.reform_effect import ReformEffect
from pulmu.web.reform_words import Programmes, group_words, programme_name

TABLES = ("programmes", "places", "classes", "cliffs")
_Table = tuple[Sequence[str], Iterable[Sequence[object]]]


def table_of(table: str, effect: ReformEffect, programmes: Programmes, language: Language) -> _Table:
    """Heads and rows; a number that is not shown is an empty cell."""
    if table == "cliffs":
        return _cliffs(effect)
    if table == "classes":
        return _classes(effect, language)
    return _programmes(effect, programmes, language) if table == "programmes" else _places(effect, programmes, language)


def _programmes(effect: ReformEffect, programmes: Programmes, language: Language) -> _Table:
    names = (
        "programme", "may_apply_before", "may_apply_after", "gain", "lose", "surely_gain", "most_before_krw",
        "most_after_krw", "without_amount", "projects", "at_same_take_up_krw",
    )  # fmt: skip
    head = ("name", *names, "budget_before_krw", "budget_after_krw", "one_in")
    rows = (
        (programme_name(item.programme, programmes, language), *(getattr(item, name) for name in names),
         *item.budget_krw, effect.one_in)
        for item in effect.programmes
    )  # fmt: skip
    return head, rows


def _places(effect: ReformEffect, programmes: Programmes, language: Language) -> _Table:
    head = ("programme", "programme_name", "by", "of", "name", "gain", "lose", "one_in")
    rows = (
        (item.programme, programme_name(item.programme, programmes, language), row.by, row.of,
         group_words(row.by, row.of, language), row.gain, row.lose, effect.one_in)
        for item in effect.programmes
        for row in item.where
    )  # fmt: skip
    return head, rows


def _classes(effect: ReformEffect, language: Language) -> _Table:
    unknown = text("size_class.unknown", language)
    head = ("before", "after", "before_name", "after_name", "firms", "one_in")
    rows = (
        ("/".join(move.before), "/".join(move.after),
         size_words(move.before, language) if move.before else unknown,
         size_words(move.after, language) if move.after else unknown, move.firms, effect.one_in)
        for move in effect.classes
    )  # fmt: skip
    return head, rows


def _cliffs(effect: ReformEffect) -> _Table:
    head = ("world", "rule", "parameter", "fact", "row", "limit", "from_share", "to_share", "firms", "one_in")

    def rows() -> Iterator[Sequence[object]]:
        for cliff in effect.cliffs:
            ends = ("", *cliff.edges, "")
            for world, side in (("before", cliff.before), ("after", cliff.after)):
                for row in () if side is None else side.rows:
                    for low, high, firms in zip(ends[:-1], ends[1:], row.firms, strict=True):
                        named = (world, cliff.rule, cliff.parameter, cliff.fact, row.of, row.limit)
                        yield (*named, low, high, firms, effect.one_in)

    return head, rows()
