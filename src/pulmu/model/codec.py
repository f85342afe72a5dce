"""The one codec: dataclasses to plain trees and back, every problem with its place.

A value that cannot be read is reported and replaced by a stand-in (NaN for a number), so that the checks that
follow can still look at the rest; a decoded object with errors is for checking only.
"""

import dataclasses
import difflib
import functools
import math
import re
import types
from collections.abc import Callable, Collection
from dataclasses import MISSING, dataclass
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pulmu.model.attribute import AnySize, Bounds, Dimensions, Most, Short, Text, Unique
from pulmu.model.document import Document, Path
from pulmu.model.errors import InputError, problem
from pulmu.model.period import Period
from pulmu.model.problem import Problem, has_errors
from pulmu.model.quantity import CITATION, Quantity, check_number, parse_number
from pulmu.model.units import known_units, unit

T = TypeVar("T")
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2299, 12, 31)
"""No firm or plant has a record of another day."""
_NAN = float("nan")
_QUANTITY_PARTS = ("value", "unit", "evidence")


@dataclass(frozen=True, slots=True)
class Decoded(Generic[T]):
    """What was read, and everything that was wrong with it."""

    value: T
    problems: tuple[Problem, ...]

    def unwrap(self) -> T:
        """The value; `InputError` with all problems if one of them is an error."""
        if has_errors(self.problems):
            raise InputError(*self.problems)
        return self.value


def decode(kind: type[T], document: Document) -> Decoded[T]:
    """Read a document as a dataclass; collects all problems."""
    reader = _Reader(document)
    value = reader.read(kind, document.tree, (), ())
    told = {item.place for item in document.problems}
    return Decoded(value, (*document.problems, *(item for item in reader.problems if item.place not in told)))


@functools.cache
def attributes(kind: type) -> dict[str, tuple[Any, Any]]:
    """Type and default of each field of a dataclass; default `MISSING` where it must be given."""
    hints = get_type_hints(kind, include_extras=True)
    result = {}
    for item in dataclasses.fields(kind):
        default = item.default if item.default_factory is MISSING else item.default_factory()
        result[item.name] = (hints[item.name], default)
    return result


