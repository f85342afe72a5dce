"""What exists: nouns of a plant, units, figures that explain themselves, findings, problems, and the one codec."""

from pulmu.model.codec import Decoded, decode, encode
from pulmu.model.company import Company
from pulmu.model.document import Document, Path, path_text
from pulmu.model.errors import (
    ControlRefused,
    InputError,
    OutsideError,
    PulmuError,
    RuleError,
    SolveError,
    UnitError,
    problem,
    raise_if_errors,
    warning,
)
from pulmu.model.figure import Figure, Input, fact, format_value
from pulmu.model.finding import Answer, Finding, all_of, any_of, at_least, below, negation
from pulmu.model.flow import (
    ElectricityBalance,
    ElectricitySource,
    EmissionSource,
    HeatNet,
    Purchase,
    SourceStream,
    VerifiedValue,
)
from pulmu.model.formula import (
    Euro,
    EuroPerTonne,
    EuroPerTonneCO2e,
    Formula,
    MegawattHour,
    Number,
    Ratio,
    Terajoule,
    TerajouleNet,
    Tonne,
    TonneCO2e,
    TonneCO2ePerMegawattHour,
    TonneCO2ePerTonne,
    TonneCO2PerTerajoule,
    TonneCO2PerTonne,
    dot,
    formula,
    total,
)
from pulmu.model.installation import Installation
from pulmu.model.meter import Meter
from pulmu.model.period import Period
from pulmu.model.plant import Decisions, Plant
from pulmu.model.problem import Problem, has_errors
from pulmu.model.process import InnerPrecursor, Process, ScrapInput, Step
from pulmu.model.product import Product, StockMethod
from pulmu.model.quantity import Quantity
from pulmu.model.schema import schema
from pulmu.model.source import Confidence, Source
from pulmu.model.units import conversion_factor, known_units, unit

__all__ = [
    "Answer",
    "Company",
    "Confidence",
    "ControlRefused",
    "Decisions",
    "Decoded",
    "Document",
    "ElectricityBalance",
    "ElectricitySource",
    "EmissionSource",
    "Euro",
    "EuroPerTonne",
    "EuroPerTonneCO2e",
    "Figure",
    "Finding",
    "Formula",
    "HeatNet",
    "InnerPrecursor",
    "Input",
    "InputError",
    "Installation",
    "MegawattHour",
    "Meter",
    "Number",
    "OutsideError",
    "Path",
    "Period",
    "Plant",
    "Problem",
    "Process",
    "Product",
    "PulmuError",
    "Purchase",
    "Quantity",
    "Ratio",
    "RuleError",
    "ScrapInput",
    "SolveError",
    "Source",
    "SourceStream",
    "Step",
    "StockMethod",
    "Terajoule",
    "TerajouleNet",
    "Tonne",
    "TonneCO2PerTerajoule",
    "TonneCO2PerTonne",
    "TonneCO2e",
    "TonneCO2ePerMegawattHour",
    "TonneCO2ePerTonne",
    "UnitError",
    "VerifiedValue",
    "all_of",
    "any_of",
    "at_least",
    "below",
    "conversion_factor",
    "decode",
    "dot",
    "encode",
    "fact",
    "format_value",
    "formula",
    "has_errors",
    "known_units",
    "negation",
    "path_text",
    "problem",
    "raise_if_errors",
    "schema",
    "total",
    "unit",
    "warning",
]
