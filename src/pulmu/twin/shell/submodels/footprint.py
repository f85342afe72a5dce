"""Carbon Footprint, IDTA 02023-1-0 (1.0.1): a figure by a sector's own rule."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.twin.shell.elements import SubmodelElementCollection
from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.submodels.concepts import concept_id, short_name
from pulmu.twin.shell.submodels.make import IDTA, collected, listed, made, meaning, text

_IDS = f"{IDTA}CarbonFootprint/"
_METHOD = "0173-1#02-ABG854#003"
_ANYTHING = "https://admin-shell.io/SMT/General/Arbitrary"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorFootprint:
    """What a rule tells of a good, as plain texts.

    Parameters
    ----------
    operator, rule, version : Who made the rule, its name, and the date of the edition that was used.
    information : What the rule tells of the good, by the name of its concept, as texts.
    """

    operator: str
    rule: str
    version: str
    method: str
    information: Mapping[str, str]


def footprint_submodel(id_: str, footprint: SectorFootprint) -> Submodel:
    """The footprint.

    No method of the template's own list is claimed, so that list has no entry.
    """
    products = listed(
        "ProductCarbonFootprints", f"{_IDS}ProductCarbonFootprints/1/0", "SubmodelElementCollection",
        f"{_IDS}ProductCarbonFootprint/1/0",
    )  # fmt: skip
    sector = listed(
        "ProductOrSectorSpecificCarbonFootprints", f"{_IDS}ProductOrSectorSpecificCarbonFootprints/1/0",
        "SubmodelElementCollection", f"{_IDS}ProductOrSectorSpecificCarbonFootprint/1/0", (_entry(footprint),),
    )  # fmt: skip
    template = "https://admin-shell.io/IDTA 02023-1-0"
    semantic_id = meaning(f"{_IDS}CarbonFootprint/1/0")
    return made(id_, "CarbonFootprint", semantic_id, ("1", "0"), template, (products, sector))


def _entry(footprint: SectorFootprint) -> SubmodelElementCollection:
    rule = f"{_IDS}ProductOrSectorSpecificRule/"
    methods = listed("PcfCalculationMethods", f"{_IDS}PcfCalculationMethods/1/0", "Property", _METHOD,
                     (text(None, footprint.method, _METHOD),))  # fmt: skip
    ruled = collected(
        "ProductOrSectorSpecificRule", f"{rule}1/0",
        text("PcfRuleOperator", footprint.operator, f"{rule}Operator/1/0"),
        text("PcfRuleName", footprint.rule, f"{rule}Name/1/0"),
        text("PcfRuleVersion", footprint.version, f"{rule}Version/1/0"),
    )  # fmt: skip
    told = [
        text(short_name(name), value, _ANYTHING, supplemental_semantic_ids=(meaning(concept_id(name)),))
        for name, value in footprint.information.items()
        if value
    ]
    information = collected("PcfInformation", f"{_IDS}PcfInformation/1/0", *told)
    return collected(None, f"{_IDS}ProductOrSectorSpecificCarbonFootprint/1/0", methods, ruled, information)
