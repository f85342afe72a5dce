"""Submodels made from plain facts, in the shape of the published templates."""

from pulmu.twin.shell.submodels.concepts import Concept
from pulmu.twin.shell.submodels.footprint import SectorFootprint, footprint_submodel
from pulmu.twin.shell.submodels.nameplate import Nameplate, nameplate_submodel
from pulmu.twin.shell.submodels.series import Series, series_submodel
from pulmu.twin.shell.submodels.shells import Asset, Content, environment_of
from pulmu.twin.shell.submodels.simulation import SimulationModel, simulation_submodel
from pulmu.twin.shell.submodels.structure import Part, structure_submodel

__all__ = [
    "Asset",
    "Concept",
    "Content",
    "Nameplate",
    "Part",
    "SectorFootprint",
    "Series",
    "SimulationModel",
    "environment_of",
    "footprint_submodel",
    "nameplate_submodel",
    "series_submodel",
    "simulation_submodel",
    "structure_submodel",
]
