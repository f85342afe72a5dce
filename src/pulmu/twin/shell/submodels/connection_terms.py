"""Ids of the words that descriptions of interfaces are made of, by the names the templates give them.

Source: IDTA 02017-1-1 and 02027-2-0; the words are those of W3C Web of Things and of its bindings to protocols.
"""

from pulmu.twin.shell.submodels.connection import Protocol
from pulmu.twin.shell.submodels.make import IDTA

AID = f"{IDTA}AssetInterfacesDescription/"
INTERFACES = f"{AID}1/1/Submodel"
INTERFACE = f"{AID}1/0/Interface"
AIMC = f"{IDTA}AssetInterfacesMappingConfiguration/"
MAPPINGS = f"{AIMC}2/0/Submodel"
MAPPING = f"{AIMC}2/0/MappingConfiguration"
MAPPING_LIST = f"{AIMC}1/0/MappingConfigurations"
TAGS = "urn:x-pulmu:submodel:tags:1"

_WOT = "https://www.w3.org/2019/wot/"
_UA = "http://opcfoundation.org/UA/WoT-Binding/"
TD = f"{_WOT}td#"
JSON = f"{_WOT}json-schema#"
SECURITY = f"{_WOT}security#"
FORM = f"{_WOT}hypermedia#"
PROTOCOLS: dict[Protocol, tuple[str, tuple[str, ...]]] = {
    # The template gives OPC UA the id of MQTT; the address, or the terms, say which it is.
    "opcua": (_UA, ("opc.tcp", "opc.https", "opc.wss")),
    "mqtt": ("http://www.w3.org/2011/mqtt", ("mqtt", "mqtts", "mqtt+ws", "mqtt+wss")),
    "http": ("http://www.w3.org/2011/http", ("http", "https")),
    "modbus": ("http://www.w3.org/2011/modbus", ("modbus", "modbus+tcp")),
}
"""Id of a protocol, and what its addresses begin with."""

_SAME = {name: f"{SECURITY}{name}" for name in ("name", "in", "proxy", "identity", "qop", "authorization", "alg",
                                               "format", "token", "refresh", "flow")}  # fmt: skip
SCHEMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "nosec": (f"{SECURITY}NoSecurityScheme", ()),
    "auto": (f"{SECURITY}AutoSecurityScheme", ("proxy",)),
    "basic": (f"{SECURITY}BasicSecurityScheme", ("name", "in", "proxy")),
    "apikey": (f"{SECURITY}APIKeySecurityScheme", ("name", "in", "proxy")),
    "psk": (f"{SECURITY}PSKSecurityScheme", ("identity", "proxy")),
    "digest": (f"{SECURITY}DigestSecurityScheme", ("name", "in", "qop", "proxy")),
    "bearer": (f"{SECURITY}BearerSecurityScheme", ("name", "in", "authorization", "alg", "format", "proxy")),
    "oauth2": (f"{SECURITY}OAuth2SecurityScheme", ("token", "refresh", "authorization", "flow", "proxy")),
    "ua_channelsec": (f"{_UA}OPCUASecurityChannelScheme", ("proxy", "uav_securityMode", "uav_securityPolicy")),
    "ua_authentication": (f"{_UA}OPCUASecurityAuthenticationScheme", ("proxy", "uav_userIdentityToken")),
}
"""Id of a scheme, and the words it may have; none of them holds a secret (`token` of OAuth 2 is an address)."""
SECURITY_TERMS = {
    **_SAME,
    "uav_securityMode": f"{_UA}securityMode",
    "uav_securityPolicy": f"{_UA}securityPolicy",
    "uav_userIdentityToken": f"{_UA}userIdentityToken",
}
ADDRESSES = frozenset({"token", "refresh"})
"""Words of a scheme that are addresses; so is `authorization` of OAuth 2."""

_MODBUS = f"{_WOT}modbus#"
_MQTT = f"{_WOT}mqtt#"
FORM_TERMS: dict[Protocol, dict[str, str]] = {
    "opcua": {"uav_browsePath": f"{_UA}browsePath"},
    "mqtt": {
        "mqv_retain": f"{_MQTT}hasRetainFlag",
        "mqv_controlPacket": f"{_MQTT}ControlPacket",
        "mqv_qos": f"{_MQTT}hasQoSFlag",
    },
    "http": {"htv_methodName": "https://www.w3.org/2011/http#methodName"},
    "modbus": {
        "modv_function": f"{_MODBUS}hasFunction",
        "modv_entity": f"{_MODBUS}hasEntity",
        "modv_zeroBasedAddressing": f"{_MODBUS}hasZeroBasedAddressingFlag",
        "modv_pollingTime": f"{_MODBUS}hasPollingTime",
        "modv_timeout": f"{_MODBUS}hasTimeout",
        "modv_type": f"{_MODBUS}hasPayloadDataType",
        "modv_mostSignificantByte": f"{_MODBUS}hasMostSignificantByte",
        "modv_mostSignificantWord": f"{_MODBUS}hasMostSignificantWord",
    },
}
"""Words of the forms of a protocol."""
ENDPOINT_TERMS: dict[str, str] = {
    name: FORM_TERMS["modbus"][name] for name in ("modv_mostSignificantByte", "modv_mostSignificantWord")
}
