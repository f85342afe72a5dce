"""A part of a document as a form: what each input shows, from the tree and from what was typed meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pulmu.model import Path
from pulmu.services.document_form.cells import is_odd, raw, split, texts_of
from pulmu.services.document_form.shape import Attribute, attributes_of, fits_in_row
from pulmu.services.document_form.typed import AMOUNT, NAME, QUARTER, ROWS, WAS, Given, row_before, rows_of, words_in

MOST_INPUTS = 1500
"""Inputs of a grid; longer ones are filled in entry by entry."""
_WIDEST = 5
"""Attributes of an entry that stand beside each other in a row, where all of it is filled in here."""


@dataclass(frozen=True, slots=True)
class Section:
    """Some attributes of one thing: the document itself, or an entry of it.

    Parameters
    ----------
    path : Where the thing stands.
    names : Which of its attributes are shown.
    """

    path: Path
    kind: type
    names: tuple[str, ...]

    @property
    def address(self) -> str:
        """The same as forms and pages name it."""
        return "/".join(map(str, self.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An attribute in a form.

    Parameters
    ----------
    texts : What its inputs show, by part.
    grid : Its rows, if it is a list or a mapping.
    inside : Its fields, if it is an object.
    odd : Its value, where no input can show it.
    is_given : Whether the document gives it.
    is_usual : Whether most documents give it.
    strange : What stands in it under a name the model does not know, where it is filled in as a whole.
    """

    attribute: Attribute
    address: str
    texts: dict[str, str]
    grid: "Grid | None" = None
    inside: "tuple[Field, ...]" = ()
    odd: str = ""
    is_given: bool = False
    is_usual: bool = False
    strange: "tuple[Strange, ...]" = ()

    @property
    def is_first(self) -> bool:
        """Whether it stands among the first: it must be given, is given, or mostly is."""
        return self.attribute.is_required or self.is_given or self.is_usual or any(self.texts.values())

    @property
    def words(self) -> list[str]:
        """The words it holds, of a fact or of names."""
        said = self.texts.get("", "")
        if self.attribute.kind == "names":
            return [part for part in (item.strip() for item in said.split(",")) if part]
        return split(said) if said.endswith("\n") else [said] if said else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a grid.

    Parameters
    ----------
    was : Number of the entry it was; None for a new one.
    name, quarter : Name of an entry by name, and what stands beside it.
    page : Page of the entry, if it has one.
    inside : Fields of an entry that does not fit into a row, where it is filled in here.
    """

    number: int
    was: int | None
    cells: tuple[Field, ...]
    name: str = ""
    quarter: str = ""
    page: str = ""
    inside: tuple[Field, ...] = ()
    odd: str = ""
    strange: "tuple[Strange, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Rows of a list or a mapping.

    Parameters
    ----------
    hidden : How many columns are not shown as no row fills them.
    is_open : Whether it is short enough to be filled in here.
    is_whole : Whether its rows hold all that is in an entry, however deep.
    """

    address: str
    columns: tuple[Attribute, ...]
    rows: tuple[Row, ...]
    hidden: int = 0
    has_pages: bool = False
    is_open: bool = True
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Strange:
    """What stands in the document under a name the model does not know: it can be taken out."""

    address: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """A section with its fields."""

    section: Section
    fields: tuple[Field, ...]
    strange: tuple[Strange, ...]
    entry: Any


def form_of(
    sections: tuple[Section, ...],
    tree: Any,
    given: Given,
    *,
    all_columns: bool = False,
    blank: bool = False,
    usual: frozenset[str] = frozenset(),
    is_whole: bool = False,
) -> tuple[FormSection, ...]:
    """What a page of a document shows.

    Parameters
    ----------
    tree : The document, as it was when the page was first opened.
    given : What was typed since; wins over the tree.
    all_columns : Show every column of every grid, not only those that are needed or filled.
    blank : End every grid with an empty row.
    usual : Attributes most documents give, though they need not; the others are shown further down until given.
    is_whole : Fill in entries that do not fit into a row where they stand, and not on a page of their own.
    """
    maker = _Maker(all_columns, blank, usual, is_whole)
    return tuple(
        maker.section(section, _at(tree, section.path), _given_at(given, section.path)) for section in sections
    )


