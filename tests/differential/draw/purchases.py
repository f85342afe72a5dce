"""Deliveries of precursors: of every origin and basis, and several of one code."""

import dataclasses

from tests.differential.draw.drawing import Drawing
from tests.differential.draw.words import CONTENT, COUNTRIES, EXEMPT, PRECURSORS, VARIANTS
from tests.differential.drawn import DrawnPurchase, Users


def draw_purchases(drawing: Drawing) -> None:
    """Up to five, and now and then one supplier's deliveries of several years."""
    chance = drawing.chance
    for _ in range(chance.count(0, 5)):
        kind = chance.one(PRECURSORS)
        users = chance.some(drawing.process_names(), 1, 3)
        drawing.purchases.append(_purchase(drawing, kind, _origin(drawing, kind[3]), users, chance.maybe(0.6)))
    if chance.maybe(0.45):
        _draw_years(drawing)


def draw_by_default(drawing: Drawing) -> None:
    """One that counts with its default value."""
    chance = drawing.chance
    kind = chance.one([item for item in PRECURSORS if item[3]])
    users = chance.some([item.id for item in drawing.processes if item.category], 1, 2)
    drawing.purchases.append(_purchase(drawing, kind, chance.one(list(COUNTRIES)), users, verified=False))


def _draw_years(drawing: Drawing) -> None:
    """Two or three deliveries of one supplier, made in different years (Article 14(1)); the first years are shown."""
    chance = drawing.chance
    kind, origin = chance.one(PRECURSORS), chance.one(list(COUNTRIES))
    code = kind[0]
    drawing.purchases = [item for item in drawing.purchases if item.cn_code != code]
    years = [drawing.year, 2026, max(2026, drawing.year - 1), None]
    made = [years[index] for index in chance.random.permutation(len(years))[: chance.count(2, 3)]]
    made = made if len(set(made)) > 1 else [*made, None if None not in made else drawing.year]
    for number, year in enumerate(made):
        users = chance.some(drawing.process_names(), 1, 2)
        found = _purchase(drawing, kind, origin, users, chance.maybe(0.4))
        drawing.purchases.append(
            dataclasses.replace(
                found, id=f"y{number}", supplier="the mill", made=year,
                made_proven=year is not None and chance.maybe(0.7), proven_use=chance.maybe(0.2),
            )
        )  # fmt: skip


def _purchase(
    drawing: Drawing, kind: tuple[str, str, bool, bool], origin: str, users: list[str], verified: bool
) -> DrawnPurchase:
    chance = drawing.chance
    code, category, annex_ii, has_default = kind
    received = chance.amount(200, 6000)
    used: Users = dict(zip(users, chance.split(received * 0.9, len(users)), strict=True))
    if chance.maybe(0.4):
        used[users[-1]] = None
    variant = chance.one(VARIANTS[code]) if code in VARIANTS else ""
    country = "" if origin == "unknown" else COUNTRIES.get(origin, origin)
    return DrawnPurchase(
        id=f"b{len(drawing.purchases)}",
        cn_code=code,
        category=category,
        annex_ii=annex_ii,
        country=origin,
        exempt=origin in EXEMPT,
        received=received,
        users=used,
        default=drawing.default(country, variant or code),
        direct=chance.amount(0.2, 6.0),
        electricity=chance.amount(0.05, 3.0),
        electricity_factor=chance.amount(0.2, 0.9),
        verified=verified or not has_default,
        proven_use=chance.maybe(0.5),
        supplier=chance.one(["", "", "the mill", "the other mill"]),
        content=chance.amount(*CONTENT[category]) if category in CONTENT and chance.maybe() else None,
        variant=variant,
        told_as=chance.one(["unverified", "statement", "old"]),
    )


def _origin(drawing: Drawing, has_default: bool) -> str:
    chance = drawing.chance
    if has_default and chance.maybe(0.1):
        return "unknown"
    return str(chance.one(EXEMPT) if chance.maybe(0.08) else chance.one(list(COUNTRIES)))
