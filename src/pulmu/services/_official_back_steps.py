"""Work done elsewhere and CO2 handed on, from the words a filled template has for them."""

from typing import get_args

from pulmu.model import (
    CarbonDioxideTransfer,
    InnerPrecursor,
    OutsourcedStep,
    Process,
    VerifiedValue,
)
from pulmu.model.process import StepKind
from pulmu.services._official_back_cells import Filled, code_of, whole_year
from pulmu.services._official_chain import produced_by, taken_from

_KINDS: tuple[StepKind, ...] = get_args(StepKind)
_PURPOSES = ("storage", "permanently_bound")


def steps_of(filled: Filled, makers: dict[int, Process]) -> tuple[OutsourcedStep, ...]:
    """Blocks that are the work of another firm, each with the good that was sent out."""
    return tuple(_step(filled, number, makers) for number in filled.steps)


def _step(filled: Filled, number: int, makers: dict[int, Process]) -> OutsourcedStep:
    rows = filled.content.processes
    words, maker = filled.remarks[f"P{number + 1}"], filled.steps[number]
    kind = _kind(words["done elsewhere"])
    product = next((item for item in filled.content.products if item.process == rows[number].name), None)
    used = {
        filled.processes[user]: filled.amount(
            taken_from(rows[number], number, user), "t", "processes", number, "to_processes", user - (user > number)
        )
        for user in makers
        if taken_from(rows[number], number, user) > 0
    }
    place = number - (number > maker)
    return OutsourcedStep(
        id=filled.step_ids[number],
        name=rows[number].name or "",
        kind=kind,
        operator=words.get("operator", ""),
        installation=words.get("installation", ""),
        country=words.get("country", ""),
        good=makers[maker].goods[0].id,
        cn_code=((product.cn_code if product else None) or "").replace(" ", ""),
        sent=filled.amount(taken_from(rows[maker], maker, number), "t", "processes", maker, "to_processes", place),
        returned=filled.amount(produced_by(rows[number]), "t", "processes", number, "produced"),
        verified=_verified(filled, number, words),
        route=words.get("route", ""),
        used_by=dict(used),
    )


def _kind(text: str) -> StepKind:
    return next((kind for kind in _KINDS if kind == text), "other")


def _verified(filled: Filled, number: int, words: dict[str, str]) -> VerifiedValue | None:
    row = filled.content.processes[number]
    returned = produced_by(row)
    if not words.get("verification report") or not returned > 0:
        return None
    indirect = (row.electricity or 0.0) * (row.electricity_factor or 0.0) / returned
    return VerifiedValue(
        direct=filled.amount((row.direct or 0.0) / returned, "t CO2e/t", "processes", number, "direct"),
        indirect=filled.amount(indirect, "t CO2e/t", "processes", number, "electricity")
        if words.get("indirect")
        else None,
        verification_report=words["verification report"],
        verifier=words.get("verifier", ""),
        year=whole_year(words),
        free_allocation=filled.stated(words.get("free allocation", ""), "t CO2e/t"),
    )


def transfers_of(filled: Filled) -> tuple[CarbonDioxideTransfer, ...]:
    """CO2 that is out of its block: it counts as not emitted again."""
    found = []
    for about, words in filled.remarks.items():
        if about.startswith("T"):
            amount = filled.stated(words.get("CO2 handed on", ""), "t")
            number = _block(words.get("of", ""))
            purpose = words.get("purpose", "")
            if amount is None or number not in filled.processes or purpose not in _PURPOSES:
                filled.told.add("official.read_remark", "Summary_Processes", "M16", about)
                continue
            found.append(
                CarbonDioxideTransfer(
                    id=filled.identifier(f"transfer {about}"),
                    amount=amount,
                    process=filled.processes[number],
                    purpose=purpose,  # type: ignore[arg-type]
                    receiver=words.get("receiver", ""),
                    receiver_monitoring=words.get("receiver monitoring", ""),
                    chain_of_custody=words.get("chain of custody", ""),
                )
            )
    return tuple(found)


def _block(text: str) -> int:
    """Number of a block by its name among the remarks, as P3; -1 where it is none."""
    return int(text[1:]) - 1 if text[:1] == "P" and text[1:].isdecimal() and len(text) < 4 else -1


def inner_precursors_of(filled: Filled, number: int) -> tuple[InnerPrecursor, ...]:
    """Precursors that never leave a joint process."""
    words = filled.remarks.get(f"P{number + 1}", {})
    return tuple(_inner(filled, text) for name, text in words.items() if name.startswith("inner precursor "))


def _inner(filled: Filled, text: str) -> InnerPrecursor:
    rest, _, route = text.partition(" route ")
    mass = rest.removeprefix("CN ").partition(" ")[2]
    produced = filled.stated(mass, "t") if mass else None
    return InnerPrecursor(cn_code=code_of(rest), produced=produced, route=route)
