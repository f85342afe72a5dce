"""All indirect emissions along the chain of a template: own electricity and what precursors carry of it."""

from pulmu.services.official_content import OfficialContent, OfficialProcess


def embedded_indirect(content: OfficialContent) -> list[float]:
    """Specific indirect embedded emissions of each process, as the template adds them up. [t CO2e/t]

    Pulmu keeps own electricity, for the footprint, apart from what precursors carry; the template has one figure.
    """
    import numpy as np  # noqa: PLC0415 - only where a template is filled

    processes = content.processes
    levels = [sum(amount or 0.0 for amount in item.produced) for item in processes]
    own = np.zeros(len(processes))
    inputs = np.zeros((len(processes), len(processes)))
    for number, (item, level) in enumerate(zip(processes, levels, strict=True)):
        carried = sum((row.used[number] or 0.0) * (row.electricity or 0.0) * (row.electricity_factor or 0.0)
                      for row in content.precursors)  # fmt: skip
        own[number] = ((item.electricity or 0.0) * (item.electricity_factor or 0.0) + carried) / level
        for maker, other in enumerate(processes):
            inputs[number, maker] = _taken(other, maker, number) / level
    return [float(value) for value in np.linalg.solve(np.eye(len(processes)) - inputs, own)]


def _taken(maker: OfficialProcess, number: int, user: int) -> float:
    """What one process took of another's goods: the maker's list leaves itself out."""
    if number == user:
        return 0.0
    return maker.to_processes[user - (user > number)] or 0.0