def unwrap_annotated(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """The bare type of an annotation and all metadata on it, outermost last."""
    if get_origin(kind) is Annotated:
        bare, inner = unwrap_annotated(kind.__origin__)
        return bare, (*inner, *kind.__metadata__)
    return kind, ()


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.complained: set[Path] = set()

    def complain(self, path: Path, code: str, message: str, mend: str, **values: object) -> None:
        self.complained.add(path)
        self.problems.append(problem(code, self.document.place(path), message, mend, **values))

    def complain_as(self, path: Path, error: InputError) -> None:
        self.complained.add(path)
        place = self.document.place(path)
        self.problems += [dataclasses.replace(item, place=place) for item in error.problems]

    def read(self, kind: Any, tree: Any, path: Path, metadata: tuple[Any, ...]) -> Any:
        bare, own = unwrap_annotated(kind)
        metadata = (*metadata, *own)
        origin = get_origin(bare)
        if origin in (Union, types.UnionType):
            return self.read_union(get_args(bare), tree, path, metadata)
        if origin is Literal:
            return self.read_choice(get_args(bare), tree, path)
        if origin is tuple:
            return self.read_list(get_args(bare)[0], tree, path, metadata)
        if origin is dict:
            return self.read_mapping(get_args(bare)[1], tree, path)
        if bare in _SCALARS:
            return self.read_scalar(bare, tree, path, metadata)
        short = next((rule.by for rule in metadata if isinstance(rule, Short)), None)
        if short is not None and isinstance(tree, str | int | float):
            tree = {short: tree}
        return self.read_object(bare, tree, path)

    def read_union(self, kinds: tuple[Any, ...], tree: Any, path: Path, metadata: tuple[Any, ...]) -> Any:
        if type(None) in kinds and tree is None:
            return None
        kinds = tuple(kind for kind in kinds if kind is not type(None))
        for kind in kinds:
            if get_origin(kind) is Literal and tree in get_args(kind):
                return tree
        plain = [kind for kind in kinds if get_origin(kind) is not Literal]
        alike = [kind for kind in plain if _is_of(unwrap_annotated(kind)[0], tree)]
        return self.read((alike or plain or kinds)[0], tree, path, metadata)

    def read_choice(self, options: tuple[Any, ...], tree: Any, path: Path) -> Any:
        if isinstance(tree, str | int) and tree in options:
            return tree
        near = difflib.get_close_matches(str(tree), [str(option) for option in options], n=1)
        listed = ", ".join(str(option) for option in options)
        mend = f"did you mean {near[0]!r}? Choose one of: {listed}" if near else f"choose one of: {listed}"
        self.complain(
            path,
            "input.not_a_choice",
            f"{_short(tree)} is not one of the choices",
            mend,
            text=_bare(tree),
            choices=listed,
        )
        return near[0] if near else options[0]

    def read_list(self, kind: Any, tree: Any, path: Path, metadata: tuple[Any, ...]) -> Any:
        if not isinstance(tree, list):
            self.complain(
                path,
                "input.not_a_list",
                f"a list is expected here, not {_short(tree)}",
                "start each entry with '- '",
                text=_bare(tree),
            )
            return ()
        most = next((rule.number for rule in metadata if isinstance(rule, Most)), len(tree))
        if len(tree) > most:
            self.complain(
                path,
                "input.too_many_entries",
                f"the list has {len(tree)} entries",
                f"give at most {most}",
                count=len(tree),
                limit=most,
            )
        result = tuple(self.read(kind, item, (*path, number), ()) for number, item in enumerate(tree[:most]))
        for rule in metadata:
            if isinstance(rule, Unique):
                self.check_unique(result, rule.by, path)
        return result

    def check_unique(self, items: tuple[Any, ...], by: str, path: Path) -> None:
        seen: set[str] = set()
        for number, item in enumerate(items):
            if (*path, number, by) in self.complained:
                continue  # what stands in for it is no name anybody gave
            name = getattr(item, by, "")
            if name and name in seen:
                self.complain(
                    (*path, number, by),
                    "input.duplicate_id",
                    f"{name!r} appears twice",
                    "delete one entry or rename it",
                    text=name,
                )
            seen.add(name)

    def read_mapping(self, kind: Any, tree: Any, path: Path) -> Any:
        if not isinstance(tree, dict):
            self.complain(
                path,
                "input.not_a_mapping",
                f"'name: value' lines are expected here, not {_short(tree)}",
                "write one 'name: value' per line",
                text=_bare(tree),
            )
            return {}
        return {str(name): self.read(kind, item, (*path, str(name)), ()) for name, item in tree.items()}

    def read_object(self, kind: type, tree: Any, path: Path) -> Any:
        wanted = attributes(kind)
        if not isinstance(tree, dict):
            self.complain(
                path,
                "input.not_a_mapping",
                f"'name: value' lines are expected here, not {_short(tree)}",
                "give: " + ", ".join(wanted),
                text=_bare(tree),
            )
            return _stand_in(kind)
        self.complain_of_unknown(tree, wanted, path)
        given = {name: self.read_field(hint, default, tree, (*path, name)) for name, (hint, default) in wanted.items()}
        return kind(**given)

    def complain_of_unknown(self, tree: dict[str, Any], wanted: Collection[str], path: Path) -> None:
        for name in tree:
            if name not in wanted:
                near = difflib.get_close_matches(str(name), wanted, n=1)
                mend = f"did you mean {near[0]!r}?" if near else "known here: " + ", ".join(wanted)
                self.complain(
                    (*path, str(name)),
                    "input.unknown_field",
                    f"{_short(name)} is not a field here",
                    mend,
                    text=_bare(name),
                    known=", ".join(near or wanted),
                )

    def read_field(self, hint: Any, default: Any, tree: dict[str, Any], path: Path) -> Any:
        name = str(path[-1])
        if tree.get(name) is not None or (name in tree and default is MISSING and _admits_none(hint)):
            return self.read(hint, tree[name], path, ())
        if default is not MISSING:
            return default
        self.complain(path, "input.missing_field", f"{name} is missing", "add it", text=name)
        return _stand_in(hint)

    def read_scalar(self, kind: type, tree: Any, path: Path, metadata: tuple[Any, ...]) -> Any:
        try:
            if kind is Quantity and self.keeps_citation(tree, path):
                return _kept_citation(tree)
            value = self.read_quantity(tree, path) if kind is Quantity else _scalar(kind, tree, metadata)
            for rule in metadata:
                _check_rule(rule, value, str(path[-1]) if path else "")
        except InputError as error:
            self.complain_as(path, error)
            return _stand_in(Annotated[kind, *metadata] if metadata else kind, tree)
        return value

    def keeps_citation(self, tree: Any, path: Path) -> bool:
        """Whether the amount is cited and the citation is to stay one."""
        known = self.document.cited
        where = (*path, "value") if isinstance(tree, dict) else path
        return where in known and known[where] is None and _cites(_value_of(tree))

    def read_cited(self, tree: Any, path: Path) -> Quantity:
        """The total of the series or book that is cited."""
        where = (*path, "value") if isinstance(tree, dict) else path
        text = str(_value_of(tree)).strip()
        found = self.document.cited.get(where)
        if found is None:
            raise InputError.of(
                "input.citation_without_store",
                "",
                f"{text!r} cites what a store keeps, and none was given",
                "give its folder with --store, or type the number",
                text=text,
            )
        if isinstance(found, Problem):
            raise InputError(found)
        if math.isnan(found.value):
            raise InputError  # another problem stands in its way and is told; the caller puts a stand-in
        if not isinstance(tree, dict):
            return found
        self.complain_of_unknown(tree, _QUANTITY_PARTS, path)
        wanted = unit(_text(tree["unit"])).symbol if tree.get("unit") else found.unit
        evidence = self.read(Annotated[str, Text(400)], tree.get("evidence") or "", (*path, "evidence"), ())
        return dataclasses.replace(found, value=found.to(wanted), unit=wanted, evidence=evidence)

    def read_quantity(self, tree: Any, path: Path) -> Quantity:
        source = self.document.source(path)
        if _cites(_value_of(tree)):
            return self.read_cited(tree, path).at(source)
        if isinstance(tree, dict):
            return self.read_quantity_object(tree, path).at(source)
        if isinstance(tree, int | float) and not isinstance(tree, bool):
            tree = f"{tree!r}"
        if not isinstance(tree, str):
            raise InputError.of(
                "input.not_a_number",
                "",
                f"{_short(tree)} is not a number with a unit",
                'write "1,250 t"',
                text=_bare(tree),
            )
        return Quantity.parse(tree).at(source)

    def read_quantity_object(self, tree: dict[str, Any], path: Path) -> Quantity:
        """All that is wrong with its parts is told at their own places; NaN stands in for a number."""
        self.complain_of_unknown(tree, _QUANTITY_PARTS, path)
        number, symbol = _NAN, ""
        if tree.get("value") is not None:
            number = self.attempt(lambda: _float(tree["value"]), _NAN, (*path, "value"))
        else:
            self.complain((*path, "value"), "input.missing_field", "value is missing", "add the number", text="value")
        if tree.get("unit"):
            symbol = self.attempt(lambda: unit(_text(tree["unit"])).symbol, "", (*path, "unit"))
        else:
            shown = _bare(tree.get("value", ""))
            self.complain(
                path, "input.unit_missing", "the quantity has no unit", 'add it, such as "unit: t"', text=shown
            )
        evidence = self.read(Annotated[str, Text(400)], tree.get("evidence") or "", (*path, "evidence"), ())
        if not symbol:
            raise InputError  # its problems are told; the caller puts a stand-in of the wanted unit
        return Quantity(number, symbol, evidence)

    def attempt(self, reading: Callable[[], T], instead: T, path: Path) -> T:
        """What a reading gives; if it fails, its problems are noted and something stands in."""
        try:
            return reading()
        except InputError as error:
            self.complain_as(path, error)
            return instead


def _is_of(bare: Any, tree: Any) -> bool:
    return bare is type(tree) or (get_origin(bare) is tuple and isinstance(tree, list))


def _value_of(tree: Any) -> Any:
    return tree.get("value") if isinstance(tree, dict) else tree


def _cites(tree: Any) -> bool:
    return isinstance(tree, str) and CITATION.fullmatch(tree.strip()) is not None


def _kept_citation(tree: Any) -> Quantity:
    """The citation itself, without a number; its unit is empty where none is wanted."""
    given = tree if isinstance(tree, dict) else {}
    symbol = unit(_text(given["unit"])).symbol if given.get("unit") else ""
    return Quantity(0.0, symbol, _text(given.get("evidence") or ""), cites=_value_of(tree).strip())


def _admits_none(hint: Any) -> bool:
    return type(None) in get_args(unwrap_annotated(hint)[0])


def _short(value: Any) -> str:
    text = repr(value) if not isinstance(value, dict | list) else ("a mapping" if isinstance(value, dict) else "a list")
    return text if len(text) <= 60 else text[:57] + "..."


def _bare(value: Any) -> str:
    """The same for a translation, which sets its own quotes."""
    if isinstance(value, dict | list):
        return "{...}" if isinstance(value, dict) else "[...]"
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def _float(tree: Any) -> float:
    if isinstance(tree, str):
        return parse_number(tree)
    if isinstance(tree, bool) or not isinstance(tree, int | float):
        raise InputError.of(
            "input.not_a_number",
            "",
            f"{_short(tree)} is not a number",
            "give digits, with a point for decimals",
            text=_bare(tree),
        )
    try:
        return check_number(float(tree))
    except OverflowError:
        raise InputError.of(
            "input.too_large",
            "",
            "the number is larger than any factory's figure",
            "check the digits and the unit",
            text=_bare(tree),
        ) from None


def _int(tree: Any) -> int:
    value = _float(tree)
    if value != int(value):
        raise InputError.of(
            "input.not_whole", "", f"{_short(tree)} is not a whole number", "give a whole number", text=_bare(tree)
        )
    return int(value)


def _bool(tree: Any) -> bool:
    if isinstance(tree, bool):
        return tree
    words = {
        "true": True,
        "yes": True,
        "on": True,
        "예": True,
        "false": False,
        "no": False,
        "off": False,
        "아니요": False,
    }
    if isinstance(tree, str) and tree.strip().lower() in words:
        return words[tree.strip().lower()]
    raise InputError.of(
        "input.not_yes_or_no", "", f"{_short(tree)} is neither yes nor no", "write yes or no", text=_bare(tree)
    )


def _text(tree: Any) -> str:
    if isinstance(tree, int) and not isinstance(tree, bool):
        return str(tree)
    if not isinstance(tree, str):
        raise InputError.of(
            "input.not_a_text",
            "",
            f"text is expected here, not {_short(tree)}",
            "write it in quotes",
            text=_bare(tree),
        )
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in tree):
        raise InputError.of(
            "input.control_character", "", "the text holds a control character", "type it anew", text=_bare(tree)
        )
    return tree.strip()


