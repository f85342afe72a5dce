"""Mass balances of carbon: where the law has one, what leaves it, and mixtures of process materials."""

import math
from collections.abc import Iterator

from pulmu.carbon.boundary import follows_sector, has_mass_balance
from pulmu.carbon.check.common import Place, category_of_process, placed, processes_reached
from pulmu.carbon.factors import least_factor
from pulmu.carbon.streams import StreamFactors, stream_factors
from pulmu.model import Path, Plant, Problem, PulmuError, SourceStream, fact, problem, warning
from pulmu.reference import process_factor, sector_of

_ROUNDING = 1e-9


def check_mass_balance(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of mass balances, mixtures, and factors the act bounds."""
    boilers = {name for net in plant.heat_nets for name in net.produced_by}
    for n, stream in enumerate(plant.source_streams):
        path: Path = ("source_streams", n)
        yield from _check_composition(stream, place, path)
        yield from _check_least(stream, place, path)
        if stream.method == "mass_balance":
            yield from _check_sector(plant, stream, place, path)
            for name in boilers & set(stream.used_by):
                yield problem(
                    "carbon.mass_balance_boiler",
                    place((*path, "used_by", name)),
                    f"{stream.name or stream.id}: a boiler of a heat net burns its fuel; it has no mass balance",
                    "describe the fuel of the boiler as a stream of its own, with method combustion",
                    stream=stream.name or stream.id,
                    source=name,
                )
    yield from _check_sums(plant, place)


def _check_sector(plant: Plant, stream: SourceStream, place: Place, path: Path) -> Iterator[Problem]:
    for process in plant.processes:
        category = category_of_process(process)
        if not follows_sector(process):
            continue
        if process.id in processes_reached(plant, stream.used_by) and not has_mass_balance(category):
            article = str(sector_of(category or "").source)
            yield problem(
                "carbon.no_mass_balance",
                place((*path, "method")),
                f"{stream.name or stream.id}: the rules for {category} ({article}) know no mass balance of carbon;"
                f" process {process.id} makes such goods",
                "describe its fuels with method combustion, and carbonates with method process",
                stream=stream.name or stream.id,
                process=process.id,
                category=category,
                article=article,
            )


def _check_composition(stream: SourceStream, place: Place, path: Path) -> Iterator[Problem]:
    for name in stream.composition:
        try:
            process_factor(name)
        except PulmuError as error:
            yield from placed(error, place((*path, "composition", name)))
    whole = math.fsum(stream.composition.values())
    if whole > 1 + _ROUNDING:
        yield problem(
            "carbon.composition_sum",
            place((*path, "composition")),
            f"{stream.name or stream.id}: the shares of its composition add up to {whole:.6g}, more than the whole",
            "give shares of mass, 0.95 for 95 %; water and what gives off no CO2 is left out",
            stream=stream.name or stream.id,
            total=f"{whole:.6g}",
        )


def _check_least(stream: SourceStream, place: Place, path: Path) -> Iterator[Problem]:
    least = least_factor(stream)
    if least is not None:
        yield warning(
            "carbon.factor_below_least",
            place((*path, "emission_factor")),
            f"{stream.name or stream.id}: its own factor {stream.emission_factor} lies below the least of the act,"
            f" {least.value:g} {least.unit}, which was taken",
            "nothing, if that is right; a higher factor by analysis would be used",
            stream=stream.name or stream.id,
            least=f"{least.value:g} {least.unit}",
        )


def _check_sums(plant: Plant, place: Place) -> Iterator[Problem]:
    """Of each process with a mass balance: whether more leaves than comes in, and whether biomass leaves as it came."""
    told: set[tuple[int, ...]] = set()
    for process in plant.processes:
        numbers = tuple(
            n
            for n, stream in enumerate(plant.source_streams)
            if stream.method == "mass_balance" and process.id in processes_reached(plant, stream.used_by)
        )
        factors = [_factors(plant, plant.source_streams[n]) for n in numbers]
        known = [item for item in factors if item is not None]
        if numbers and len(known) == len(numbers) and numbers not in told:
            told.add(numbers)
            where = place(("source_streams", numbers[-1]))
            yield from _check_negative(process.id, known, where)
            yield from _check_biomass(process.id, known, where)


def _factors(plant: Plant, stream: SourceStream) -> StreamFactors | None:
    try:
        found = stream_factors(stream, plant.installation.country)
        found.emissions(fact(stream.amount, "amount", stream.id))
    except PulmuError:
        return None
    return found


def _emissions(found: StreamFactors) -> float:
    return found.emissions(fact(found.stream.amount, "amount", found.stream.id)).value


def _check_negative(process: str, known: list[StreamFactors], where: str) -> Iterator[Problem]:
    whole = math.fsum(_emissions(item) for item in known)
    size = math.fsum(abs(_emissions(item)) for item in known)
    if whole < -_ROUNDING * size:
        yield warning(
            "carbon.mass_balance_negative",
            where,
            f"process {process}: more carbon leaves its mass balance than comes in; the balance is"
            f" {whole:,.6g} t CO2, which no process can do",
            "look for an input that is missing, and check masses and carbon contents",
            process=process,
            emissions=f"{whole:,.6g} t CO2",
        )


def _check_biomass(process: str, known: list[StreamFactors], where: str) -> Iterator[Problem]:
    """Annex II B.3.2: the share of zero-rated carbon in what leaves is not lower than in what comes in."""
    share_in, share_out = _zero_rated_share(known, "in"), _zero_rated_share(known, "out")
    is_traced = any(item.stream.biomass_trace for item in known)
    if share_out < share_in * (1 - _ROUNDING) and not is_traced:
        yield problem(
            "carbon.biomass_in_outputs",
            where,
            f"process {process}: {share_in:.4%} of the carbon that comes in is zero-rated biomass, but only"
            f" {share_out:.4%} of what leaves; the act allows no lower share (M2547 Annex II B.3.2)",
            "raise zero_rated_fraction of the outputs to that share, or give biomass_trace (trace-the-atom, C-14)",
            process=process,
            share=f"{share_in:.4%}",
            given=f"{share_out:.4%}",
        )


def _zero_rated_share(known: list[StreamFactors], direction: str) -> float:
    """Share of zero-rated carbon; of outputs 1 where nothing leaves."""
    whole = zero_rated = 0.0
    for item in known:
        if item.stream.direction == direction:
            base, _, content, *_ = item.row()
            carbon = content * item.stream.amount.to(base)
            whole += carbon
            zero_rated += carbon * item.zero_rated_fraction.value
    return zero_rated / whole if whole > 0 else float(direction == "out")
