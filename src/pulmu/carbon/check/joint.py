"""Joint processes and production routes (M2547 Article 4(6), 4(9))."""

from collections.abc import Iterator

from pulmu.carbon.check.common import TOLERANCE, Place, good_of, placed, produced_tonnes, tonnes
from pulmu.model import KEY, Path, Plant, Problem, Process, Product, PulmuError, problem, warning
from pulmu.reference import find_good, routes_of


def check_joint(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of precursors inside processes, and of quantities per route."""
    for n, process in enumerate(plant.processes):
        yield from _check_inner(plant, process, place, ("processes", n, "inner_precursors"))
        for m, product in enumerate(process.goods):
            yield from _check_routes(product, place, ("processes", n, "goods", m, "routes"))


def _check_inner(plant: Plant, process: Process, place: Place, path: Path) -> Iterator[Problem]:
    made = {good.cn_code: other.id for other in plant.processes for item in other.goods if (good := good_of(item))}
    counts = {good.indirect_counts for product in process.goods if (good := good_of(product))}
    for m, inner in enumerate(process.inner_precursors):
        where = place((*path, m))
        if inner.transferred_out is not None and inner.transferred_out.value > 0:
            yield problem(
                "carbon.joint_transferred_out",
                where,
                f"{inner.cn_code} leaves the joint process {process.id}",
                "a precursor that is sold or passed on needs a process of its own (Art 4(9))",
                process=process.id,
                cn_code=inner.cn_code,
            )
        try:
            good = find_good(inner.cn_code)
        except PulmuError as error:
            yield from placed(error, place((*path, m, "cn_code")))
            continue
        if good.cn_code in made:
            yield problem(
                "carbon.inner_made_elsewhere",
                where,
                f"{inner.cn_code} is inside the joint process {process.id} and a good of {made[good.cn_code]}",
                "one good is made by one process: take it out of the joint process, and name it in own_precursors",
                process=process.id,
                cn_code=inner.cn_code,
                other=made[good.cn_code],
            )
        if counts and good.indirect_counts not in counts:
            yield problem(
                "carbon.joint_indirect",
                where,
                f"indirect emissions of {inner.cn_code} and of the goods of {process.id} do not count alike",
                "give the precursor a process of its own, so that its electricity can be told apart (Annex I 3.1)",
                process=process.id,
                cn_code=inner.cn_code,
            )
        if inner.produced is None:
            yield warning(
                "carbon.inner_mass_missing",
                where,
                f"the mass of {inner.cn_code} made inside the joint process {process.id} is not given",
                "give produced of the inner precursor; its free allocation counts by it",
                process=process.id,
                cn_code=inner.cn_code,
            )


def _check_routes(product: Product, place: Place, path: Path) -> Iterator[Problem]:
    good = good_of(product)
    if good is None:
        return
    known = [item.route for item in routes_of(good.goods_category)]
    if product.unlisted_route:
        yield warning(
            "carbon.unlisted_route",
            place((*path[:-1], "unlisted_route")),
            f"{product.id}: its route ({product.unlisted_route}) is not listed, so the cross-sectoral rules hold (M2547"
            " Annex I 3.1): all linked emissions count, and no step is left out",
            f"have the verifier confirm the boundary; if a listed route fits, name it in routes: {', '.join(known)}",
            good=product.id,
            route=product.unlisted_route,
            known=", ".join(known),
        )
        known.append(product.unlisted_route)
    if not product.routes:
        return
    for name in product.routes:
        if name not in known:
            yield problem(
                "carbon.route_name_unknown",
                place((*path, name, KEY)),
                f"{name!r} is no production route of {good.goods_category}",
                f"use one of: {', '.join(known)}",
                route=name,
                known=", ".join(known),
            )
    told, made = sum(tonnes(mass) for mass in product.routes.values()), produced_tonnes(product)
    if abs(told - made) > TOLERANCE * made:
        yield problem(
            "carbon.routes_do_not_add_up",
            place(path),
            f"the routes of {product.id} add up to {told:,.1f} t, but {made:,.1f} t were made",
            "give the mass of every route; all routes of a good are one process (Art 4(6))",
            good=product.id,
            told=f"{told:,.1f}",
            produced=f"{made:,.1f}",
        )
