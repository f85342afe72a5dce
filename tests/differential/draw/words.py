"""Words of the workbook, codes, and numbers of the tables: typed by hand, never asked of Pulmu."""

STEEL, UNWROUGHT, ALUMINIUM = "Iron or steel products", "Unwrought aluminium", "Aluminium products"
SINTER, PIG_IRON, DRI, ALLOYS = "Sintered Ore", "Pig iron", "Direct reduced iron", "Alloys (FeMn, FeCr, FeNi)"
CRUDE_STEEL, HYDROGEN = "Crude steel", "Hydrogen"
CLINKER, CEMENT, CLAY, ALUMINOUS = "Cement clinker", "Cement", "Calcined clays ", "Aluminous cement"
AMMONIA, NITRIC_ACID, UREA, FERTILISERS = "Ammonia", "Nitric acid", "Urea", "Mixed fertilisers"
CODES = {
    STEEL: ["73181588", "73181692", "72171039", "73181639", "72172030", "73181542", "73079100", "73269098", "72155019"],
    ALUMINIUM: ["76042990", "76042100", "76161000", "76069200"],
    UNWROUGHT: ["76012040", "76011090"],
    SINTER: ["26011200"],
    PIG_IRON: ["72011011", "72012000"],
    DRI: ["72031000"],
    ALLOYS: ["72021120", "72024190", "72026000"],
    CRUDE_STEEL: ["72071114", "72061000"],
    HYDROGEN: ["28041000"],
    CLINKER: ["25231000"],
    CEMENT: ["25232900", "25232100"],
    CLAY: ["25070080"],
    ALUMINOUS: ["25233000"],
    AMMONIA: ["28141000"],
    NITRIC_ACID: ["28080000"],
    UREA: ["31021012"],
    FERTILISERS: ["31022100", "31023010"],
}
SITES = (
    [STEEL, STEEL, STEEL, ALUMINIUM, UNWROUGHT],
    [SINTER, PIG_IRON, DRI, ALLOYS, CRUDE_STEEL, STEEL, HYDROGEN],
    [CLINKER, CEMENT, CLAY, ALUMINOUS],
    [HYDROGEN, AMMONIA, NITRIC_ACID, UREA, FERTILISERS],
    [UNWROUGHT, UNWROUGHT, ALUMINIUM],
    list(CODES),
)
"""What may stand together in an installation; the last is what only stands in tests."""
CATEGORIES = tuple(CODES)
COUNT_ELECTRICITY = {SINTER, CLINKER, CEMENT, CLAY, ALUMINOUS, AMMONIA, NITRIC_ACID, UREA, FERTILISERS}
MOLES = {HYDROGEN: ((2.016, True), (70.9, False))}
"""Molar mass of the products of a chemical process, and whether they are of Annex I. [g/mol]"""
UNITS = {CLINKER: "clinker", CEMENT: "clinker", AMMONIA: "nitrogen", NITRIC_ACID: "nitrogen", UREA: "nitrogen",
          FERTILISERS: "nitrogen"}  # fmt: skip
ROUTES = {CRUDE_STEEL: 4, PIG_IRON: 4, HYDROGEN: 5, AMMONIA: 4, UNWROUGHT: 4}
PRIMARY = 0
"""Row of the route of unwrought aluminium that has perfluorocarbons."""
MASS_BALANCE = {PIG_IRON, DRI, ALLOYS, CRUDE_STEEL}
STEPS = {
    STEEL: (
        ["annealing", "casting", "coating", "cold_heading", "cold_rolling", "extrusion", "forging", "galvanising",
         "heat_treatment", "hot_rolling", "melting", "pickling", "reheating", "remelting", "skimming", "wire_drawing",
         "other"],
        ["plating", "cutting", "welding", "finishing"],
    ),
    ALUMINIUM: (["heat_treatment", "extrusion", "plating", "casting"], ["cutting", "welding", "finishing"]),
    UNWROUGHT: (["melting", "casting", "skimming"], []),
    "": (["other"], []),
}  # fmt: skip
COUNTRIES = {"KR": "KOR", "CN": "CHN", "IN": "IND", "VN": "VNM", "TR": "TUR"}
PLACES = {
    "KR": "Korea, Republic of",
    "CN": "China",
    "IN": "India",
    "VN": "Vietnam",
    "TR": "Türkiye",
    "TW": "Taiwan",
    "UA": "Ukraine",
}
"""Where the plants stand, and the workbook's word for it; half of them in the first."""
YEARS = (2026, 2026, 2026, 2027, 2028, 2029)
OUTSOURCED = {STEEL: ("73079100", "73269098", "72142000"), ALUMINIUM: ("76042990", "76042100", "76161000")}
"""Codes of what comes back from a step done elsewhere; default values are known."""
EXEMPT = ("DE", "NO", "CH")
PRECURSORS = (  # code, category in the workbook, direct emissions only, default values are known
    ("72139149", STEEL, True, False),
    ("72142000", STEEL, True, True),
    ("72071114", "Crude steel", True, True),
    ("26011200", "Sintered Ore", False, True),
    ("28041000", "Hydrogen", True, True),
    ("76161000", ALUMINIUM, True, True),
    ("76012040", UNWROUGHT, True, False),
    ("28141000", AMMONIA, False, True),
    ("25231000", CLINKER, False, True),
    ("25232900", CEMENT, False, True),
)
VARIANTS = {"25231000": ("2523100010", "2523100090")}
"""Codes of ten digits by which the default values tell white clinker from other."""
CONTENT = {AMMONIA: (0.82, 0.82), CEMENT: (0.5, 0.95)}
"""Nitrogen, or clinker, in a tonne of such a precursor: least and most."""
INNER = {
    STEEL: ("72131000", "72139149"),
    CRUDE_STEEL: ("72031000",),
    ALUMINIUM: ("76012080",),
    UREA: ("28141000",),
    CEMENT: ("25231000",),
}
"""What a joint process makes and uses up inside, by the category of its good."""
TABLE = (  # material, unit, GJ per unit, t CO2/TJ: M2547 Annex II G, Table 1
    ("Natural gas", "t", 48.0, 56.1),
    ("Other bituminous coal", "t", 25.8, 94.6),
    ("Residual fuel oil", "t", 40.4, 77.4),
)
NATIONAL = {"KR": (("city gas (LNG)", "1000Nm3", 38.9, 56.1), ("LNG", "1000Nm3", 38.9, 56.1),
                   ("gas oil", "kL", 35.2, 73.2))}  # fmt: skip
