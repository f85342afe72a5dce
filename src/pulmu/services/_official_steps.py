"""Work done elsewhere and CO2 handed on, as words for the template, which has no cells for them."""

from pulmu.carbon.outsourced import step_basis
from pulmu.carbon.transfer import counts_as_not_emitted, transferred_tonnes
from pulmu.model import CarbonDioxideTransfer, InnerPrecursor, OutsourcedStep, Plant, Process
from pulmu.services._official_blocks import Block
from pulmu.services._official_reasons import Reasons


def tell_steps(plant: Plant, blocks: tuple[Block, ...], told: Reasons) -> None:
    """Steps done elsewhere: those with a block of their own, and those that count as bought."""
    numbers = {block.process.id: number for number, block in enumerate(blocks)}
    for step in plant.outsourced_steps:
        number = numbers.get(step.id)
        name = step.name or step.id
        if number is not None:
            told.add("official.outsourced", "A_InstData", f"L{83 + number}", name)
        elif step_basis(step) == "default" and step.used_by:
            told.add("official.outsourced_bought", "", "", name)


def step_words(step: OutsourcedStep) -> dict[str, str]:
    """What makes a block the work of another firm."""
    words = {
        "done elsewhere": step.kind,
        "country": step.country,
        "operator": step.operator,
        "installation": step.installation,
        "route": step.route,
    }
    verified = step.verified
    if verified is None:
        return words
    allocation = verified.free_allocation
    return words | {
        "verification report": verified.verification_report,
        "verifier": verified.verifier,
        "year": str(verified.year or ""),
        "free allocation": "" if allocation is None else f"{allocation.to('t CO2e/t')!r} t CO2e/t",
        "indirect": "" if verified.indirect is None else "stated",
    }


def transfer_words(transfer: CarbonDioxideTransfer, block: int) -> dict[str, str]:
    """CO2 that counts as not emitted, and the block it is out of."""
    return {
        "CO2 handed on": f"{transferred_tonnes(transfer)!r} t",
        "of": f"P{block + 1}",
        "purpose": transfer.purpose,
        "receiver": transfer.receiver,
        "receiver monitoring": transfer.receiver_monitoring,
        "chain of custody": transfer.chain_of_custody,
    }


def counted_transfers(plant: Plant) -> tuple[CarbonDioxideTransfer, ...]:
    """Transfers that are out of their process."""
    return tuple(item for item in plant.carbon_dioxide_transfers if counts_as_not_emitted(item))


def inner_words(process: Process) -> dict[str, str]:
    """Precursors that never leave a joint process."""
    return {f"inner precursor {number}": _inner(item) for number, item in enumerate(process.inner_precursors, 1)}


def _inner(item: InnerPrecursor) -> str:
    mass = "" if item.produced is None else f"{item.produced.to('t')!r} t"
    return " ".join(filter(None, (f"CN {item.cn_code}", mass, item.route and f"route {item.route}")))
