"""Concepts that no published template has an id for, as an administration shell of a plant tells them."""

from pulmu.twin.shell.submodels import Concept

_PER_TONNE = "t CO2e/t"

CONCEPTS = (
    Concept("cn_code", "CN code", "CN 코드", "Code of the good in the Combined Nomenclature."),
    Concept("reporting_period", "reporting period", "보고기간", "Days of production the figures are of."),
    Concept(
        "specific_embedded_emissions", "specific embedded emissions", "고유 내재배출량",
        "The figure the law counts: direct emissions and precursors, and indirect emissions only where it counts them.",
        _PER_TONNE, "REAL_MEASURE",
    ),
    Concept(
        "direct_emissions", "attributed direct emissions", "귀속 직접배출량",
        "Part of the figure that no precursor carries: direct emissions of its processes, with heat, waste gas and "
        "steps done elsewhere.",
        _PER_TONNE, "REAL_MEASURE",
    ),
    Concept(
        "precursor_emissions", "embedded emissions of precursors", "전구물질 내재배출량",
        "Part of the figure that bought precursors carry.", _PER_TONNE, "REAL_MEASURE",
    ),
    Concept(
        "indirect_emissions", "indirect emissions", "간접배출량",
        "Emissions of the electricity used; not part of the figure of goods for which it leaves them out.",
        _PER_TONNE, "REAL_MEASURE",
    ),
    Concept("production_route", "production route", "생산경로", "Production route of the good, by name or letter."),
    Concept(
        "share_of_default_values", "share of default values", "기본값 비율",
        "Share of the figure that rests on default values.", "1", "REAL_MEASURE",
    ),
    Concept(
        "weakest_reading_of_law", "weakest reading of the law", "가장 약한 법령 근거",
        "How surely the law behind the figure was read, the weakest of all: read in the act, an extract of it, "
        "transitional text, a secondary source, from memory.",
    ),
    Concept(
        "readings_of_law", "readings of the law", "법령 근거",
        "How many sources of law behind the figure were read in which way.",
    ),
    Concept("verification", "verification", "검증", "Whether an accredited verifier has verified the figure."),
    Concept("default_value_edition", "edition of default values", "기본값 판", "Edition of the default values."),
    Concept("figure_key", "key of the figure", "산정값 키", "Hash of the figure in the report it was taken from."),
    Concept("report_hash", "hash of the report", "보고서 해시", "SHA-256 of the report the figures were taken from."),
    Concept("meter_reading", "meter reading", "계량값", "What a meter counted in a slot of time.", "", "REAL_MEASURE"),
)  # fmt: skip
