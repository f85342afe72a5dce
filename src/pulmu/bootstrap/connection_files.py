"""Files of connections: a map of tags written as one, and read from one."""

from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.model import InputError, Problem
from pulmu.model.line import Line
from pulmu.model.tag_map import TagMap

if TYPE_CHECKING:
    from pulmu.services.live.connection_file import Told
    from pulmu.services.live.connection_file_in import MapRead
    from pulmu.services.ports import Plant


def write_connection(
    path: Path, tag_map: TagMap, line: Line, plant: "Plant", address: str
) -> tuple[Problem, ...]:  # fmt: skip
    """Write a map as the file of a connection; what of it is not in it.

    Raises
    ------
    InputError  The plant is not reached over OPC UA (`live.connection_not_opcua`), the address holds a name or a
        password (`shell.connection_secret`), or a file of this name exists.
    OutsideError  BaSyx is not installed, or the file cannot be written.
    """
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.shells import shell_file
    from pulmu.services.live.connection_file import Reach, connections_of_map
    from pulmu.services.shell_connections import shell_of_connections

    told, (mode, policy) = _told(plant, address)
    reach = Reach(address=address, mode=mode, policy=policy, token="UserNameIdentityToken")  # noqa: S106 - its kind
    connections, problems = connections_of_map(tag_map, reach, line, told)
    data, _ = shell_file(shell_of_connections(connections, (line.name or line.id,)), path.name)
    save_new_file(path, data)
    return problems


def read_connection(path: str, line: Line, plant: "Plant | None", address: str) -> "MapRead":
    """The map in the file of a connection, with every repair of the file and all that was left out.

    The address in the file is never gone to: it is told where it is another one.

    Parameters
    ----------
    plant, address : The plant that is reached, and where; None where none is.

    Raises
    ------
    InputError  The file is refused, or holds no connection over OPC UA.
    OutsideError  It cannot be read, or BaSyx is not installed.
    """
    from dataclasses import replace

    from pulmu.bootstrap.shells import check_shell_file
    from pulmu.model import warning
    from pulmu.services.live.connection_file_in import map_of_connections
    from pulmu.services.shell_connections import connections_of

    content = check_shell_file(path)
    found = connections_of(content.environment, content.name)
    read = map_of_connections(found.connections, line, None if plant is None else _told(plant, address)[0])
    problems = (*content.problems, *found.problems, *read.problems)
    if plant is not None and read.reach.address != address:
        has = read.reach.address
        other = warning(
            "live.connection_address", content.name, f"the file is of {has}, and what is reached is {address}",
            "see that it is the same plant", has=has, wanted=address,
        )  # fmt: skip
        problems = (*problems, other)
    return replace(read, problems=problems)


def _told(plant: "Plant", address: str) -> "tuple[Told, tuple[str, str]]":
    """What a plant offers, and how the link to it is secured."""
    from pulmu.bootstrap.live import needs_plant

    needs_plant()
    from pulmu.adapters.opcua_plant import OpcUaPlant
    from pulmu.services.live.connection_file import Told

    if not isinstance(plant, OpcUaPlant):
        raise InputError.of(
            "live.connection_not_opcua", address, "a file of a connection is of a plant over OPC UA",
            "hand the map itself over, or connect the plant over OPC UA", address=address,
        )  # fmt: skip
    return Told(offered=plant.tags(), wires=plant.wires()), plant.channel()
