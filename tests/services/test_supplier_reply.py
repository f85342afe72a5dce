"""What a supplier's figure becomes: which part of it counts, and on what basis."""

import dataclasses
from typing import Any

import pytest
from tests.plants import q

from pulmu.adapters.samples import read_sample
from pulmu.model import Document, InputError, Plant, Purchase, decode, encode
from pulmu.services.supplier_answer import Answered, Form, ReplyFile
from pulmu.services.supplier_reply import ReplyOrder, TakenIn, take_in_reply

PLANT = decode(Plant, read_sample("fasteners")).unwrap()
ORE = Purchase(
    id="ore", name="Sintered ore", cn_code="26011200", supplier="Ore Works", country_of_origin="BR",
    received=q("100 t"), used_by={"drawn_wire": q("90 t")},
)  # fmt: skip
ANSWER: dict[str, Any] = {"cn_code": "26011200", "year": 2026, "direct": "0.3 t CO2e/t", "indirect": "40 kg CO2e/t"}


def take(form: Form = "request_workbook", purchase: Purchase = ORE, report: str = "", **answer: Any) -> TakenIn:
    plant = dataclasses.replace(PLANT, purchases=(*PLANT.purchases, purchase))
    tree = {name: value for name, value in (ANSWER | answer).items() if value is not None}
    places = {(name,): f"sheet A, cell C{row}" for row, name in enumerate(tree, 1)}
    document = Document(tree, "reply.xlsx", "ab" * 32, places=places)
    reply = ReplyFile("reply.xlsx", "ab" * 32, form, "1", (Answered("sheet A", tree["cn_code"], "", "", document),))
    order = ReplyOrder(purchase="ore", verification_report=report)
    return take_in_reply(Document(encode(plant), "plant.json"), reply, order)


def test_of_a_good_whose_indirect_emissions_count_both_parts_are_stated() -> None:
    stated = take().purchase.stated_value
    assert stated is not None
    assert (stated.value, stated.unit) == (pytest.approx(0.34, rel=1e-15), "t CO2e/t")
    assert "cell C3" in stated.evidence
    assert "cell C4" in stated.evidence


def test_of_a_good_whose_indirect_emissions_count_they_must_be_given() -> None:
    with pytest.raises(InputError) as failure:
        take(indirect=None)
    assert [item.code for item in failure.value.problems] == ["supplier.indirect_missing"]


def wire(taken: TakenIn) -> float:
    return next(item.after for item in taken.goods if item.good.id == "annealed_wire")


def test_a_verified_figure_counts_as_the_method_has_it() -> None:
    """By hand: 90 t of ore with 0.34 t CO2e each, in 8,788 t of wire."""
    nothing = take(report="R-1", direct="0 t CO2e/t", indirect="0 t CO2e/t")
    assert wire(take(report="R-1")) - wire(nothing) == pytest.approx(0.34 * 90 / 8788, rel=1e-9)


@pytest.mark.parametrize(
    ("form", "report", "answer", "why"),
    [
        ("request_workbook", "", {}, "no_report"),
        ("request_workbook", "", {"verification_report": "R-1"}, "report_named"),
        ("request_workbook", "R-1", {}, "report_named"),
        ("communication_template", "", {"verifier": "Some Verifier"}, "template_names_no_report"),
        ("communication_template", "R-1", {}, "report_named"),
        ("communication_template", "R-1", {"year": 2025}, "before_the_rules"),
        ("communication_template", "R-1", {"year": None, "period_start": "2026-04-01", "period_end": "2027-03-31"},
         "several_years"),
    ],
)  # fmt: skip
def test_a_figure_counts_only_with_a_report_and_of_one_year_from_2026_on(
    form: Form, report: str, answer: dict[str, Any], why: str
) -> None:
    taken = take(form, report=report, **answer)
    assert (taken.why, taken.basis) == (why, "verified" if why == "report_named" else "stated")
    assert (taken.purchase.verified is not None) == (taken.basis == "verified")
    assert (taken.purchase.stated_value is not None) == (taken.basis == "stated")
    assert bool(taken.if_verified) == (why in ("no_report", "template_names_no_report"))


def test_what_a_report_would_change_is_what_it_then_changes() -> None:
    told, done = take().if_verified, take(report="R-1").goods
    assert [(item.before, item.after, item.certificates_after) for item in told] == [
        (item.before, item.after, item.certificates_after) for item in done
    ]


def test_only_the_purchase_is_changed() -> None:
    taken = take(report="R-1")
    others = taken.plant.purchases[:-1]
    assert others == PLANT.purchases
    assert dataclasses.replace(taken.plant, purchases=PLANT.purchases) == PLANT


def test_a_verified_figure_supersedes_an_older_statement_and_annex_ii_goods_state_the_direct_part() -> None:
    older = dataclasses.replace(ORE, stated_value=q("9 t CO2e/t"))
    assert take(purchase=older, report="R-1").purchase.stated_value is None
    steel = dataclasses.replace(ORE, cn_code="72139149", country_of_origin="CN")
    stated = take(purchase=steel, cn_code="72139149", direct="2.1 t CO2e/t").purchase.stated_value
    assert stated is not None
    assert (stated.value, stated.unit) == (2.1, "t CO2e/t")