def parse_day(tree: Any) -> date:
    """The day a value shows.

    Raises
    ------
    InputError  It is none (`input.not_a_date`), or one no record has (`input.day_beyond`): counting years from it would
        lead out of the calendar.
    """
    try:
        day = tree if isinstance(tree, date) else date.fromisoformat(str(tree).strip())
    except ValueError:
        raise InputError.of(
            "input.not_a_date", "", f"{_short(tree)} is not a date", "write 2026-01-31", text=_bare(tree)
        ) from None
    if not FIRST_DAY.year <= day.year <= LAST_DAY.year:
        said, mend = f"{day} is a day no record has", f"write a day from {FIRST_DAY} to {LAST_DAY}"
        raise InputError.of("input.day_beyond", "", said, mend, day=str(day), first=str(FIRST_DAY), last=str(LAST_DAY))
    return day


def _period(tree: Any) -> Period:
    if isinstance(tree, dict):
        if tree.keys() != {"start", "end"}:
            raise InputError.of(
                "input.not_a_period",
                "",
                "a period has a start and an end",
                "write 2026, or start and end as days",
                text=_bare(tree),
            )
        return Period(parse_day(tree["start"]), parse_day(tree["end"]))
    try:
        year = _int(tree)
    except InputError:
        year = 0
    if not 1900 <= year <= 2200:
        raise InputError.of(
            "input.not_a_period",
            "",
            f"{_short(tree)} is not a year",
            "write 2026, or start and end as days",
            text=_bare(tree),
        )
    return Period.of_year(year)


