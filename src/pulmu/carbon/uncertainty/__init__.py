"""How far a plant's figures may be off, with free allocation and cost drawn together, and what makes most of it."""

from pulmu.carbon.uncertainty.factors import Factor, Inputs
from pulmu.carbon.uncertainty.laws import Law
from pulmu.carbon.uncertainty.outcomes import Outcomes, PlantModel

__all__ = ["Factor", "Inputs", "Law", "Outcomes", "PlantModel"]
