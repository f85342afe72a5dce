from datetime import date
from typing import Any

import pytest

from pulmu.model import Document, Firm, Firms, Leaving, Membership, decode, encode, schema

FILE: dict[str, Any] = {
    "firm": "hanbit",
    "companies": [
        {
            "id": "hanbit",
            "name": "Hanbit Fasteners",
            "body": "company",
            "province": "KR-48",
            "ksic": "25941",
            "founded_on": "2003-05-01",
            "listed": "no",
            "business_years": [
                {"end": "2025-12-31", "sales_krw": "158,000,000,000", "total_assets_krw": 91_000_000_000},
                {"end": "2024-12-31", "sales_krw": "151e9", "sales_by_industry_krw": {"25": 100, "24": 51}},
            ],
            "disclosure_group": {"member": "yes", "since": "2024-05-01", "until": "2025-05-01"},
            "leaving": [{"on": "2025-04-01", "because": "growth"}],
            "facts": {"has_ai_plan": True, "exports_usd": 12, "rnd_share": 0.02, "track": "carbon"},
        }
    ],
    "holders": [{"id": "kim", "kind": "person", "relatives": ["lee"]}, {"id": "lee", "kind": "person"}],
    "shareholdings": [{"holder": "kim", "company": "hanbit", "share": 0.4}],
}


def problems_of(tree: Any) -> dict[str, str]:
    return {problem.place: problem.code for problem in decode(Firms, Document(tree, "")).problems}


def test_a_file_is_read_and_written_back_as_it_was() -> None:
    firms = decode(Firms, Document(FILE, "firm.yaml")).unwrap()
    assert firms.companies[0].business_years[0].sales_krw == 158_000_000_000
    assert firms.companies[0].business_years[1].sales_krw == 151_000_000_000
    assert firms == decode(Firms, Document(encode(firms), "firm.json")).unwrap()


def test_facts_of_programmes_keep_the_type_they_are_written_in() -> None:
    facts = decode(Firms, Document(FILE, "firm.yaml")).unwrap().companies[0].facts
    assert facts == {"has_ai_plan": True, "exports_usd": 12, "rnd_share": 0.02, "track": "carbon"}
    assert [bool, int, float, str] == [type(value) for value in facts.values()]


def test_what_law_asks_is_unknown_until_it_is_given() -> None:
    firm = decode(Firms, Document({"companies": [{"id": "a"}]}, "")).unwrap().companies[0]
    assert firm == Firm(id="a")
    assert {None} == {firm.listed, firm.owners_known, firm.disclosure_group, firm.leaving, firm.consolidates}


def test_never_left_is_told_apart_from_not_told() -> None:
    told = decode(Firms, Document({"companies": [{"id": "a", "leaving": []}]}, "")).unwrap()
    assert told.companies[0].leaving == ()
    assert encode(told)["companies"] == [{"id": "a", "leaving": []}]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("ksic", "C24", "input.text_form"),
        ("ksic", "2", "input.text_form"),
        ("province", "Seoul", "input.not_a_choice"),
        ("body", "companie", "input.not_a_choice"),
        ("founded_on", "2003-02-30", "input.not_a_date"),
        ("total_assets_krw", -1, "input.negative"),
        ("total_assets_krw", 1_000_000_000_000_001, "input.too_large"),
        ("total_assets_krw", "10.5", "input.not_whole"),
        ("regular_employees", -0.5, "input.negative"),
        ("listed", "perhaps", "input.not_yes_or_no"),
        ("id", "한 빛", "input.text_form"),
        ("listd", True, "input.unknown_field"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(field: str, value: object, code: str) -> None:
    assert problems_of({"companies": [{"id": "a"} | {field: value}]}) == {f"companies[0].{field}": code}


@pytest.mark.parametrize("share", [-0.01, 1.01, 49.9, "nan"])
def test_a_share_lies_between_none_and_all(share: object) -> None:
    tree = FILE | {"shareholdings": [{"holder": "kim", "company": "hanbit", "share": share}]}
    assert list(problems_of(tree)) == ["shareholdings[0].share"]


def test_everything_wrong_is_told_at_once() -> None:
    year = {"end": "2025-12-31", "months": 13, "sales_krw": -1}
    tree = {"companies": [{"id": "a", "business_years": [year]}, {"id": "a"}], "holders": [{"id": "h"}]}
    assert problems_of(tree) == {
        "companies[0].business_years[0].months": "input.out_of_range",
        "companies[0].business_years[0].sales_krw": "input.negative",
        "companies[1].id": "input.duplicate_id",
        "holders[0].kind": "input.missing_field",
    }


def test_a_list_has_an_end() -> None:
    assert problems_of({"companies": [{"id": f"a{n}"} for n in range(3_000)]}) == {}
    assert problems_of({"companies": [{"id": f"a{n}"} for n in range(3_001)]}) == {
        "companies": "input.too_many_entries"
    }
    assert schema(Firms)["$defs"]["Firms"]["properties"]["companies"]["maxItems"] == 3_000


def test_a_membership_holds_from_its_first_day_until_the_day_of_removal() -> None:
    membership = Membership(member=True, since=date(2024, 5, 1), until=date(2025, 5, 1))
    days = [date(2024, 4, 30), date(2024, 5, 1), date(2025, 4, 30), date(2025, 5, 1)]
    assert [membership.on(day) for day in days] == [False, True, True, False]
    assert not Membership(member=False).on(days[0])
    assert Membership(member=True).on(days[0])


def test_a_reason_for_leaving_may_be_unknown() -> None:
    assert Leaving(on=date(2025, 4, 1)).because is None
