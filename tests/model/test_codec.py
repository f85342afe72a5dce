import math
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, Literal

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.model import (
    Company,
    Document,
    ElectricityBalance,
    ElectricitySource,
    EmissionSource,
    HeatNet,
    InputError,
    Installation,
    Meter,
    Period,
    Plant,
    Process,
    Product,
    Purchase,
    Quantity,
    ScrapInput,
    SourceStream,
    Step,
    StockMethod,
    VerifiedValue,
    decode,
    encode,
    schema,
)
from pulmu.model.attribute import AnySize, Bounds, Dimensions, Text, Unique
from pulmu.model.paid_bill import PaidBill

MINIMAL: dict[str, Any] = {
    "company": {"name": "Hanbit", "country": "KR"},
    "installation": {"name": "Ansan", "country": "KR"},
    "period": 2026,
    "processes": [{"id": "p", "goods": [{"id": "g", "cn_code": "73181588", "produced": "10 t"}]}],
}


def problems_of(kind: type, tree: Any) -> dict[str, str]:
    """Code of each problem by its place."""
    return {problem.place: problem.code for problem in decode(kind, Document(tree, "")).problems}


# Every problem, with its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    id: str
    number: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    name: Annotated[str, Text(5, "[a-z]+", "abc")]
    count: int = 0
    share: Annotated[float, Bounds(0, 1)] = 0.5
    ready: bool = False
    day: date | None = None
    colour: Literal["red", "green"] = "red"
    mass: Annotated[Quantity | None, Dimensions(("mass",)), Bounds(0)] = None
    parts: Annotated[tuple[Part, ...], Unique()] = ()
    table: dict[str, Annotated[Quantity | Literal["rest"], Dimensions(("mass",))]] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({}, {"name": "input.missing_field"}),
        ([], {"": "input.not_a_mapping"}),
        ({"name": None}, {"name": "input.missing_field"}),
        ({"name": ""}, {"name": "input.missing_field"}),
        ({"name": ["abc"]}, {"name": "input.not_a_text"}),
        ({"name": 12}, {"name": "input.text_form"}),
        ({"name": "ABC"}, {"name": "input.text_form"}),
        ({"name": "abcdef"}, {"name": "input.text_too_long"}),
        ({"name": "a\0b"}, {"name": "input.control_character"}),
        ({"name": "abc", "nmae": "x"}, {"nmae": "input.unknown_field"}),
        ({"name": "abc", "count": "1.5"}, {"count": "input.not_whole"}),
        ({"name": "abc", "count": "many"}, {"count": "input.not_a_number"}),
        ({"name": "abc", "count": True}, {"count": "input.not_a_number"}),
        ({"name": "abc", "share": "12,40"}, {"share": "input.not_a_number"}),
        ({"name": "abc", "share": math.nan}, {"share": "input.not_finite"}),
        ({"name": "abc", "share": 1e308}, {"share": "input.too_large"}),
        ({"name": "abc", "share": 10**400}, {"share": "input.too_large"}),
        ({"name": "abc", "share": -1}, {"share": "input.negative"}),
        ({"name": "abc", "share": 85}, {"share": "input.out_of_range"}),
        ({"name": "abc", "ready": "maybe"}, {"ready": "input.not_yes_or_no"}),
        ({"name": "abc", "ready": 1}, {"ready": "input.not_yes_or_no"}),
        ({"name": "abc", "day": "31.1.2026"}, {"day": "input.not_a_date"}),
        ({"name": "abc", "colour": "gren"}, {"colour": "input.not_a_choice"}),
        ({"name": "abc", "colour": ["red"]}, {"colour": "input.not_a_choice"}),
        ({"name": "abc", "mass": "-1 t"}, {"mass": "input.negative"}),
        ({"name": "abc", "mass": "1 MWh"}, {"mass": "input.unit_mismatch"}),
        ({"name": "abc", "mass": "1"}, {"mass": "input.unit_missing"}),
        ({"name": "abc", "mass": 1}, {"mass": "input.unit_missing"}),
        ({"name": "abc", "mass": True}, {"mass": "input.not_a_number"}),
        ({"name": "abc", "mass": {"value": 1}}, {"mass": "input.unit_missing"}),
        ({"name": "abc", "mass": {"value": 1, "unit": "stone"}}, {"mass.unit": "input.unit_unknown"}),
        ({"name": "abc", "mass": {"value": 1, "unit": "t", "note": "x"}}, {"mass.note": "input.unknown_field"}),
        ({"name": "abc", "mass": {"unit": "t"}}, {"mass.value": "input.missing_field"}),
        ({"name": "abc", "mass": {"value": "x", "unitt": "t"}}, {
            "mass": "input.unit_missing",
            "mass.value": "input.not_a_number",
            "mass.unitt": "input.unknown_field",
        }),
        ({"name": "abc", "parts": "x"}, {"parts": "input.not_a_list"}),
        ({"name": "abc", "parts": [{"id": "a"}, {"id": "a"}]}, {"parts[1].id": "input.duplicate_id"}),
        ({"name": "abc", "parts": [{}, 5]}, {"parts[0].id": "input.missing_field", "parts[1]": "input.not_a_mapping"}),
        ({"name": "abc", "table": ["x"]}, {"table": "input.not_a_mapping"}),
        ({"name": "abc", "table": {"a": "the rest", "b": "rest"}}, {"table.a": "input.not_a_number"}),
    ],
)  # fmt: skip
def test_each_slip_has_its_code_and_place(tree: Any, expected: dict[str, str]) -> None:
    assert expected == problems_of(Thing, tree)


