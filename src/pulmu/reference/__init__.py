"""What law and handbooks say: dated tables with their source, one reader for them, and look-ups that cite the line."""

from pulmu.reference.allocation import (
    cross_sectoral_correction_factor,
    free_allocation_share,
    last_year_of_law,
    markup,
    share_kept,
)
from pulmu.reference.benchmarks import Benchmark, benchmark_column_a, benchmark_column_b, benchmarks_of
from pulmu.reference.categories import (
    PrecursorCategory,
    ProductionRoute,
    RouteCode,
    precursor_categories,
    route_code,
    route_meaning,
    routes_of,
)
from pulmu.reference.countries import Country, country, list_countries
from pulmu.reference.deadlines import Deadline, deadlines, declaration_of
from pulmu.reference.default_values import DefaultValue, default_value, unknown_origin_value
from pulmu.reference.edition import DEFAULT_EDITION, Edition, edition_in_force, editions
from pulmu.reference.efficiencies import reference_efficiency
from pulmu.reference.facts import Choice, FactDescription, find_fact, list_facts
from pulmu.reference.fuels import FuelFactors, find_fuel, list_fuels
from pulmu.reference.goods import Good, find_good, is_cbam_good, list_goods, printed_code
from pulmu.reference.holidays import PublicHoliday, are_holidays_known, is_day_off, public_holidays
from pulmu.reference.industries import Industry, find_division, list_divisions, list_sections, section_of
from pulmu.reference.korea import grid_emission_factor, national_acts
from pulmu.reference.law_scenarios import RuleSet, rule_set, rule_sets
from pulmu.reference.local import local_names
from pulmu.reference.meta import Column, TableMeta
from pulmu.reference.parameters import Parameter, global_warming_potential, parameter, perfluorocarbon_factor
from pulmu.reference.population_margins import Margin, population_margins
from pulmu.reference.prices import certificate_price
from pulmu.reference.process_factors import ProcessFactor, list_process_factors, process_factor
from pulmu.reference.profile import ProfileCriterion, ProfileParameter, profile_criteria, profile_parameters
from pulmu.reference.regions import Region, find_region, list_regions
from pulmu.reference.rules import list_rules, rule
from pulmu.reference.sectors import FunctionalUnit, Sector, functional_unit, list_sectors, sector_of
from pulmu.reference.size_limits import SEAT_ROWS, SizeLimit, micro_employees_below, size_limit, size_limits
from pulmu.reference.size_parameters import SizeParameter, size_parameter, size_parameters
from pulmu.reference.table import Table, load_table, read_table

__all__ = [
    "DEFAULT_EDITION",
    "SEAT_ROWS",
    "Benchmark",
    "Choice",
    "Column",
    "Country",
    "Deadline",
    "DefaultValue",
    "Edition",
    "FactDescription",
    "FuelFactors",
    "FunctionalUnit",
    "Good",
    "Industry",
    "Margin",
    "Parameter",
    "PrecursorCategory",
    "ProcessFactor",
    "ProductionRoute",
    "ProfileCriterion",
    "ProfileParameter",
    "PublicHoliday",
    "Region",
    "RouteCode",
    "RuleSet",
    "Sector",
    "SizeLimit",
    "SizeParameter",
    "Table",
    "TableMeta",
    "are_holidays_known",
    "benchmark_column_a",
    "benchmark_column_b",
    "benchmarks_of",
    "certificate_price",
    "country",
    "cross_sectoral_correction_factor",
    "deadlines",
    "declaration_of",
    "default_value",
    "edition_in_force",
    "editions",
    "find_division",
    "find_fact",
    "find_fuel",
    "find_good",
    "find_region",
    "free_allocation_share",
    "functional_unit",
    "global_warming_potential",
    "grid_emission_factor",
    "is_cbam_good",
    "is_day_off",
    "last_year_of_law",
    "list_countries",
    "list_divisions",
    "list_facts",
    "list_fuels",
    "list_goods",
    "list_process_factors",
    "list_regions",
    "list_rules",
    "list_sections",
    "list_sectors",
    "load_table",
    "local_names",
    "markup",
    "micro_employees_below",
    "national_acts",
    "parameter",
    "perfluorocarbon_factor",
    "population_margins",
    "precursor_categories",
    "printed_code",
    "process_factor",
    "profile_criteria",
    "profile_parameters",
    "public_holidays",
    "read_table",
    "reference_efficiency",
    "route_code",
    "route_meaning",
    "routes_of",
    "rule",
    "rule_set",
    "rule_sets",
    "section_of",
    "sector_of",
    "share_kept",
    "size_limit",
    "size_limits",
    "size_parameter",
    "size_parameters",
    "unknown_origin_value",
]