_SCALARS: dict[type, Callable[[Any], Any]] = {
    float: _float,
    int: _int,
    bool: _bool,
    str: _text,
    date: parse_day,
    Period: _period,
    Quantity: lambda tree: tree,
}


def _scalar(kind: type, tree: Any, metadata: tuple[Any, ...]) -> Any:
    is_free = kind is float and any(isinstance(rule, AnySize) for rule in metadata)
    return tree if is_free and isinstance(tree, float) and math.isfinite(tree) else _SCALARS[kind](tree)


def _check_rule(rule: Any, value: Any, name: str) -> None:
    if isinstance(rule, Bounds):
        _check_bounds(rule, value)
    elif isinstance(rule, Dimensions) and isinstance(value, Quantity) and value.dimension not in rule.allowed:
        known = ", ".join(known_units(*rule.allowed)) or _example_unit(rule.allowed[0])
        raise InputError.of(
            "input.unit_mismatch",
            "",
            f"{value.unit} is a unit of {value.dimension}, not of {rule.allowed[0]}",
            f"give {known}",
            unit=value.unit,
            wanted=known,
        )
    elif isinstance(rule, Text) and isinstance(value, str):
        _check_text(rule, value, name)


def _check_bounds(rule: Bounds, value: Any) -> None:
    number = value.value if isinstance(value, Quantity) else value
    if not isinstance(number, int | float):
        return
    if rule.low is not None and number < rule.low:
        code = "input.negative" if rule.low == 0 else "input.out_of_range"
        raise InputError.of(
            code,
            "",
            f"{value} is below {rule.low:g}",
            "check the sign and the digits",
            text=value,
            limit=f"{rule.low:g}",
        )
    if rule.high is not None and number > rule.high:
        raise InputError.of(
            "input.out_of_range",
            "",
            f"{value} is above {rule.high:g}",
            "check the digits; 85 % is written 0.85" if rule.high == 1 else "check the digits and the unit",
            text=value,
            limit=f"{rule.high:g}",
        )