def test_all_slips_are_told_at_once() -> None:
    tree = {"count": "x", "share": 2, "colour": "blue", "mass": "1 MWh", "parts": [{"number": "y"}], "extra": 1}
    expected = {
        "extra": "input.unknown_field",
        "name": "input.missing_field",
        "count": "input.not_a_number",
        "share": "input.out_of_range",
        "colour": "input.not_a_choice",
        "mass": "input.unit_mismatch",
        "parts[0].id": "input.missing_field",
        "parts[0].number": "input.not_a_number",
    }
    assert expected == problems_of(Thing, tree)
    with pytest.raises(InputError) as caught:
        decode(Thing, Document(tree, "")).unwrap()
    assert len(expected) == len(caught.value.problems)


def test_every_problem_says_how_to_mend_it() -> None:
    tree = {"count": "x", "share": 2, "colour": "gren", "mass": "1 MWh", "parts": [{"number": "y"}], "naem": 1}
    found = decode(Thing, Document(tree, "thing.yaml")).problems
    assert all(problem.mend and problem.place.startswith("thing.yaml") for problem in found)
    mends = " ".join(problem.mend for problem in found)
    assert "did you mean 'name'?" in mends
    assert "did you mean 'green'?" in mends


def test_text_as_yaml_gives_it_is_read_by_the_wanted_type() -> None:
    tree = {"name": " abc ", "count": "1,000", "share": ".5", "ready": "예", "day": "2026-01-31", "mass": "1,250 t"}
    thing = decode(Thing, Document(tree, "")).unwrap()
    assert ("abc", 1000, 0.5, True, date(2026, 1, 31), Quantity(1250.0, "t")) == (
        thing.name,
        thing.count,
        thing.share,
        thing.ready,
        thing.day,
        thing.mass,
    )


def test_a_quantity_knows_where_it_stands() -> None:
    document = Document({"name": "abc", "mass": "1 t"}, "thing.yaml", "9f2c" * 16, {("mass",): 7})
    mass = decode(Thing, document).unwrap().mass
    assert mass is not None
    assert str(mass.source) == "thing.yaml, line 7, mass, sha256 9f2c9f2c9f2c"


def test_a_default_may_be_left_out_or_left_empty() -> None:
    assert decode(Thing, Document({"name": "abc"}, "")).unwrap() == (
        decode(Thing, Document({"name": "abc", "count": None, "parts": None, "mass": None}, "")).unwrap()
    )


