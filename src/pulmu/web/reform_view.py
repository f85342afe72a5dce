"""An effect of a reform as a page shows it: a sentence, the map, bars, tables; every number is that of the effect."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulmu.locale import Language, about_won, percent, size_words, text, won
from pulmu.reference import list_regions
from pulmu.services.reform_effect import Move, ProgrammeEffect, ReformEffect, TakeUp, Where
from pulmu.web.charts.gain_bar import Scale, gain_bar
from pulmu.web.charts.tile_map import Tile, tile_map
from pulmu.web.reform_words import Programmes, count_words, figure_words, group_words, programme_name

GROUPINGS = ("size_class", "section")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One row beside its bar."""

    name: str
    bar: str
    gain: str
    lose: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The programme whose picture is shown.

    Parameters
    ----------
    picture : The map; empty where nobody gains or loses.
    elsewhere : What is said of firms whose province is not known; empty where there are none.
    groups : Groupings and their rows.
    """

    id: str
    name: str
    picture: str
    provinces: tuple[GroupRow, ...]
    elsewhere: str
    groups: tuple[tuple[str, tuple[GroupRow, ...]], ...]
    costs: tuple[tuple[str, str], ...]
    take_up: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Firms that change their class."""

    before: str
    after: str
    firms: str


def moves(programme: ProgrammeEffect) -> bool:
    """Whether a reform does anything to a programme."""
    money = programme.most_before_krw != programme.most_after_krw or programme.budget_krw[0] != programme.budget_krw[1]
    counts = (programme.gain, programme.lose, programme.most_before_krw, programme.most_after_krw)
    return None in counts or bool(programme.gain or programme.lose) or money


def weight(programme: ProgrammeEffect) -> tuple[int, str]:
    """What comes first: where most firms gain and lose."""
    return -((programme.gain or 0) + (programme.lose or 0)), programme.programme


def sentence(effect: ReformEffect, programmes: Programmes, language: Language) -> str:
    """What the reform does, in a sentence with its numbers, scaled to the nation."""
    moved = sorted((item for item in effect.programmes if item.gain or item.lose or item.gain is None), key=weight)
    changed = [move for move in effect.classes if move.before != move.after]
    said = []
    if moved:
        said.append(_of_programme(moved[0], programmes, language, effect.one_in))
        said += [text("web.reform.others", language, count=len(moved) - 1)] * (len(moved) > 1)
    if changed:
        firms = None if any(move.firms is None for move in changed) else sum(move.firms or 0 for move in changed)
        said.append(text("web.reform.classes_move", language, firms=count_words(firms, language, effect.one_in)))
    if not moved and not changed:
        said.append(text("web.reform.no_move", language))
    for item in effect.programmes:
        before, after = item.budget_krw
        if before is not None and after is not None and before != after:
            said.append(
                text("web.reform.budget_moves", language, before=won(before, language), after=won(after, language))
            )
    return " ".join(said)


def _of_programme(item: ProgrammeEffect, programmes: Programmes, language: Language, one_in: int) -> str:
    name = programme_name(item.programme, programmes, language)
    if item.gain is None or item.lose is None:
        return text("web.reform.hidden_move", language, programme=name)
    key = "gain_and_lose" if item.gain and item.lose else "gain_alone" if item.gain else "lose_alone"
    gain, lose = (count_words(firms, language, one_in) for firms in (item.gain, item.lose))
    values = {"gain": gain, "lose": lose} if key == "gain_and_lose" else {"gain": gain} if item.gain else {"lose": lose}
    return text(f"web.reform.{key}", language, programme=name, **values)


def shown(item: ProgrammeEffect, effect: ReformEffect, programmes: Programmes, language: Language) -> Shown:
    """One programme with its map, its bars and what it costs."""
    name = programme_name(item.programme, programmes, language)
    known = {region.code for region in list_regions()}
    there = [row for row in item.where if row.by == "province"]
    nowhere = [row for row in there if row.of not in known]
    elsewhere = ", ".join(_signed(row, language) for row in nowhere)
    groups = tuple((by, _rows([row for row in item.where if row.by == by], by, language)) for by in GROUPINGS)
    return Shown(
        item.programme, name, _map(item, name, language) if item.where else "", _rows(there, "province", language),
        text("web.reform.map.elsewhere", language, said=elsewhere) if elsewhere else "",
        tuple((by, rows) for by, rows in groups if rows), _costs(item, effect.one_in, language),
        tuple(_take_up(rate, language) for rate in item.take_up),
    )  # fmt: skip


