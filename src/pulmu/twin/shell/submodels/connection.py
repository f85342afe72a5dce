"""A data connection in plain values: what an asset's interface offers, how it is secured, and which value feeds what.

The words are those of Asset Interfaces Description (IDTA 02017-1-1) and Mapping Configuration (IDTA 02027-2-0).
"""

from dataclasses import dataclass
from typing import Literal

Protocol = Literal["opcua", "mqtt", "http", "modbus"]
DataType = Literal["number", "integer", "boolean", "string", "object", "array", "null"]
Terms = tuple[tuple[str, str], ...]
"""Words of a protocol and their values, such as `mqv_qos` and `1`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityDefinition:
    """How an interface is secured. It says which kind of proof is asked for, and never the proof itself.

    Parameters
    ----------
    name : By which it is chosen, such as `opcua_channel_sc`.
    scheme : nosec, basic, bearer, ..., ua_channelsec, ua_authentication.
    terms : What the standard lets the scheme say, such as `uav_securityPolicy`; no term holds a secret.
    """

    name: str
    scheme: str
    terms: Terms = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Where and how a value is asked for.

    Parameters
    ----------
    href : Relative to the base of the interface, or whole.
    security : Names of the definitions that hold here; empty: those of the interface.
    terms : Words of the protocol.
    """

    href: str
    content_type: str = ""
    subprotocol: str = ""
    security: tuple[str, ...] = ()
    terms: Terms = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionProperty:
    """A value that an interface offers.

    Parameters
    ----------
    key : Its name at the interface.
    unit : As it is written there; empty: not told.
    low, high : Engineering range: what the instrument can show or the drive can do. It is no safety limit.
    meaning : Id of the concept it is a value of; empty: not told.
    form : None for a part of a value.
    parts : Values within it, where it is an object.
    """

    key: str
    type: DataType | None = None
    title: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    observable: bool | None = None
    meaning: str = ""
    form: Form | None = None
    parts: "tuple[ConnectionProperty, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """An interface of an asset.

    Parameters
    ----------
    name : Of letters, digits and underscores, unique among the connections.
    base : Address, without a name or password in it.
    definitions : Ways it may be secured.
    security : Names of those that hold.
    terms : Words of the protocol that hold for all values (Modbus: order of bytes and words).
    """

    name: str
    title: str
    protocol: Protocol
    base: str
    content_type: str = "application/json"
    definitions: tuple[SecurityDefinition, ...] = ()
    security: tuple[str, ...] = ()
    properties: tuple[ConnectionProperty, ...] = ()
    terms: Terms = ()
    support: str = ""
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSource:
    """A value that is taken up.

    Parameters
    ----------
    id : Unique in its mapping.
    connection, keys : Name of the connection, and keys from its property down.
    polling_interval : None: the default of its mapping. [s]
    """

    id: str
    connection: str
    keys: tuple[str, ...]
    polling_interval: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSink:
    """What a value feeds.

    Parameters
    ----------
    id : Name of the tag it feeds; unique in its mapping.
    submodel, path : Element it is written to; both empty: the tag of that name in the submodel of tags beside it.
    """

    id: str
    submodel: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalMapping:
    """Which values feed which.

    Parameters
    ----------
    default_polling_interval : None: not told. [s]
    factor, offset : Value of a sink = value of its source x factor + offset.
    script : A transformation of another kind (Lua); it is kept and never run. Empty: there is none.
    """

    sources: tuple[SignalSource, ...]
    sinks: tuple[SignalSink, ...]
    default_polling_interval: float | None = None
    factor: float = 1.0
    offset: float = 0.0
    script: str = ""


@dataclass(frozen=True, slots=True)
class Connections:
    """Connections of an asset, and what their values feed."""

    connections: tuple[Connection, ...] = ()
    mappings: tuple[SignalMapping, ...] = ()


def signal(connection: str, key: str, tag: str, *, factor: float = 1.0, offset: float = 0.0) -> SignalMapping:
    """One value that feeds one tag; source and sink have the same id, which is the tag's name."""
    return SignalMapping(
        sources=(SignalSource(id=tag, connection=connection, keys=(key,)),),
        sinks=(SignalSink(id=tag),),
        factor=factor,
        offset=offset,
    )
