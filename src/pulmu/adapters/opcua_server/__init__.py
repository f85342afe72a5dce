"""Serves an emulated plant by OPC UA: signed and encrypted only, to certificates it trusts, to users it knows."""

from pulmu.adapters.opcua_server.keys import ServerKeys, open_server_keys
from pulmu.adapters.opcua_server.serving import EmulationOrder, serve_emulated

__all__ = ["EmulationOrder", "ServerKeys", "open_server_keys", "serve_emulated"]