def test_country_no_and_a_number_as_code_are_texts() -> None:
    company = decode(Company, Document({"name": "N", "country": "NO"}, "")).unwrap()
    assert company.country == "NO"
    tree = MINIMAL | {"processes": [{"id": "p", "goods": [{"id": "g", "cn_code": 73181588}]}]}
    assert decode(Plant, Document(tree, "")).unwrap().processes[0].goods[0].cn_code == "73181588"


# There and back


def amount(*units: str) -> st.SearchStrategy[Quantity]:
    evidence = st.sampled_from(["", "meter:gm_1", "전기요금 고지서"])
    return st.builds(Quantity, st.floats(0, 1e15), st.sampled_from(units), evidence)


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)
ids = st.from_regex(r"[a-z][a-z0-9_.-]{0,8}", fullmatch=True)
quarters = st.dictionaries(st.sampled_from(["2026Q1", "2026Q2"]), amount("t", "kg"), max_size=2)
users = st.dictionaries(ids, amount("t") | st.just("rest"), max_size=3)
heat_users = st.dictionaries(ids, amount("GJ", "MWh") | st.just("rest"), max_size=3)
names = words.filter(bool)


def unique(items: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=most, unique_by=lambda item: item.id).map(tuple)


stock = st.builds(StockMethod, sent_out=amount("t"), received=amount("t"), returned=amount("kg"))
goods = st.builds(Product, id=ids, name=words, name_local=words, cn_code=words, cbam_good=st.booleans(),
                  produced=st.none() | amount("t"), stock_method=st.none() | stock, off_spec=st.none() | amount("kg"),
                  route=st.sampled_from(["", "C", "L"]), exports_to_eu=quarters)  # fmt: skip
scrap_inputs = st.lists(st.builds(ScrapInput, name=words, amount=amount("t")), max_size=2).map(tuple)
processes = st.builds(Process, id=ids, name=words, grouping_reason=words, goods=st.lists(goods, max_size=2).map(tuple),
                      steps=unique(st.builds(Step, id=ids, kind=st.sampled_from(["pickling", "plating"]))),
                      own_precursors=st.dictionaries(ids, amount("t"), max_size=2),
                      scrap_inputs=scrap_inputs)  # fmt: skip
streams = st.builds(SourceStream, id=ids, method=st.sampled_from(["combustion", "process"]), material=words,
                    amount=amount("Nm3", "t", "MJ gross"), net_to_gross_ratio=st.none() | st.floats(0.5, 1),
                    net_calorific_value=st.none() | amount("MJ/Nm3", "GJ/t"), oxidation_factor=st.floats(0, 1),
                    used_by=users)  # fmt: skip
plants = st.builds(
    Plant,
    company=st.builds(Company, name=names, name_local=words, country=words),
    installation=st.builds(Installation, name=names, country=words, latitude=st.none() | st.floats(-90, 90)),
    period=st.integers(1900, 2200).map(Period.of_year) | st.just(Period(date(2026, 3, 1), date(2026, 12, 31))),
    months_monitored=st.none() | st.integers(1, 12),
    meters=unique(st.builds(Meter, id=ids, measures=st.sampled_from(["gas", "mass"]), name=words)),
    source_streams=unique(streams),
    emission_sources=unique(
        st.builds(EmissionSource, id=ids, kind=st.sampled_from(["furnace", "boiler"]),
                  serves=st.lists(ids, max_size=2).map(tuple), throughput=st.dictionaries(ids, amount("t"), max_size=2))
    ),
    heat_nets=unique(st.builds(HeatNet, id=ids, efficiency=st.none() | st.floats(0.3, 1.1), used_by=heat_users)),
    electricity=st.builds(
        ElectricityBalance,
        sources=unique(st.builds(ElectricitySource, id=ids, amount=amount("MWh"), evidence=words)),
        used_by=heat_users,
    ),
    processes=unique(processes),
    purchases=unique(
        st.builds(Purchase, id=ids, cn_code=words, country_of_origin=words, received=amount("t"), used_by=users,
                  verified=st.none() | st.builds(VerifiedValue, direct=amount("t CO2e/t"), verification_report=words,
                                                 year=st.none() | st.integers(2000, 2100)))
    ),
    price_scenarios=st.dictionaries(words, st.dictionaries(words, amount("EUR/t CO2e"), max_size=2), max_size=2),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(plants, st.booleans())
def test_decoding_what_was_encoded_is_identity(plant: Plant, full: bool) -> None:
    tree = encode(plant, full=full)
    decoded = decode(Plant, Document(tree, "plant.json"))
    assert decoded.problems == ()
    assert plant == decoded.value


VALIDATOR = jsonschema.Draft202012Validator(schema(Plant))


@settings(max_examples=30, deadline=None)
@given(plants, st.booleans())
def test_the_schema_accepts_what_is_encoded(plant: Plant, full: bool) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(encode(plant, full=full))] == []


