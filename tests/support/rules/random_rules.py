"""Random rulebooks over a fixed set of facts, and random firms, for properties that hold for any rule."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from pulmu.model import Source
from pulmu.support.rules import (
    AllOf,
    Among,
    AnyOf,
    Between,
    Capped,
    Compare,
    Contains,
    Decide,
    Either,
    Exists,
    Fixed,
    Flag,
    Floored,
    Given,
    Keyed,
    Less,
    Member,
    Not,
    Over,
    Parameter,
    Pick,
    Plus,
    Ranked,
    Reached,
    Rulebook,
    Setting,
    Switched,
    Times,
    Total,
    Version,
    Within,
)

ACT = Source("an act", "article 1", "2026", "read")
DAY = date(2026, 11, 25)
ORDER = ("none", "basic", "middle", "high")
LETTERS = ("A", "B", "C")
LABELS = ("small", "medium", "large", "outside")

Nullable = st.none
_small = st.integers(0, 6)
_dates = st.dates(DAY - timedelta(days=4200), DAY + timedelta(days=200))
_optional_value = st.one_of(st.none(), _small.map(float))


def _versions(values: Any) -> Any:
    one = st.builds(lambda v: (Version(v, ACT),), values)
    two = st.builds(
        lambda a, b, day: (Version(a, ACT, None, day - timedelta(days=1)), Version(b, ACT, day)), values, values, _dates
    )
    late = st.builds(lambda v: (Version(v, ACT, date(2019, 1, 1)),), values)
    return st.one_of(one, two, late)


_set = st.frozensets(st.sampled_from(LETTERS))
_labels = st.one_of(st.just(Setting("labels")), st.frozensets(st.sampled_from(LABELS), min_size=1))
_table = st.dictionaries(st.sampled_from([1, 2, 3]), _optional_value)
PARAMETERS = {
    **{f"number{n}": ("KRW", _versions(_optional_value)) for n in range(3)},
    **{f"years{n}": ("years", _versions(st.one_of(st.none(), st.integers(0, 9).map(float)))) for n in range(2)},
    "letters": ("", _versions(st.one_of(st.none(), _set))),
    "labels": ("", _versions(st.one_of(st.none(), st.frozensets(st.sampled_from(LABELS))))),
    "level": ("", _versions(st.one_of(st.none(), st.sampled_from(ORDER)))),
    "switch": ("", _versions(st.one_of(st.none(), st.sampled_from(["one", "two"])))),
    "table": ("KRW", _versions(_table)),
}

_on = st.sampled_from([None, "date1", "date2"])
_leaf = st.one_of(
    st.builds(Given, st.sampled_from(["x", "y", "z"]), st.just("KRW")),
    st.builds(Setting, st.sampled_from(["number0", "number1", "number2"]), _on),
    st.builds(Keyed, st.just("table"), st.just("key"), _on),
    st.builds(lambda n: Fixed(float(n), "KRW"), _small),
    st.just(Between("between", "least", "most", "KRW")),
)


def _numbers(findings: Any, depth: int) -> Any:
    if depth == 0:
        return _leaf
    inner = _numbers(findings, depth - 1)
    return st.one_of(
        _leaf,
        st.builds(lambda a, b: Plus("plus", (a, b), "KRW"), inner, inner),
        st.builds(lambda a, b: Times("times", a, b, "KRW"), inner, inner),
        st.builds(lambda a, b: Over("over", a, b, "KRW"), inner, inner),
        st.builds(lambda a, b: Capped("capped", a, b, "KRW"), inner, inner),
        st.builds(lambda a, b: Floored("floored", a, b, "KRW"), inner, inner),
        st.builds(lambda a, b: Less("less", a, b, "KRW"), inner, inner),
        st.builds(lambda parts: Either("either", tuple(parts), "KRW"), st.lists(inner, min_size=1, max_size=3)),
        st.builds(
            lambda pairs, rest: Pick("pick", tuple(pairs), rest, "KRW"),
            st.lists(st.tuples(findings, inner), max_size=3),
            st.one_of(st.none(), inner),
        ),
    )


_signs = st.sampled_from(["<", "<=", ">", ">="])
_plain_findings = st.one_of(
    st.builds(Flag, st.sampled_from(["flag1", "flag2"])),
    st.builds(Among, st.just("letter"), st.one_of(_set, st.just(Setting("letters")))),
    st.builds(Among, st.just("key"), st.frozensets(st.sampled_from(["1", "2", "3"]))),
    st.builds(lambda sign: Ranked("level", sign, Setting("level"), ORDER), _signs),
    st.just(Contains("has", Setting("letters"))),
    st.builds(
        lambda years, fact, on, last: Within("within", fact, Setting(years, on), last),
        st.sampled_from(["years0", "years1"]),
        st.sampled_from(["date1", "date2"]),
        _on,
        st.booleans(),
    ),
    st.builds(lambda fact: Reached("reached", fact), st.sampled_from(["date1", "date2"])),
    st.builds(lambda choice, on: Switched("switch", choice, None, on), st.sampled_from(["one", "two"]), _on),
    st.builds(lambda a, s, b: Compare("compare", a, s, b, ACT, "KRW"), _leaf, _signs, _leaf),
)
_row_findings = st.one_of(
    st.builds(Flag, st.just("counts")),
    st.builds(
        lambda s, b: Compare("compare", Given("weight", "KRW"), s, b, ACT, "KRW"),
        _signs,
        st.builds(Setting, st.sampled_from(["number0", "number1"])),
    ),
)
_amount = st.one_of(
    st.just(Given("weight", "KRW")),
    st.builds(lambda s: Times("times", Given("weight"), s), st.builds(Setting, st.just("number0"))),
)
_complete = st.sampled_from([None, "flag1"])
_related = st.one_of(
    st.builds(lambda where, whole: Exists("exists", "rows", where, whole), _row_findings, _complete),
    st.builds(
        lambda amount, where, whole, sign, limit: Compare(
            "total", Total("sum", "rows", amount, where, whole), sign, limit, ACT, "KRW"
        ),
        _amount,
        _row_findings,
        _complete,
        _signs,
        _leaf,
    ),
)


def findings(depth: int = 2) -> Any:
    """Random findings; deeper ones join and compare shallower ones."""
    if depth == 0:
        return st.one_of(_plain_findings, _related)
    inner = findings(depth - 1)
    numbers = _numbers(inner, 2)
    return st.one_of(
        inner,
        st.builds(lambda parts: AllOf("all", tuple(parts)), st.lists(inner, max_size=3)),
        st.builds(lambda parts: AnyOf("any", tuple(parts)), st.lists(inner, max_size=3)),
        st.builds(lambda part: Not("not", part), inner),
        st.builds(lambda a, s, b: Compare("compare", a, s, b, ACT, "KRW"), numbers, _signs, numbers),
        st.builds(Member, decisions(inner), _labels),
    )


def decisions(inner: Any) -> Any:
    """Random decisions, one inside another now and then."""
    label = st.sampled_from(LABELS)
    simple = st.builds(
        lambda pairs, rest: Decide("decide", tuple(pairs), rest), st.lists(st.tuples(inner, label), max_size=3), label
    )
    return st.builds(
        lambda pairs, rest: Decide("decide", tuple(pairs), rest),
        st.lists(st.tuples(inner, st.one_of(label, simple)), max_size=2),
        st.one_of(label, simple),
    )


@dataclass(frozen=True)
class Drawn:
    rulebook: Rulebook
    firms: list[dict[str, Any]]
    rows: list[dict[str, Any]]


_firm = st.fixed_dictionaries(
    {
        "x": st.one_of(st.none(), _small),
        "y": st.one_of(st.none(), _small),
        "z": st.one_of(st.none(), _small),
        "least": st.one_of(st.none(), st.integers(0, 3)),
        "most": st.one_of(st.none(), st.integers(3, 6)),
        "key": st.one_of(st.none(), st.integers(1, 5)),
        "flag1": st.one_of(st.none(), st.booleans()),
        "flag2": st.one_of(st.none(), st.booleans()),
        "letter": st.one_of(st.none(), st.sampled_from([*LETTERS, "Z"])),
        "level": st.one_of(st.none(), st.sampled_from(ORDER)),
        "has": st.one_of(st.none(), st.lists(st.sampled_from(LETTERS), unique=True)),
        "date1": st.one_of(st.none(), _dates),
        "date2": st.one_of(st.none(), _dates),
    }
)
_row = st.fixed_dictionaries(
    {
        "firm_id": st.integers(0, 5),
        "weight": st.one_of(st.none(), _small),
        "counts": st.one_of(st.none(), st.booleans()),
    }
)


@st.composite
def drawn(draw: Any) -> Drawn:
    """A rulebook whose parameters hold on `DAY`, six firms and the rows of a relation."""
    parameters = {}
    for name, (unit, versions) in PARAMETERS.items():
        chosen = draw(versions)
        if not any(version.holds_on(DAY) for version in chosen):
            chosen = (Version(chosen[-1].value, ACT),)
        parameters[name] = Parameter(name, unit, chosen)
    inner = findings()
    outputs = {"finding": draw(inner), "decision": draw(decisions(inner)), "number": draw(_numbers(findings(1), 2))}
    firms = [{"firm_id": number, **draw(_firm)} for number in range(6)]
    return Drawn(Rulebook(parameters, outputs), firms, draw(st.lists(_row, max_size=8)))
