"""What gives off greenhouse gases, carried to its processes."""

from tests.differential.drawn import DrawnStack, DrawnStream, DrawnWasteGas, Users
from tests.differential.worked.factors import NATURAL_GAS, of_cells, of_stack, per_unit
from tests.differential.worked.work import Work


def add_direct(work: Work) -> None:
    """Streams, waste gases, stacks, cells; CO2 that was handed on; what was done elsewhere."""
    done, drawn = work.done, work.drawn
    for stream in drawn.streams:
        if not stream.measured_by:
            _add_stream(work, stream)
    for gas in drawn.waste_gases:
        _add_waste_gas(work, gas)
    for stack in drawn.stacks:
        _add_stack(work, stack)
    for cells in drawn.cells:
        done.burnt[cells.process] += of_cells(cells)
    for transfer in drawn.transfers:
        if transfer.is_taken_off:
            process, _ = work.sharing.steps.get(transfer.place, (transfer.place, False))
            done.burnt[process] -= transfer.tonnes
            done.taken_off += transfer.tonnes
    for item in drawn.processes:
        done.burnt[item.id] += item.direct_elsewhere


def _add_stream(work: Work, stream: DrawnStream) -> None:
    several = sum(amount is None for amount in stream.users.values()) > 1
    for user, amount in work.sharing.shared(stream.amount, stream.users).items():
        emitted = amount * per_unit(stream)
        energy = amount * (stream.heating_value or 0.0) / 1000
        if work.put_in_mix(user, emitted, energy):
            continue
        for place, share in work.sharing.divided(user, several and stream.users[user] is None):
            work.done.burnt[place] += emitted * share
            if stream.method == "combustion":
                work.fuels[place].append((emitted * share, energy * share))
            if user in work.sharing.equipment and work.sharing.equipment[user].megawatt_hours is not None:
                work.engine_emissions[user] += emitted * share


def _add_stack(work: Work, stack: DrawnStack) -> None:
    for user, amount in work.sharing.shared(stack.tonnes, stack.users).items():
        for place, share in work.sharing.divided(user, False):
            work.done.burnt[place] += amount * of_stack(stack) * share


def _add_waste_gas(work: Work, gas: DrawnWasteGas) -> None:
    """The giver keeps what it emits and is credited, the taker is charged; for a boiler it is natural gas."""
    done = work.done
    gone = {"exported": gas.exported, "flared": gas.flared}
    users: Users = {**gas.users, **{name: amount for name, amount in gone.items() if amount}}
    shared = work.sharing.shared(gas.amount, users)
    # The meter of what is sold is corrected like the others, so that all add up to what was bought.
    done.burnt_gas[gas.id] = gas.amount - (0.0 if gas.produced_by else shared.get("exported", 0.0))
    for user, amount in shared.items():
        energy = amount * gas.heating_value / 1000
        if gas.counted_here:
            done.burnt[gas.produced_by] += energy * gas.factor
        if user == "flared":
            continue
        if gas.produced_by and user != gas.produced_by:
            done.gas_out[gas.produced_by] += energy
        in_mix = work.put_in_mix(user, energy * min(gas.factor, NATURAL_GAS), energy)
        if not in_mix and user not in ("exported", gas.produced_by):
            done.gas_in[user] += energy
