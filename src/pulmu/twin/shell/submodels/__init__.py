"""Submodels made from plain facts, in the shape of the published templates."""

from pulmu.twin.shell.submodels.concepts import Concept
from pulmu.twin.shell.submodels.connection import (
    Connection,
    ConnectionProperty,
    Connections,
    Form,
    SecurityDefinition,
    SignalMapping,
    SignalSink,
    SignalSource,
    signal,
)
from pulmu.twin.shell.submodels.footprint import SectorFootprint, footprint_submodel
from pulmu.twin.shell.submodels.mapping import connection_submodels
from pulmu.twin.shell.submodels.mapping_in import read_connections
from pulmu.twin.shell.submodels.nameplate import Nameplate, nameplate_submodel
from pulmu.twin.shell.submodels.series import Series, series_submodel
from pulmu.twin.shell.submodels.shells import Asset, Content, environment_of
from pulmu.twin.shell.submodels.simulation import SimulationModel, simulation_submodel
from pulmu.twin.shell.submodels.structure import Part, structure_submodel

__all__ = [
    "Asset",
    "Concept",
    "Connection",
    "ConnectionProperty",
    "Connections",
    "Content",
    "Form",
    "Nameplate",
    "Part",
    "SectorFootprint",
    "SecurityDefinition",
    "Series",
    "SignalMapping",
    "SignalSink",
    "SignalSource",
    "SimulationModel",
    "connection_submodels",
    "environment_of",
    "footprint_submodel",
    "nameplate_submodel",
    "read_connections",
    "series_submodel",
    "signal",
    "simulation_submodel",
    "structure_submodel",
]