def _map(item: ProgrammeEffect, name: str, language: Language) -> str:
    rows = {row.of: row for row in item.where if row.by == "province"}
    tiles = []
    for region in list_regions():
        row = rows.get(region.code, Where("province", region.code, 0, 0))
        whole = region.name_ko if language == "ko" else region.name_en
        short = region.short_ko if language == "ko" else region.short_en
        if row.gain is None or row.lose is None:
            net = None
            lines: tuple[str, ...] = (text("web.reform.hidden", language),)
            said = text("web.reform.map.said_hidden", language, name=whole)
        else:
            net = row.gain - row.lose
            parts = [f"+{row.gain:,}"] * bool(row.gain) + [f"−{row.lose:,}"] * bool(row.lose)
            lines = (" ".join(parts) or "0",) if len("".join(parts)) <= 11 else tuple(parts)
            said = text("web.reform.map.said", language, name=whole, gain=f"{row.gain:,}", lose=f"{row.lose:,}")
        tiles.append(Tile(short, region.tile_row, region.tile_column, net, lines, said))
    title = text("web.reform.map.title", language, programme=name)
    return tile_map(title, text("web.reform.map.description", language), tiles)


def _rows(rows: Sequence[Where], by: str, language: Language) -> tuple[GroupRow, ...]:
    """Groups, most moved first; a bar is drawn where both numbers are told."""
    told = [row for row in rows if row.gain is not None and row.lose is not None]
    scale = Scale(max((row.lose or 0 for row in told), default=0), max((row.gain or 0 for row in told), default=0))
    found = []
    for row in sorted(rows, key=lambda row: (-((row.gain or 0) + (row.lose or 0)), row.of)):
        name = group_words(by, row.of, language)
        gain, lose = figure_words(row.gain, language), figure_words(row.lose, language)
        label = text("web.reform.map.said", language, name=name, gain=gain, lose=lose)
        bar = gain_bar(label, row.gain, row.lose, scale) if row.gain is not None and row.lose is not None else ""
        found.append(GroupRow(name, bar, gain, lose))
    return tuple(found)


def _signed(row: Where, language: Language) -> str:
    if row.gain is None or row.lose is None:
        return text("web.reform.hidden", language)
    return f"+{row.gain:,} −{row.lose:,}"


def _costs(item: ProgrammeEffect, one_in: int, language: Language) -> tuple[tuple[str, str], ...]:
    """What is known of the money: names of the words, and amounts."""
    before, after = item.budget_krw
    unknown = text("web.reform.cost.unknown", language)
    found = [("budget", unknown if before is None else won(before, language))]
    if after != before:
        found.append(("budget_after", unknown if after is None else won(after, language)))
    same = item.at_same_take_up_krw
    found.append(
        ("same", text("web.reform.cost.same_unknown", language) if same is None else about_won(same, language))
    )
    hidden = text("web.reform.hidden", language)
    for key, amount in (("most_before", item.most_before_krw), ("most_after", item.most_after_krw)):
        found.append((key, hidden if amount is None else _most(amount * one_in, item.without_amount, language)))
    if item.without_amount != 0:
        found.append(("without_amount", figure_words(item.without_amount, language)))
    return tuple(found)


def _take_up(rate: TakeUp, language: Language) -> tuple[str, ...]:
    """An assumed take-up: what it is, firms of the nation, cost, the part of it the budget covers, and the most."""
    unknown = text("web.reform.changes.open", language)
    return (
        text(f"cli.reform.sensitivity.at.{rate.at}", language),
        f"{rate.firms:,.0f}",
        unknown if rate.cost_krw is None else about_won(rate.cost_krw, language),
        unknown if rate.covered is None else percent(rate.covered, language),
        unknown if not rate.at_ceilings_krw else about_won(rate.at_ceilings_krw, language),
    )


def _most(amount: float, without: int | None, language: Language) -> str:
    """What all could get; where the terms of some bound nothing, it is told that they are not in it."""
    if without == 0:
        return about_won(amount, language)
    if not amount:
        return text("web.reform.cost.most_unknown", language)
    return text("web.reform.cost.most_known", language, amount=about_won(amount, language))


def class_rows(classes: Sequence[Move], language: Language) -> tuple[MoveRow, ...]:
    """Moves between sets of possible classes, largest first."""
    changed = sorted((move for move in classes if move.before != move.after), key=lambda move: -(move.firms or 0))
    return tuple(
        MoveRow(_classes(move.before, language), _classes(move.after, language), figure_words(move.firms, language))
        for move in changed
    )


def _classes(possible: Sequence[str], language: Language) -> str:
    return size_words(possible, language) if possible else text("size_class.unknown", language)
