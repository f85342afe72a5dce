"""A reform: a dated change of parameters of law or of programmes, written by an officer."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text
from pulmu.model.flow import Words

ReformId = Annotated[str, Text(80, r"[a-z][a-z0-9_]*", "ai_voucher_mid_sized"), Doc("short name; letters, digits, _")]
ParameterName = Annotated[str, Text(160, r"[a-z][\w.]*", "ai_voucher.sizes"), Doc("name of a parameter of the rules")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterChange:
    """One parameter changed: a new value, or what is added to, taken from or multiplied with the one that holds."""

    parameter: ParameterName
    value: Annotated[Words, Doc("new number, word, or yes or no; the word unknown where nothing holds any more")] = ""
    choices: Annotated[tuple[str, ...] | None, Most(200), Doc("new set of choices")] = None
    add: Annotated[tuple[str, ...], Most(200), Doc("choices added to the set")] = ()
    remove: Annotated[tuple[str, ...], Most(200), Doc("choices taken out of the set")] = ()
    rows: Annotated[dict[str, float], Doc("new rows of a table, by key")] = field(default_factory=dict)
    times: Annotated[float | None, Bounds(0, 1e6), Doc("the number, or every row of the table, times this")] = None
    as_packaged: Annotated[bool, Doc("as Pulmu's rules have it: undoes a change of `before`")] = False
    without_versions_from: Annotated[
        date | None, Doc("as if the versions valid from this day on had never come; the one before them holds on")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReformSource:
    """Where a reform or a figure of it was found."""

    source: Words
    date: Words = ""
    supports: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reform:
    """What is compared: the rules as they are (or with `before`), and the rules with `after`.

    Parameters
    ----------
    before : Changes that make the world before the reform, where the rules as packaged already hold it.
    after : Changes that make the world after it.
    """

    pulmu: Annotated[Literal["reform/1"], Doc("kind and version of this document")] = "reform/1"
    id: ReformId
    name_ko: Words
    name_en: Words
    status: Annotated[Literal["in_force", "draft", "proposal"], Doc("whether it is law, a draft, or a proposal")]
    valid_from: Annotated[date | None, Doc("first day; not given where none is named")] = None
    before: Annotated[tuple[ParameterChange, ...], Most(500)] = ()
    after: Annotated[tuple[ParameterChange, ...], Most(500)] = ()
    note_ko: Words = ""
    note_en: Words = ""
    sources: Annotated[tuple[ReformSource, ...], Most(100)] = ()
