"""Shells of a plant: figures of the report to the digit, the shape of published templates, the same bytes twice."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.shells import checked, misshapen, prop, submodel

from pulmu.adapters.shell_file import write_shell
from pulmu.bootstrap.samples import read_sample
from pulmu.bootstrap.shells import shell_file
from pulmu.bootstrap.twin import read_line
from pulmu.services.check_line import line_in_plant
from pulmu.services.report import Report
from pulmu.services.report_cbam import report_cbam
from pulmu.services.shell_of_plant import Naming, ShellOfPlant, shell_of_plant
from pulmu.twin.shell import Environment, Notes, Submodel, mend_environment, read_environment, tree_of

API = "https://place.example/api/v1/workspaces/hanbit"
TEMPLATES = {
    "Nameplate": "IDTA_02006-3-0-1_Template_Digital_Nameplate.json",
    "CarbonFootprint": "IDTA_02023-1-0-1__Template_CarbonFootprint_forAASMetamodelV3.1.json",
    "TimeSeries": "IDTA_02008-1-1-1_Template_TimeSeriesData_forAASMetamodelV3.1.json",
    "HierarchicalStructures": "IDTA_02011-1-1-1_Template_HSEBoM_forAASMetamodelV3.1.json",
    "SimulationModels": "IDTA_02005_Template_ProvisionOfSimulationModel.json",
}


def made(name: str, naming: Naming = Naming(api=API), *, with_line: bool = True) -> tuple[ShellOfPlant, Report]:  # noqa: B008
    """The shells of a sample, and its report."""
    document, line = read_sample(name), read_line(name)
    joined, report = line_in_plant(line, document), report_cbam(document).report
    assert joined.plant is not None
    assert report is not None
    drawn = joined.line if with_line else None
    return shell_of_plant(joined.plant, report, drawn, line.sha256, naming), report


@pytest.fixture(scope="module", params=["fasteners", "extrusions"])
def sample(request: pytest.FixtureRequest) -> tuple[ShellOfPlant, Report]:
    """Both sample plants."""
    return made(request.param)


def submodels(environment: Environment, name: str) -> list[Submodel]:
    """Submodels of a short name."""
    return [item for item in environment.submodels if item.id_short == name]


def texts(tree: Any) -> dict[str, str]:
    """Values of properties below, by short name; the first of each."""
    found: dict[str, str] = {}
    waiting = [tree]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, dict):
            if item.get("modelType") == "Property":
                found.setdefault(item.get("idShort", ""), item.get("value", ""))
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return found


def test_figures_are_those_of_the_report(sample: tuple[ShellOfPlant, Report]) -> None:
    shells, report = sample
    goods = [good for good in report.goods if good.cbam_good]
    for good, item in zip(goods, submodels(shells.environment, "CarbonFootprint"), strict=True):
        said = texts(tree_of(item))
        assert said["PcfRuleOperator"] == "European Commission"
        assert "2023/956" in said["PcfRuleName"]
        assert said["PcfRuleVersion"] == "2025-12-10"
        assert said["CnCode"] == good.cn_code
        assert said["SpecificEmbeddedEmissions"] == f"{good.specific_embedded_emissions.value!r} t CO2e/t"
        assert said["ShareOfDefaultValues"] == repr(good.share_of_default_values.value)
        assert said["FigureKey"] in report.figures
        assert said["ReportHash"] == report.sha256
        assert said["Verification"] == "not verified"
        direct, precursors = (float(said[key].split()[0]) for key in ("DirectEmissions", "PrecursorEmissions"))
        assert direct + precursors == pytest.approx(good.specific_embedded_emissions.value, rel=1e-9)


def test_how_surely_the_law_was_read_travels_with_the_figure(sample: tuple[ShellOfPlant, Report]) -> None:
    shells, report = sample
    known = {item.source.confidence for item in report.figures.values()}
    known |= {item.source.confidence for item in report.formulas.values()}
    said = texts(tree_of(submodels(shells.environment, "CarbonFootprint")[0]))
    named = [part.partition(":")[0] for part in said["ReadingsOfLaw"].split(", ")]
    assert set(named) <= known
    assert named[-1] == said["WeakestReadingOfLaw"]


def test_no_method_is_claimed_that_was_not_computed(sample: tuple[ShellOfPlant, Report]) -> None:
    for item in submodels(sample[0].environment, "CarbonFootprint"):
        products = item.submodel_elements[0]
        assert products.id_short == "ProductCarbonFootprints"
        assert getattr(products, "value") == ()  # noqa: B009


def test_every_machine_of_the_line_stands_in_the_structure() -> None:
    shells, _ = made("fasteners")
    line = line_in_plant(read_line("fasteners"), read_sample("fasteners")).line
    tree = json.dumps(tree_of(submodels(shells.environment, "HierarchicalStructures")[0]))
    assert tree.count('"idShort": "machine_') == sum(item.machines for item in line.stations if item.machines <= 20)
    assert tree.count('"idShort": "station_') == len(line.stations)


def test_the_model_says_what_it_must_not_be_used_for() -> None:
    said = json.dumps(tree_of(submodels(made("fasteners")[0].environment, "SimulationModels")[0]))
    assert said.count("NegSimPurpose/1/0") == 3
    assert "safety functions" in said
    assert read_line("fasteners").sha256 in said


def test_without_an_address_nobody_is_sent_to_ask() -> None:
    shells, _ = made("fasteners", Naming(), with_line=False)
    assert submodels(shells.environment, "TimeSeries") == []
    assert submodels(shells.environment, "SimulationModels") == []
    assert "shell.no_series" in {item.code for item in shells.problems}
    series = submodels(made("fasteners")[0].environment, "TimeSeries")
    assert all(texts(tree_of(item))["Endpoint"].startswith(f"{API}/meters/") for item in series)


def test_ids_stand_below_the_address_of_the_user() -> None:
    environment = made("fasteners", Naming("https://hanbit.example/aas/"))[0].environment
    ids = [item.id for item in (*environment.asset_administration_shells, *environment.submodels)]
    assert all(item.startswith("https://hanbit.example/aas/Hanbit%20Fastening") for item in ids)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("ending", ["json", "aasx"])
def test_out_and_in_again_is_equal_strictly_and_to_the_byte(sample: tuple[ShellOfPlant, Report], ending: str) -> None:
    environment = sample[0].environment
    data, judge = shell_file(environment, f"f.{ending}")
    assert judge.startswith("BaSyx")
    assert data == write_shell(environment, f"f.{ending}")
    again = checked(data, f"f.{ending}", strict=True)
    assert again.environment == environment
    assert write_shell(again.environment, f"f.{ending}") == data


def test_basyx_reads_the_package_itself(sample: tuple[ShellOfPlant, Report], tmp_path: Path) -> None:
    from basyx.aas import model
    from basyx.aas.adapter.aasx import AASXReader, DictSupplementaryFileContainer

    file = tmp_path / "f.aasx"
    file.write_bytes(write_shell(sample[0].environment, "f.aasx"))
    store: Any = model.DictIdentifiableStore() if hasattr(model, "DictIdentifiableStore") else model.DictObjectStore()
    with AASXReader(str(file), failsafe=False) as reader:
        reader.read_into(store, DictSupplementaryFileContainer())
    environment = sample[0].environment
    held = (environment.asset_administration_shells, environment.submodels, environment.concept_descriptions)
    assert len(store) == sum(map(len, held))


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


@settings(max_examples=25, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.text("abcXYZ09_", min_size=1, max_size=6), _TEXT), max_size=5), _TEXT)
def test_any_environment_survives_both_formats(values: list[tuple[str, str]], inner: str) -> None:
    elements = [prop(name, value, "xs:string") for name, value in values]
    held = {"modelType": "SubmodelElementCollection", "idShort": "c", "value": [prop("p", inner, "xs:string")]}
    tree = {"submodels": [submodel(*elements, held)]}
    environment = mend_environment(read_environment(tree, "f", Notes()), "f", Notes())
    for name in ("f.json", "f.aasx"):
        assert checked(write_shell(environment, name), name, strict=True).environment == environment


def test_each_submodel_has_the_shape_of_its_template(sample: tuple[ShellOfPlant, Report], shared: Path) -> None:
    folder = shared / "data" / "aas_templates"
    for item in sample[0].environment.submodels:
        template = json.loads((folder / TEMPLATES[str(item.id_short)]).read_text("utf-8-sig"))["submodels"][0]
        ours = tree_of(item)
        assert ours["semanticId"] == template["semanticId"], item.id_short
        faults = misshapen(ours["submodelElements"], template["submodelElements"], str(item.id_short))
        assert faults == []


def test_the_check_of_shapes_finds_what_is_wrong(shared: Path) -> None:
    template = json.loads((shared / "data" / "aas_templates" / TEMPLATES["CarbonFootprint"]).read_text("utf-8-sig"))
    elements = template["submodels"][0]["submodelElements"]
    ours = tree_of(submodels(made("extrusions")[0].environment, "CarbonFootprint")[0])["submodelElements"]
    entry = ours[1]["value"][0]["value"]
    rule = entry[1]["value"]
    spoiled = [
        ([ours[1]], "0 times"),
        ([*ours, ours[0]], "2 times"),
        ([ours[0], {**ours[1], "typeValueListElement": "Property"}], "typeValueListElement"),
    ]
    for elements_of_ours, words in spoiled:
        assert words in "; ".join(misshapen(elements_of_ours, elements, "CarbonFootprint"))
    rule.pop(0)
    rule[0]["valueType"] = "xs:int"
    assert len(misshapen(ours, elements, "CarbonFootprint")) == 2
