"""Published templates of submodels, by the ids that submodels carry."""

_IDTA = "https://admin-shell.io/idta/"
_TEMPLATES = {
    "CarbonFootprint/CarbonFootprint/1/0": "Carbon Footprint (IDTA 02023-1-0)",
    "nameplate/3/0/Nameplate": "Digital Nameplate (IDTA 02006-3-0)",
    "TimeSeries/1/1": "Time Series Data (IDTA 02008-1-1)",
    "SubmodelTemplate/SimulationModels/1/1": "Provision of Simulation Models (IDTA 02005-1-1)",
    "AssetInterfacesDescription/1/1/Submodel": "Asset Interfaces Description (IDTA 02017-1-1)",
    "AssetInterfacesMappingConfiguration/2/0/Submodel": ("Asset Interfaces Mapping Configuration (IDTA 02027-2-0)"),
    "EnergyFlexibilityDataModel/1/0/EnergyFlexibilityDataModel": "Energy Flexibility Data Model (IDTA 02076-1-0)",
    "HierarchicalStructures/1/1/Submodel": "Hierarchical Structures (IDTA 02011-1-1)",
    "SubmodelTemplate/ProductionCalendar/1/0": "Production Calendar (IDTA 02067-1-0)",
    "SubmodelTemplate/ProcessVariablesForManufacturingKPICalculation/1/0": (
        "Process Variables for Manufacturing KPIs (IDTA 02066-1-0)"
    ),
    "SubmodelTemplate/PredictiveMaintenance/1/0": "Predictive Maintenance (IDTA 02048-1-0)",
    "SubmodelTemplate/InspectionDocumentsOfSteelProducts/1/0": (
        "Inspection Documents of Steel Products (IDTA 02032-1-0)"
    ),
    "ControlComponent/Instance/2/0": "Control Component Instance (IDTA 02016-2-0)",
    "SubmodelTemplate/opcuaserverdatasheet/1/0": "OPC UA Server Datasheet (IDTA 02009-1-0)",
    "ExecutedProcesses/1/0": "Executed Processes (IDTA 02031-2)",
    "SubmodelTemplate/dppMetadata/1/0": "Digital Product Passport (IDTA 02099-1)",
}


def template_name(*ids: str) -> str:
    """Name of the template by the first id that fits: the meaning, or the id itself."""
    return next((_TEMPLATES[_own(item)] for item in ids if _own(item) in _TEMPLATES), "")


def _own(text: str) -> str:
    return text.rstrip("/").removeprefix(_IDTA) if text.startswith(_IDTA) else ""
