"""Processes, what they make, and what they pass to each other."""

import dataclasses

from tests.differential.draw.chance import digits
from tests.differential.draw.drawing import Drawing
from tests.differential.draw.stacks import draw_cells
from tests.differential.draw.words import (
    ALUMINIUM,
    AMMONIA,
    CEMENT,
    CODES,
    COUNT_ELECTRICITY,
    FERTILISERS,
    INNER,
    MOLES,
    NITRIC_ACID,
    PRIMARY,
    ROUTES,
    SITES,
    STEEL,
    STEPS,
    UNITS,
    UNWROUGHT,
    UREA,
)
from tests.differential.drawn import DrawnEquipment, DrawnGood, DrawnProcess, DrawnStep


def draw_processes(drawing: Drawing) -> None:
    """One to six processes of a site, and now and then one outside Annex I."""
    chance = drawing.chance
    codes = {category: list(chance.random.permutation(known)) for category, known in CODES.items()}
    site = SITES[drawing.number % len(SITES)]
    for number in range(chance.count(1, 6)):
        left = [category for category in site if codes[category]]
        if not left:
            break
        # In turn where there is a choice, so that few plants have all.
        category = left[(drawing.number // len(SITES) * 3 + number) % len(left)]
        goods = [_good(drawing, f"g{number}", str(codes[category].pop()))]
        if category in MOLES and chance.maybe(0.4):
            goods.append(_good(drawing, f"h{number}", "28011000"))
        if codes[category] and chance.maybe(0.4) and category in (STEEL, ALUMINIUM, CEMENT, FERTILISERS):
            goods.append(_good(drawing, f"h{number}", str(codes[category].pop())))
        drawing.processes.append(_process(drawing, f"p{number}", category, goods))
    _draw_own(drawing)
    _draw_inner(drawing)
    if chance.maybe(0.3):
        drawing.processes.append(_non_cbam(drawing))


def _good(drawing: Drawing, name: str, code: str) -> DrawnGood:
    made = drawing.chance.amount(500, 9000)
    if not drawing.chance.maybe(0.2):
        return DrawnGood(name, code, made)
    received, opening, closing, returned = (digits(made * drawing.chance.amount(0.01, 0.1)) for _ in range(4))
    sent = digits(made + received + opening - closing + returned, 8)
    found = sent - received - opening + closing - returned
    return DrawnGood(name, code, found, (sent, received, opening, closing, returned))


def _process(drawing: Drawing, name: str, category: str, goods: list[DrawnGood]) -> DrawnProcess:
    chance = drawing.chance
    inside, excluded = STEPS.get(category, (["other"], []))
    steps = [DrawnStep(f"s_{name}", chance.one(inside), False)]
    if excluded:
        steps.append(DrawnStep(f"x_{name}", chance.one(excluded), True))
    routes = {0: 1.0}
    if category in ROUTES:
        rows = chance.some(range(ROUTES[category]), 1, 2)
        part = chance.amount(0.1, 0.9)
        routes = {rows[0]: 1.0} if len(rows) == 1 else {rows[0]: part, rows[1]: 1 - part}
    letter = ("K" if PRIMARY in routes else "L") if category == UNWROUGHT else ""
    if letter == "K":
        draw_cells(drawing, name, goods[0].tonnes)
    unit = UNITS.get(category, "tonne")
    if category in MOLES and len(goods) > 1:
        unit = "mole"
        parts = zip(goods, MOLES[category], strict=True)
        goods = [dataclasses.replace(good, content=1 / mass, is_cbam=is_cbam) for good, (mass, is_cbam) in parts]
    else:
        goods = _with_content(drawing, category, goods)
    return DrawnProcess(
        name, category, routes, tuple(goods), tuple(steps), {}, letter, unit,
        category in COUNT_ELECTRICITY,
        scrap=chance.amount(10, 900) if chance.maybe(0.2) else 0.0,
    )  # fmt: skip


def _with_content(drawing: Drawing, category: str, goods: list[DrawnGood]) -> list[DrawnGood]:
    """With as much of the functional unit as each other, or with different shares."""
    chance, found = drawing.chance, goods
    for number, good in enumerate(goods):
        content = {
            CEMENT: chance.amount(0.5, 0.95),
            AMMONIA: 0.82,
            NITRIC_ACID: chance.amount(0.1, 0.22),
            UREA: 0.46,
            FERTILISERS: chance.amount(0.15, 0.35),
        }.get(category, 1.0)
        if number and chance.maybe(0.4):
            content = found[0].content
        found = [*found[:number], dataclasses.replace(good, content=content), *found[number + 1 :]]
    return found


def _draw_own(drawing: Drawing) -> None:
    """Forwards, backwards and into itself; at most four fifths of a good stay inside: something leaves every loop."""
    chance = drawing.chance
    own: dict[str, dict[str, float]] = {item.id: {} for item in drawing.processes}
    for item in drawing.processes:
        others = [other.id for other in drawing.processes if other.id != item.id]
        for good in [good for good in item.goods if good.is_cbam]:
            users = chance.some(others, 0, 2)
            if not item.is_mixed and chance.maybe(0.15):
                users.append(item.id)
            for user in users:
                own[user][good.id] = digits(good.tonnes * chance.amount(0.05, 0.8) / len(users))
    drawing.processes = [dataclasses.replace(item, own=own[item.id]) for item in drawing.processes]


def _draw_inner(drawing: Drawing) -> None:
    """Joint processes: precursors that never leave them, and that no other process makes."""
    chance = drawing.chance
    made = {good.cn_code for item in drawing.processes for good in item.goods}
    for number, item in enumerate(drawing.processes):
        known = [code for code in INNER.get(item.category, ()) if code not in made]
        if known and chance.maybe(0.3):
            inner = tuple((code, digits(item.tonnes * chance.amount(0.8, 1.1))) for code in chance.some(known, 1, 1))
            drawing.processes[number] = dataclasses.replace(item, inner=inner)


def _non_cbam(drawing: Drawing) -> DrawnProcess:
    chance = drawing.chance
    goods = (DrawnGood("other_good", "83024150", chance.amount(200, 2000)),)
    own = {}
    free = {good.id: good.tonnes for item in drawing.processes for good in item.goods if good.is_cbam}
    for item in drawing.processes:
        for name, mass in item.own.items():
            free[name] -= mass
    for name in chance.some([name for name, mass in free.items() if mass > 100], 0, 2):
        own[name] = digits(free[name] * 0.3)
    return DrawnProcess("other", "", {}, goods, (DrawnStep("s_other", "other", False),), own)


def draw_furnaces(drawing: Drawing) -> None:
    """Furnaces that one or two processes or steps share."""
    chance = drawing.chance
    targets = [name for item in drawing.processes for name in (item.id, item.steps[0].id)]
    for number in range(chance.count(0, 2)):
        serves: dict[str, float | None] = dict.fromkeys(chance.some(targets, 1, 2))
        kind = chance.one(["furnace", "dryer", "burner", "other"])
        if len(serves) > 1 and chance.maybe():
            serves = {name: chance.amount(100, 900) for name in serves}
        drawing.equipment.append(DrawnEquipment(f"furnace{number}", kind, serves))
