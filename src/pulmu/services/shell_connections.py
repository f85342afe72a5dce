"""A data connection as shells: the file that tells how a plant is connected, written and read."""

from dataclasses import dataclass

from pulmu.model import Problem
from pulmu.twin.shell import Environment, Notes
from pulmu.twin.shell.submodels import (
    Asset,
    Connections,
    Content,
    connection_submodels,
    environment_of,
    read_connections,
)
from pulmu.twin.shell.submodels.make import identify


@dataclass(frozen=True, slots=True)
class ConnectionFile:
    """Connections of a file, and everything in their submodels that was not taken over."""

    connections: Connections
    problems: tuple[Problem, ...]


def shell_of_connections(connections: Connections, owner: tuple[str, ...], base: str = "") -> Environment:
    """A shell of the installation with its interfaces, their mapping and the tags they feed.

    Parameters
    ----------
    owner : Names of company and installation: ids follow from them, as those of the plant's other shells do.
    base : Address below which ids of the user's shells stand; empty: UUIDs.

    Raises
    ------
    InputError  An address holds a name or a password (`shell.connection_secret`), or two have one name
                (`shell.connection_twice`).
    """
    asset = Asset(
        id=identify(base, *owner, "asset"),
        shell_id=identify(base, *owner, "connections", "shell"),
        id_short="Connections",
        name={"en": owner[-1]},
        kind="Instance",
    )
    interfaces, mapping, tags = (
        identify(base, *owner, "connections", item) for item in ("interfaces", "mapping", "tags")
    )
    return environment_of((Content(asset, connection_submodels(interfaces, mapping, tags, connections)),))


def connections_of(environment: Environment, name: str) -> ConnectionFile:
    """The connections that shells describe.

    Parameters
    ----------
    name : Of the file, for places of problems.
    """
    notes = Notes()
    found = read_connections(environment.submodels, name, notes)
    return ConnectionFile(found, tuple(notes.found))