def _at(tree: Any, path: Path) -> Any:
    for name in path:
        tree = tree[name]
    return tree


def _given_at(given: Any, path: Path) -> Given:
    for name in path:
        given = given.get(str(name), {}) if isinstance(given, dict) else {}
    return given if isinstance(given, dict) else {}


@dataclass(frozen=True, slots=True)
class _Maker:
    all_columns: bool
    blank: bool
    usual: frozenset[str]
    is_whole: bool

    def section(self, section: Section, node: Any, given: Given) -> FormSection:
        known = attributes_of(section.kind)
        shown = tuple(self.field(known[name], node, given, section.address) for name in section.names)
        strange = _strange(known, node, section.address) if len(section.names) != 1 else ()
        return FormSection(section=section, fields=shown, strange=strange, entry=node)

    def field(self, attribute: Attribute, owner: Any, given: Given, address: str) -> Field:
        node = attribute.whole(owner.get(attribute.name)) if isinstance(owner, dict) else None
        said = given.get(attribute.name)
        where = f"{address}/{attribute.name}".lstrip("/")
        if isinstance(said, dict) and said.get("~clear"):
            node = None
        if is_odd(attribute, node):
            return self.made(attribute, where, odd=raw(node), is_given=True)
        if attribute.is_cell:
            return self.cell(attribute, node, said, where)
        inner = said if isinstance(said, dict) else {}
        if attribute.kind == "object":
            fields = tuple(self.field(item, node, inner, where) for item in attributes_of(attribute.entry).values())
            strange = _strange(attributes_of(attribute.entry), node, where) if self.is_whole else ()
            is_given = node is not None or bool(inner)
            return self.made(attribute, where, inside=fields, is_given=is_given, strange=strange)
        rows = (
            self.list(attribute, node, inner, where)
            if attribute.kind == "list"
            else self.names(attribute, node, inner, where)
        )
        return self.made(attribute, where, grid=rows, is_given=bool(node) or bool(rows_of(inner)))

    def made(self, attribute: Attribute, address: str, **said: Any) -> Field:
        is_usual = attribute.name in self.usual
        return Field(attribute=attribute, address=address, is_usual=is_usual, **{"texts": {}, **said})

    def cell(self, attribute: Attribute, node: Any, said: Any, address: str) -> Field:
        texts = texts_of(attribute, node)
        if attribute.kind == "fact" and isinstance(said, dict):
            said = words_in({name: item for name, item in said.items() if name.isdigit()}, address)
        if attribute.kind == "names" and isinstance(said, dict):
            said = ", ".join(split(words_in({name: item for name, item in said.items() if name.isdigit()}, address)))
        typed = {"": said} if isinstance(said, str) else said if isinstance(said, dict) else {}
        texts |= {part: typed[part] for part in attribute.parts if isinstance(typed.get(part), str)}
        return self.made(attribute, address, texts=texts, is_given=node is not None)

    def list(self, attribute: Attribute, node: Any, given: Given, address: str) -> Grid:
        if self.is_whole and not fits_in_row(attribute.entry, _WIDEST):
            return self.whole(attribute, node, given, address)
        entries: list[Any] = node or []
        every = [item for item in attributes_of(attribute.entry).values() if item.is_cell]
        columns = tuple(item for item in every if self.all_columns or _is_needed(item, entries, given))
        has_pages = not fits_in_row(attribute.entry)
        inputs = sum(len(item.parts) for item in columns)
        if (len(entries) + 1) * inputs > MOST_INPUTS and ROWS not in given:
            columns, is_open = columns[:3], False
        else:
            is_open = True
        rows = []
        for number, was, said in _rows(entries, given, blank=self.blank and is_open):
            entry = entries[was] if was is not None else {}
            odd = "" if isinstance(entry, dict) else raw(entry)
            where = f"{address}/{number}"
            page = f"{address}/{was}" if was is not None and has_pages and not odd else ""
            cells = () if odd else tuple(self.field(item, entry, said, where) for item in columns)
            rows.append(Row(number=number, was=was, cells=cells, page=page, odd=odd))
        hidden = len(every) - len(columns)
        return Grid(
            address=address, columns=columns, rows=tuple(rows), hidden=hidden, has_pages=has_pages, is_open=is_open
        )

    def whole(self, attribute: Attribute, node: Any, given: Given, address: str) -> Grid:
        """Entries with all that is in them, however deep."""
        entries: list[Any] = node or []
        rows = []
        for number, was, said in _rows(entries, given, blank=False):
            entry = entries[was] if was is not None else {}
            odd = "" if isinstance(entry, dict) else raw(entry)
            where = f"{address}/{number}"
            known = () if odd else attributes_of(attribute.entry).values()
            inside = tuple(self.field(item, entry, said, where) for item in known)
            strange = _strange(attributes_of(attribute.entry), entry, where)
            rows.append(Row(number=number, was=was, cells=(), inside=inside, odd=odd, strange=strange))
        return Grid(address=address, columns=(), rows=tuple(rows), is_whole=True)

    def names(self, attribute: Attribute, node: Any, given: Given, address: str) -> Grid:
        if attribute.kind == "scenarios":
            entries = [
                (name, quarter, item) for name, prices in (node or {}).items() for quarter, item in prices.items()
            ]
        else:
            entries = [(name, "", item) for name, item in (node or {}).items()]
        rows = []
        kind = attribute.item
        for number, was, row in _rows(entries, given, blank=self.blank):
            name, quarter, item = entries[was] if was is not None else ("", "", None)
            where = f"{address}/{number}"
            is_amount = kind.kind == "amount"
            said, here = (row, where) if is_amount else (row.get(AMOUNT), f"{where}/{AMOUNT}")
            cell = self.cell(kind, item, said, here)
            name, quarter = str(row.get(NAME, name)), str(row.get(QUARTER, quarter))
            rows.append(Row(number=number, was=was, cells=(cell,), name=name, quarter=quarter))
        return Grid(address=address, columns=(attribute.item,), rows=tuple(rows))


