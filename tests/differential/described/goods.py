"""Processes and what they make, and steps done elsewhere."""

from typing import Any

from tests.differential.described.users import users
from tests.differential.drawn import DrawnGood, DrawnOutsourced, DrawnProcess

from pulmu import model
from pulmu.model import OutsourcedStep, Process, Product, Quantity, Step, StockMethod, VerifiedValue


def process(item: DrawnProcess) -> Process:
    """A process with its goods."""
    return Process(
        id=item.id,
        goods=tuple(
            Product(
                id=good.id,
                cn_code=good.cn_code,
                cbam_good=bool(item.category) and good.is_cbam,
                route=item.letter,
                **_output(good),
                scrap=Quantity(item.scrap, "t") if item.scrap else None,
                off_spec=Quantity(item.scrap, "t") if item.scrap else None,
                **_content(item, good),
            )
            for good in item.goods
        ),
        grouping_reason="same machines" if len(item.goods) > 1 else "",
        steps=tuple(Step(id=step.id, kind=step.kind) for step in item.steps),  # type: ignore[arg-type]
        scrap_inputs=(model.ScrapInput(name="scrap", amount=Quantity(item.scrap, "t")),) if item.scrap else (),
        inner_precursors=tuple(
            model.InnerPrecursor(cn_code=code, produced=Quantity(mass, "t")) for code, mass in item.inner
        ),
        own_precursors={name: Quantity(mass, "t") for name, mass in item.own.items()},
    )


def _output(good: DrawnGood) -> dict[str, Any]:
    if good.stock is None:
        return {"produced": Quantity(good.tonnes, "t")}
    names = ("sent_out", "received", "opening_stock", "closing_stock", "returned")
    parts: Any = {name: Quantity(mass, "t") for name, mass in zip(names, good.stock, strict=True)}
    return {"stock_method": StockMethod(**parts)}


def _content(item: DrawnProcess, good: DrawnGood) -> dict[str, Any]:
    if item.unit == "mole":
        return {"molar_mass": 1 / good.content}
    attribute = {"Cement": "clinker_content", "Ammonia": "nitrogen_content", "Nitric acid": "nitrogen_content",
                 "Urea": "nitrogen_content", "Mixed fertilisers": "nitrogen_content"}  # fmt: skip
    return {attribute[item.category]: good.content} if item.category in attribute else {}


def outsourced_step(item: DrawnOutsourced) -> OutsourcedStep:
    """A step done elsewhere; its value has a report or none."""
    value = VerifiedValue(
        direct=Quantity(item.direct, "t CO2e/t"),
        indirect=None if item.indirect is None else Quantity(item.indirect, "t CO2e/t"),
        verification_report="VR-4" if item.verified else "",
    )
    return OutsourcedStep(
        id=item.id,
        kind=item.kind,  # type: ignore[arg-type]
        operator="Plating Works",
        country=item.country,
        good=item.good,
        cn_code=item.cn_code,
        sent=Quantity(item.sent, "t"),
        returned=Quantity(item.returned, "t"),
        verified=value,
        used_by=users(item.users, "t"),
        exports_to_eu={"2030Q1": Quantity(item.sold, "t")} if item.sold else {},
    )