def test_the_schema_refuses_what_the_codec_refuses() -> None:
    VALIDATOR.check_schema(schema(Plant))
    VALIDATOR.validate(MINIMAL)
    changes: list[dict[str, Any]] = [
        {"period": "next year"},
        {"processes": {}},
        {"purchases": [{"id": "x"}]},
        {"unknown": 1},
        {"months_monitored": 13},
        {"company": {"name": "Hanbit"}},
        {"source_streams": [{"id": "a b", "material": "LPG", "amount": "1 t"}]},
        {"source_streams": [{"id": "a", "material": "LPG", "amount": "t"}]},
    ]
    for change in changes:
        assert problems_of(Plant, MINIMAL | change)
        assert not VALIDATOR.is_valid(MINIMAL | change)


def test_fields_at_their_default_are_left_out_unless_all_are_wanted() -> None:
    thing = Thing(name="abc", count=3)
    assert encode(thing) == {"name": "abc", "count": 3}
    assert list(Thing.__dataclass_fields__) == list(encode(thing, full=True))
    assert encode(replace(thing, ready=True)) == {"name": "abc", "count": 3, "ready": True}


_leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["1 t", "rest"])
)
_names = st.sampled_from(
    [*Plant.__dataclass_fields__, *Process.__dataclass_fields__, *Purchase.__dataclass_fields__, "x"]
)
_trees = st.recursive(
    _leaves, lambda part: st.lists(part, max_size=3) | st.dictionaries(_names, part, max_size=4), max_leaves=25
)


@settings(max_examples=150, deadline=None)
@given(_trees)
def test_any_tree_gives_a_plant_or_problems_never_a_traceback(tree: Any) -> None:
    decoded = decode(Plant, Document(tree, "plant.json"))
    assert isinstance(decoded.value, Plant)
    assert all(problem.code.startswith("input.") and str(problem) for problem in decoded.problems)


def test_a_number_of_a_whole_nation_may_be_larger_than_any_factorys() -> None:
    @dataclass(frozen=True)
    class Nation:
        money: Annotated[float, AnySize()] | None = None
        pair: tuple[Annotated[float, AnySize()] | None, ...] = ()
        other: float = 0.0

    found = decode(Nation, Document({"money": 4.15e17, "pair": [None, -1e300], "other": 1e14}, ""))
    assert (found.value, found.problems) == (Nation(4.15e17, (None, -1e300), 1e14), ())
    wrong = {"money": float("inf"), "pair": ["x", float("nan")], "other": 4.15e17}
    codes = ["input.not_finite", "input.not_a_number", "input.not_finite", "input.too_large"]
    assert [item.code for item in decode(Nation, Document(wrong, "")).problems] == codes


def test_a_wrong_id_is_one_problem_and_no_name_that_stands_twice() -> None:
    lines = [{"id": "basick", "won": 1}, {"id": "basic", "won": 1}, {"id": "basic", "won": 1}]
    assert problems_of(PaidBill, {"month": "2026-07", "lines": lines}) == {
        "lines[0].id": "input.not_a_choice", "lines[2].id": "input.duplicate_id",
    }  # fmt: skip
