"""Answers as typed views, with the fields the description names. A field a newer place adds is passed over."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast

V = TypeVar("V")


def read(kind: type[V], data: Any) -> V:
    """A view from what was answered.

    Raises
    ------
    ValueError  It is none: a field is missing, or is of another kind.
    """
    return cast("V", _read(kind, data))


def written(value: Any) -> Any:
    """A value as it is sent."""
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: written(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: written(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [written(item) for item in value]
    return value


def _read(kind: Any, data: Any) -> Any:
    if dataclasses.is_dataclass(kind):
        return _view(cast("type[Any]", kind), data)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _one_of(inner, data)
    if origin is typing.Literal:
        return _chosen(inner, data)
    if origin is tuple:
        return tuple(_read(inner[0], item) for item in _checked(data, list))
    if origin is dict:
        return {key: _read(inner[1], item) for key, item in _checked(data, dict).items()}
    if kind is Any:
        return data
    if kind in (datetime, date):
        return kind.fromisoformat(_checked(data, str))
    if kind is float:
        return float(_checked(data, (int, float)))
    return _checked(data, kind)


def _view(kind: type[Any], data: Any) -> Any:
    given = _checked(data, dict)
    fields = {name: said for name, said in _hints(cast("Any", kind)).items() if name in given}
    try:
        return kind(**{name: _read(said, given[name]) for name, said in fields.items()})
    except TypeError as error:
        raise ValueError(f"{kind.__name__}: {error}") from None


def _one_of(kinds: tuple[Any, ...], data: Any) -> Any:
    for kind in kinds:
        try:
            return _read(kind, data)
        except ValueError:
            continue
    raise ValueError(f"{type(data).__name__} is none of {kinds}")


def _chosen(known: tuple[Any, ...], data: Any) -> Any:
    if not any(data == item and type(data) is type(item) for item in known):
        raise ValueError(f"{str(data)[:40]!r} is none of {known}")
    return data


def _checked(data: Any, kind: Any) -> Any:
    if not isinstance(data, kind) or (isinstance(data, bool) and kind is not bool):
        raise ValueError(f"{type(data).__name__} where {kind} is described")
    return data


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)