def _check_text(rule: Text, value: str, name: str) -> None:
    if len(value) > rule.longest:
        raise InputError.of(
            "input.text_too_long",
            "",
            f"the text has {len(value)} signs",
            f"use at most {rule.longest}",
            limit=rule.longest,
        )
    if rule.pattern and not re.fullmatch(rule.pattern, value):
        if not value:
            raise InputError.of("input.missing_field", "", f"{name} is empty", "fill it in", text=name)
        raise InputError.of(
            "input.text_form",
            "",
            f"{_short(value)} is not written as it should be",
            f"write it like {rule.example}" if rule.example else f"it must match the pattern {rule.pattern}",
            text=_bare(value),
            example=rule.example or rule.pattern,
        )


def _example_unit(dimension: str) -> str:
    above, per, below = dimension.partition(" per ")
    return "/".join(known_units(part)[0] for part in ((above, below) if per else (above,)))


def _stand_in(hint: Any, tree: Any = "") -> Any:
    """A harmless value of the wanted type, so that the rest can still be checked."""
    bare, metadata = unwrap_annotated(hint)
    origin = get_origin(bare)
    if bare is Quantity:
        allowed = next((rule.allowed for rule in metadata if isinstance(rule, Dimensions)), ("ratio",))
        return Quantity(_NAN, _example_unit(allowed[0]))
    if origin in (Union, types.UnionType):
        return _stand_in(get_args(bare)[0], tree)
    if origin is Literal:
        return get_args(bare)[0]
    if origin in (tuple, dict):
        return origin()
    simple = {
        float: _NAN,
        int: 0,
        bool: False,
        str: tree if isinstance(tree, str) else "",
        Period: Period.of_year(2026),
        date: date(2026, 1, 1),
    }
    if bare in simple:
        return simple[bare]
    return bare(
        **{
            name: _stand_in(kind) if default is MISSING else default
            for name, (kind, default) in attributes(bare).items()
        }
    )


def encode(value: Any, *, full: bool = False) -> Any:
    """A plain tree of an object; fields at their default are left out unless `full`. Floats keep every digit."""
    if isinstance(value, Quantity):
        return _encode_quantity(value)
    if isinstance(value, Period):
        return (
            value.year if value.is_calendar_year else {"start": value.start.isoformat(), "end": value.end.isoformat()}
        )
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        known = attributes(type(value))
        pairs = ((name, getattr(value, name)) for name in known if not name.startswith("_"))
        return {name: encode(item, full=full) for name, item in pairs if full or not _is_default(item, known[name][1])}
    if isinstance(value, dict):
        return {str(name): encode(item, full=full) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [encode(item, full=full) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _is_default(value: Any, default: Any) -> bool:
    return default is not MISSING and type(value) is type(default) and bool(value == default)


def _encode_quantity(value: Quantity) -> Any:
    number = repr(value.value)
    if value.cites:
        if not (value.unit or value.evidence):
            return value.cites
        given = {"value": value.cites, "unit": value.unit, "evidence": value.evidence}
        return {name: part for name, part in given.items() if part}
    if value.evidence:
        return {"value": value.value, "unit": value.unit, "evidence": value.evidence}
    return f"{number.removesuffix('.0')} {value.unit}"