"""Values of a country's inventory, for plants there."""
INTERNATIONAL = (("LNG", "t", 48.0, 56.1), ("gas oil", "t", 43.0, 74.1))
"""What the same words mean for plants elsewhere: the same Table 1."""
STANDARD_FUELS = (("Natural gas", 56.1), ("Other bituminous coal", 94.6), ("Residual fuel oil", 77.4))
WASTE_GASES = (  # material, GJ/t, t CO2/TJ: the same Table 1
    ("Blast furnace gas", 2.47, 260.0),
    ("Coke oven gas", 38.7, 44.4),
    ("Oxygen steel furnace gas", 7.06, 182.0),
)
GRID = {"KR": 0.4173}
"""Newest grid factor of a country, at the consumer. [t CO2e/MWh]"""
REFERENCES = {  # electricity before and from 2016; heat before and from 2016, as hot water, steam, direct
    "S1": ((0.442, 0.442), (0.88, 0.83, 0.80), (0.88, 0.83, 0.80)),
    "S2": ((0.418, 0.418), (0.86, 0.81, 0.78), (0.86, 0.81, 0.78)),
    "S3": ((0.390, 0.390), (0.86, 0.81, 0.78), (0.86, 0.81, 0.78)),
    "S4": ((0.330, 0.370), (0.86, 0.81, 0.78), (0.86, 0.81, 0.78)),
    "S5": ((0.250, 0.300), (0.80, 0.75, 0.72), (0.80, 0.75, 0.72)),
    "S6": ((0.250, 0.250), (0.80, 0.75, 0.72), (0.80, 0.75, 0.72)),
    "L7": ((0.442, 0.442), (0.89, 0.84, 0.81), (0.85, 0.80, 0.77)),
    "L8": ((0.442, 0.442), (0.89, 0.84, 0.81), (0.85, 0.80, 0.77)),
    "L9": ((0.250, 0.290), (0.80, 0.75, 0.72), (0.75, 0.70, 0.67)),
    "G10": ((0.525, 0.530), (0.90, 0.85, 0.82), (0.92, 0.87, 0.84)),
    "G11": ((0.442, 0.442), (0.89, 0.84, 0.81), (0.90, 0.85, 0.82)),
    "G12": ((0.420, 0.420), (0.70, 0.65, 0.62), (0.80, 0.75, 0.72)),
    "G13": ((0.350, 0.350), (0.80, 0.75, 0.72), (0.80, 0.75, 0.72)),
    "O14": ((None, 0.300), (None, None, None), (0.92, 0.87, None)),
}
CARBON = (  # t C/t: M2547 Annex II G, Table 5
    ("EAF carbon electrodes", 0.8188),
    ("EAF charge carbon", 0.8297),
    ("Petroleum coke", 0.8706),
    ("Direct reduced iron", 0.0191),
)
CELLS = {  # factor, C2F6 per CF4: M2547 Annex II B.7
    "slope": {"PFPB L": (0.122, 0.097), "PFPB M": (0.104, 0.057), "PFPB MW": (0.143, 0.121),
              "CWPB": (0.143, 0.121), "SWPB": (0.233, 0.280), "VSS": (0.058, 0.086), "HSS": (0.165, 0.077)},
    "overvoltage": {"CWPB": (1.16, 0.121), "SWPB": (3.65, 0.252)},
}  # fmt: skip
CARBONATES = (  # t CO2/t: Table 3
    ("CaCO3", 0.440), ("MgCO3", 0.522), ("Na2CO3", 0.415), ("BaCO3", 0.223), ("Li2CO3", 0.596), ("K2CO3", 0.318),
    ("SrCO3", 0.298), ("NaHCO3", 0.524), ("FeCO3", 0.380),
)  # fmt: skip
MATERIALS = (  # t CO2/t: Tables 4 and 5, and Annex II B.9 on flue gas
    ("CaO", 0.785), ("MgO", 1.092), ("BaO", 0.287), ("EAF carbon electrodes", 3.00), ("Petroleum coke", 3.19),
    ("Pig iron", 0.15), ("flue_gas_gypsum", 0.2558), ("flue_gas_urea", 0.7328),
)  # fmt: skip
FLARE = 3.93
"""Fall-back of flared gas. [t CO2/1000Nm3]"""
LEAST = ("clinker_minimum", 0.525)
"""The least factor that the act allows for clinker. [t CO2/t]"""
