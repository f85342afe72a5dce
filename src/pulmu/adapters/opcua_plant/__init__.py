"""A plant over OPC UA: its server's certificate is pinned, only current policies, batched, found again when lost."""

from pulmu.adapters.opcua_plant.plant import OpcUaPlant, connect

__all__ = ["OpcUaPlant", "connect"]