def _rows(entries: Any, given: Given, *, blank: bool) -> Iterator[tuple[int, int | None, Given]]:
    if ROWS in given:
        for number, said in rows_of(given):
            yield number, row_before(said, len(entries)), said
        return
    for number in range(len(entries)):
        row = given.get(str(number))
        yield number, number, row if isinstance(row, dict) else {}
    if blank:
        yield len(entries), None, {}


def _is_needed(attribute: Attribute, entries: Any, given: Given) -> bool:
    """Whether a column is shown: it must be given, says what a row is, or some row fills it."""
    if attribute.is_required or attribute.name in ("id", "name"):
        return True
    if any(isinstance(entry, dict) and entry.get(attribute.name) is not None for entry in entries):
        return True
    return any(attribute.name in row for _, row in rows_of(given))


def _strange(known: dict[str, Attribute], node: Any, address: str) -> tuple[Strange, ...]:
    names = [name for name in node if name not in known] if isinstance(node, dict) else []
    return tuple(
        Strange(address=f"{address}/~{number}".lstrip("/"), name=name, value=raw(node[name]))
        for number, name in enumerate(names)
    )


def inputs_of(form: tuple[FormSection, ...]) -> dict[str, str]:
    """What the form sends if nothing is changed."""
    found: dict[str, str] = {}
    for section in form:
        for item in section.fields:
            _collect(item, found)
    return found


def _collect(item: Field, found: dict[str, str]) -> None:
    if item.odd:
        return
    if item.attribute.kind == "fact" and item.texts.get("", "").endswith("\n"):
        found[f"{item.address}/{ROWS}"] = "1"
        found |= {f"{item.address}/{number}": word for number, word in enumerate(item.words)}
        return
    for part, said in item.texts.items():
        found[f"{item.address}/{part}".rstrip("/")] = said
    for inner in item.inside:
        _collect(inner, found)
    if item.grid is None or not item.grid.is_open:
        return
    found[f"{item.grid.address}/{ROWS}"] = "1"
    for row in item.grid.rows:
        where = f"{item.grid.address}/{row.number}"
        found[f"{where}/{WAS}"] = "" if row.was is None else str(row.was)
        if item.attribute.kind != "list":
            found[f"{where}/{NAME}"] = row.name
        if item.attribute.kind == "scenarios":
            found[f"{where}/{QUARTER}"] = row.quarter
        for cell in (*row.cells, *row.inside):
            _collect(cell, found)
