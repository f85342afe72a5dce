"""Steps that other firms do on goods of the plant: verified, left out by law, or known by a default value only."""

from tests.differential.draw.chance import digits
from tests.differential.draw.drawing import Drawing
from tests.differential.draw.words import COUNTRIES, OUTSOURCED, STEPS
from tests.differential.drawn import DrawnGood, DrawnOutsourced, Users


def draw_outsourced(drawing: Drawing) -> None:
    """Up to two, on goods of steel and aluminium of which enough is left."""
    chance = drawing.chance
    for number in range(chance.count(1, 2)):
        free = _free(drawing)
        goods = [
            (item.category, good, free[good.id])
            for item in drawing.processes
            for good in item.goods
            if item.category in OUTSOURCED and free[good.id] > 0.1 * good.tonnes
        ]
        made = {good.cn_code for item in drawing.processes for good in item.goods}
        made |= {step.cn_code for step in drawing.outsourced} | {item.cn_code for item in drawing.purchases}
        if goods:
            category, good, left = chance.one(goods)
            codes = [code for code in OUTSOURCED[category] if code not in made]
            if codes:
                drawing.outsourced.append(_step(drawing, f"step{number}", category, good, left, chance.one(codes)))


def _free(drawing: Drawing) -> dict[str, float]:
    """What neither a process nor a step took of a good. [t]"""
    free = {good.id: good.tonnes for item in drawing.processes for good in item.goods}
    for item in drawing.processes:
        for name, mass in item.own.items():
            free[name] -= mass
    for step in drawing.outsourced:
        free[step.good] -= step.sent
    return free


def _step(drawing: Drawing, name: str, category: str, good: DrawnGood, left: float, cn_code: str) -> DrawnOutsourced:
    chance = drawing.chance
    inside, excluded = STEPS[category]
    is_excluded = chance.maybe(0.3)
    sent = digits(left * chance.amount(0.3, 0.8))
    returned = digits(sent * chance.amount(0.9, 1.05))
    sold = digits(returned * 0.1) if chance.maybe(0.3) else 0.0
    makers = [item.id for item in drawing.processes if item.category]
    names = chance.some(makers, 1, 2)
    users: Users = dict(zip(names, chance.split((returned - sold) * 0.7, len(names)), strict=True))
    if chance.maybe(0.4):
        users[names[-1]] = None
    country = chance.one(list(COUNTRIES))
    return DrawnOutsourced(
        id=name,
        kind=chance.one(excluded if is_excluded else inside),
        excluded=is_excluded,
        good=good.id,
        cn_code=cn_code,
        category=category,
        country=country,
        sent=sent,
        returned=returned,
        users=users,
        sold=sold,
        direct=chance.amount(0.02, 0.8),
        indirect=chance.amount(0.02, 0.5) if chance.maybe(0.7) else None,
        verified=chance.maybe(0.6),
        default=drawing.default(COUNTRIES[country], cn_code),
    )
