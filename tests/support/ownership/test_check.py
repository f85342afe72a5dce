from typing import Any

import pytest

from pulmu.model import Document, Firms, InputError, decode
from pulmu.support.ownership import asked_firm, check_firms

SOUND: dict[str, Any] = {
    "firm": "a",
    "companies": [{"id": "a"}, {"id": "b"}],
    "holders": [{"id": "kim", "kind": "person"}, {"id": "fund", "kind": "fund"}],
    "shareholdings": [{"holder": "kim", "company": "a", "share": 0.6}, {"holder": "b", "company": "a", "share": 0.4}],
}
YEAR = {"end": "2025-12-31", "sales_krw": 100}


def problems_of(tree: dict[str, Any]) -> list[tuple[str, str]]:
    document = Document(tree, "")
    firms = decode(Firms, document).unwrap()
    return [(problem.code, problem.place) for problem in check_firms(document, firms)]


def held(*entries: tuple[str, str, float]) -> dict[str, Any]:
    return {"shareholdings": [dict(zip(("holder", "company", "share"), entry, strict=True)) for entry in entries]}


def test_a_sound_file_has_no_problem() -> None:
    assert problems_of(SOUND) == []


def company(**fields: Any) -> dict[str, Any]:
    return {"companies": [{"id": "a"} | fields, {"id": "b"}]}


def holders(kim: dict[str, Any], fund: dict[str, Any]) -> dict[str, Any]:
    return {"holders": [{"id": "kim", "kind": "person"} | kim, {"id": "fund", "kind": "fund"} | fund]}


NO_COMPANY = [("firm.no_company", "companies"), ("firm.not_known", "shareholdings[0].company")]
NO_TIES = [("firm.tie_not_known", "holders[0].relatives[0]"), ("firm.tie_not_known", "holders[0].officer_of[0]")]
NOT_OTHER = [("firm.not_a_company", "companies[0].consolidates[0]")]
BY_INDUSTRY = "companies[0].business_years[0].sales_by_industry_krw"
INDUSTRIES = [("firm.industry_code", f"{BY_INDUSTRY}.C24"), ("firm.industries_over_sales", BY_INDUSTRY)]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"companies": []}, NO_COMPANY),
        ({"firm": None}, [("firm.not_named", "firm")]),
        ({"firm": "c"}, [("firm.not_in_file", "firm")]),
        (holders({}, {"id": "b"}), [("firm.name_twice", "holders[1].id")]),
        (held(("kin", "a", 0.1)), [("firm.not_known", "shareholdings[0].holder")]),
        (held(("a", "kim", 0.1)), [("firm.share_of_person", "shareholdings[0].company")]),
        (held(("a", "a", 0.1)), [("firm.own_shares", "shareholdings[0]")]),
        (held(("b", "a", 0.1), ("b", "a", 0.1)), [("firm.holding_twice", "shareholdings[1]")]),
        (held(("b", "a", 0.5), ("kim", "a", 0.51)), [("firm.over_all", "shareholdings[1]")]),
        (company(consolidates=["kim"]), NOT_OTHER),
        (company(consolidates=["a"]), NOT_OTHER),
        (holders({"relatives": ["fund"], "officer_of": ["kim"]}, {}), NO_TIES),
        (holders({}, {"officer_of": ["a"]}), [("firm.not_a_person", "holders[1].officer_of")]),
        (company(business_years=[YEAR, YEAR]), [("firm.given_twice", "companies[0].business_years")]),
        (company(leaving=[{"on": "2025-04-01"}] * 2), [("firm.given_twice", "companies[0].leaving")]),
        (company(business_years=[YEAR | {"sales_by_industry_krw": {"C24": 60, "25": 41}}]), INDUSTRIES),
    ],
)
def test_what_cannot_be_is_told_with_its_place(change: dict[str, Any], found: list[tuple[str, str]]) -> None:
    told = problems_of(SOUND | change)
    assert [item for item in told if item in found] == found
    assert {code for code, _ in told} == {code for code, _ in found}


def test_shares_that_add_up_to_all_but_for_a_binary_fraction_are_sound() -> None:
    assert problems_of(SOUND | held(("b", "a", 0.7), ("kim", "a", 0.1), ("fund", "a", 0.2))) == []
    assert problems_of(SOUND | held(("b", "a", 0.7), ("kim", "a", 0.1), ("fund", "a", 0.2001))) != []


def test_the_firm_asked_about_may_be_left_out_if_there_is_one_only() -> None:
    firms = decode(Firms, Document({"companies": [{"id": "only"}]}, "")).unwrap()
    assert asked_firm(firms).id == "only"


@pytest.mark.parametrize("change", [{"firm": None}, {"firm": "c"}, {"companies": []}])
def test_a_file_that_asks_about_no_firm_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        asked_firm(decode(Firms, Document(SOUND | change, "")).unwrap())
