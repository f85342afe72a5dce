"""Source streams: units, factors, and who uses them."""

import math
from collections.abc import Collection, Iterator, Mapping

from pulmu.carbon.boundary import follows_sector, is_excluded_step
from pulmu.carbon.check.common import Place, check_given, good_of, has_tables, is_known, placed_at_fields
from pulmu.carbon.factors import factors_part
from pulmu.carbon.streams import is_proven_biomass, stream_factors
from pulmu.model import (
    EmissionSource,
    Path,
    Plant,
    Problem,
    PulmuError,
    Quantity,
    SourceStream,
    conversion_factor,
    problem,
    warning,
)
from pulmu.reference import process_factor

RECONCILIATION_TOLERANCE = 0.05
_FACTOR_TOLERANCE = 0.01
"""By how much a factor may differ from the carbon content it was made of: factors are written with three digits."""
_BARE_ENERGY = {"MJ": "MJ", "GJ": "GJ", "TJ": "TJ", "kWh": "MJ", "MWh": "GJ", "GWh": "TJ"}
"""Units that hide whether they are gross or net, and the unit in which it can be told."""
_FIELDS = {"input.fuel_unknown": "material", "input.material_unknown": "material"}


def check_streams(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of source streams, shared equipment and excluded steps."""
    for n, stream in enumerate(plant.source_streams):
        path: Path = ("source_streams", n)
        yield from check_given(stream.material, place, (*path, "material"))
        yield from _check_amount(stream, place, path)
        if _can_look_up(stream) and has_tables(plant.installation.country):
            yield from _check_factors(plant, stream, place, path)
        boilers = {name for net in plant.heat_nets for name in net.produced_by}
        users = (*path, "used_by")
        yield from check_users(stream.name or stream.id, stream.amount, stream.used_by, place, users, boilers)
    for n, source in enumerate(plant.emission_sources):
        if len(source.serves) > 1 and set(source.throughput) != set(source.serves):
            yield _unmetered(place(("emission_sources", n)), source.name or source.id, source.serves)
        if source.throughput and all(mass.value == 0 for mass in source.throughput.values()):
            yield problem(
                "carbon.not_assigned",
                place(("emission_sources", n, "throughput")),
                f"nothing was put through {source.name or source.id}",
                "give the mass each put through, or leave throughput out",
                flow=source.name or source.id,
            )
    yield from _check_excluded_steps(plant, place)


def _check_amount(stream: SourceStream, place: Place, path: Path) -> Iterator[Problem]:
    symbol = stream.amount.unit
    if symbol in _BARE_ENERGY and symbol == _BARE_ENERGY[symbol]:
        yield problem(
            "input.heating_value_basis",
            place((*path, "amount")),
            f"{symbol} is neither marked gross nor net",
            f"look at the bill and write '{symbol} gross' or '{symbol} net'",
            unit=symbol,
        )
    elif symbol in _BARE_ENERGY:
        other = _BARE_ENERGY[symbol]
        wanted = f"{other} gross, {other} net (1 {symbol} = 3.6 {other})"
        yield problem(
            "input.unit_mismatch",
            place((*path, "amount")),
            f"{symbol} of fuel is neither marked gross nor net",
            f"look at the bill and give {wanted}",
            unit=symbol,
            wanted=wanted,
        )
    if stream.amount.dimension == "gross fuel energy" and stream.net_to_gross_ratio is None:
        yield problem(
            "input.missing_field",
            place((*path, "net_to_gross_ratio")),
            "gross energy needs net_to_gross_ratio, the net over the gross heating value",
            "take both heating values from the bill, or give the amount in MJ net",
            text="net_to_gross_ratio",
        )
    yield from _check_biomass(stream, place, path)


def _check_biomass(stream: SourceStream, place: Place, path: Path) -> Iterator[Problem]:
    name = stream.name or stream.id
    leaves = stream.method == "mass_balance" and stream.direction == "out"
    if not stream.zero_rated_fraction > 0 or leaves:
        return
    if not is_proven_biomass(stream):
        yield warning(
            "carbon.biomass_without_evidence",
            place((*path, "zero_rated_fraction")),
            f"{name}: biomass without proof of sustainability counts as fossil",
            "give biomass_evidence (Union Database entry or proof of a recognised scheme) and biomass_proof",
            stream=name,
        )
    elif stream.biomass_proof == "unstated":
        yield warning(
            "carbon.biomass_proof_unstated",
            place((*path, "biomass_evidence")),
            f"{name}: its biomass counts zero, though it is not said what kind of proof stands behind it",
            "say in biomass_proof whether it is the Union Database or a recognised scheme; if neither, write other",
            stream=name,
        )


def _can_look_up(stream: SourceStream) -> bool:
    """Whether nothing is told yet that would make the factors fail as well."""
    if stream.amount.unit in _BARE_ENERGY or not stream.material or not _is_composed(stream):
        return False
    if stream.amount.dimension == "gross fuel energy" and stream.net_to_gross_ratio is None:
        return False
    given = (stream.amount, stream.net_calorific_value, stream.emission_factor, stream.carbon_content)
    numbers = (stream.net_to_gross_ratio, stream.oxidation_factor, stream.conversion_factor, stream.zero_rated_fraction)
    return all(is_known(item) for item in given if item is not None) and not any(
        math.isnan(item) for item in numbers if item is not None
    )


def _is_composed(stream: SourceStream) -> bool:
    """Whether every material of its composition is known; one that is not is told by itself."""
    try:
        for name in stream.composition:
            process_factor(name)
    except PulmuError:
        return False
    return not any(math.isnan(share) for share in stream.composition.values())


def _check_factors(plant: Plant, stream: SourceStream, place: Place, path: Path) -> Iterator[Problem]:
    try:
        stream_factors(stream, plant.installation.country)
        apart = factors_part(stream, plant.installation.country)
        if apart is not None and abs(apart) > _FACTOR_TOLERANCE:
            yield _contradiction(stream, apart, place((*path, "carbon_content")))
    except PulmuError as error:
        yield from placed_at_fields(error, place, path, _FIELDS)


def _contradiction(stream: SourceStream, apart: float, where: str) -> Problem:
    name, percent = stream.name or stream.id, f"{100 * apart:+.3g} %"
    return problem(
        "carbon.factor_contradicts_content",
        where,
        f"{name}: its emission factor {stream.emission_factor} lies {percent} from what its carbon content"
        f" {stream.carbon_content} gives",
        "look at the laboratory's report: state of the sample (dry or as received), units, calorific value; then give"
        " only one of the two",
        stream=name,
        percent=percent,
        factor=str(stream.emission_factor),
        content=str(stream.carbon_content),
    )


def check_users(
    flow: str,
    total: Quantity,
    used_by: Mapping[str, Quantity | str],
    place: Place,
    path: Path,
    boilers: Collection[str] = (),
) -> Iterator[Problem]:
    """Problems of how a flow is shared among its users; for fuels, heat and electricity alike."""
    where = place(path)
    if not used_by:
        yield problem(
            "carbon.not_assigned", where, f"nobody uses {flow}", "name its users in used_by, with amounts", flow=flow
        )
        return
    rests = [name for name, amount in used_by.items() if not isinstance(amount, Quantity)]
    metered = {name: amount for name, amount in used_by.items() if isinstance(amount, Quantity)}
    strange = [name for name, amount in metered.items() if is_known(amount) and amount.dimension != total.dimension]
    if is_known(total) and all(is_known(amount) for amount in metered.values()) and not strange:
        used = sum(amount.value * conversion_factor(amount.unit, total.unit) for amount in metered.values())
        yield from _check_sum(flow, total, used, rests, where)
    for name in strange if is_known(total) else ():
        yield problem(
            "carbon.users_unit",
            place((*path, name)),
            f"{flow} is measured in {total.unit}, its user {name} in {metered[name].unit}",
            f"give it in {total.unit} or a unit of the same kind",
            flow=flow,
            unit=total.unit,
        )
    if len(rests) > 1 and {*boilers, "outside"} & set(rests):
        yield problem(
            "carbon.several_rests",
            where,
            f"{flow}: a boiler or 'outside' stands among several users without meter, and has no goods to share by",
            "give its amount by meter, or leave only one 'rest'",
            flow=flow,
        )
    elif len(rests) > 1:
        yield _unmetered(where, flow, rests)


def _check_sum(flow: str, total: Quantity, used: float, rests: list[str], where: str) -> Iterator[Problem]:
    if rests and used > total.value:
        yield problem(
            "carbon.rest_negative",
            where,
            f"{flow}: the metered users took {used:,.6g} {total.unit}, more than the total of {total.value:,.6g}",
            "check the meters; nothing is left for 'rest'",
            flow=flow,
        )
    if not rests and not used > 0 and total.value > 0:
        yield problem(
            "carbon.not_assigned",
            where,
            f"{flow}: its users took nothing",
            "give their amounts, or 'rest' for one",
            flow=flow,
        )
    elif not rests and used > 0 and abs(total.value / used - 1) > RECONCILIATION_TOLERANCE:
        percent = f"{abs(used / total.value - 1) * 100:.1f}" if total.value else "100"
        yield warning(
            "carbon.reconciliation",
            where,
            f"{flow}: the users add up to {percent} % {'more' if used > total.value else 'less'} than the total",
            "find the missing user or a wrong meter; all users were scaled by the reconciliation factor",
            flow=flow,
            percent=percent,
            direction="more" if used > total.value else "less",
        )


def _unmetered(where: str, flow: str, users: "list[str] | tuple[str, ...]") -> Problem:
    return warning(
        "carbon.unmetered_split",
        where,
        f"{flow} is spread over {', '.join(users)} by the mass of their goods, because nothing is measured per user",
        "meter each user, or give the mass each put through",
        flow=flow,
        users=", ".join(users),
    )


def _check_excluded_steps(plant: Plant, place: Place) -> Iterator[Problem]:
    for n, process in enumerate(plant.processes):
        good = good_of(process.goods[0]) if process.goods else None
        category = good.goods_category if good and follows_sector(process) else None
        for m, step in enumerate(process.steps):
            if is_excluded_step(category, step.kind) and not _is_metered(plant, step.id):
                yield warning(
                    "carbon.excluded_step_unmetered",
                    place(("processes", n, "steps", m)),
                    f"step {step.id} ({step.kind}) is outside the boundary, but has no meter: it stays in {process.id}",
                    "meter its fuel, heat or electricity and name the step as a user",
                    step=step.id,
                    process=process.id,
                )


def _is_metered(plant: Plant, step: str) -> bool:
    sources = {step, *(source.id for source in plant.emission_sources if _only_serves(source, step))}
    flows = [stream.used_by for stream in plant.source_streams]
    flows += [net.used_by for net in plant.heat_nets]
    flows.append(plant.electricity.used_by)
    return any(_measured(used_by, sources) for used_by in flows)


def _only_serves(source: EmissionSource, step: str) -> bool:
    return source.serves == (step,) or step in source.throughput


def _measured(used_by: Mapping[str, Quantity | str], names: set[str]) -> bool:
    rests = [name for name, amount in used_by.items() if not isinstance(amount, Quantity)]
    return any(name in used_by and (isinstance(used_by[name], Quantity) or len(rests) == 1) for name in names)
