"""What a filled template does not tell a plant, in words."""

from pulmu.model import Problem, warning


def untold_in_words(place: str, names: str) -> tuple[Problem, ...]:
    """Everything there can be to tell, in words."""
    return (
        warning("official.read_operator", place,
                "the template does not name the operator; the company bears the name of the installation",
                "give the company's name and address"),
        warning("official.read_streams_shared", place,
                "the template does not tell which process used which stream; each stream is divided among the "
                "processes as their directly attributable emissions are, so that their figures are the same",
                "give the users of each stream, where you know them"),
        warning("official.read_non_cbam", place,
                "what was used for non-CBAM goods is not carried over: the template does not name those goods",
                "add a process for them, if you want the balances to close"),
        warning("official.read_biomass", place,
                f"{names}: the template holds no proof of sustainability, without which biomass counts as fossil",
                "give biomass_evidence", names=names),
        warning("official.read_technology", place,
                f"the cell technology {names!r} is none of the act's; CWPB stands for it, with the template's factors",
                "give the technology of the cells", names=names),
        warning("official.read_heat_factor", place,
                f"{names}: the template does not tell whether the factor of this heat is verified; without a "
                "verification report the standard factor is taken",
                "give emission_factor_verification, if there is a report", names=names),
        warning("official.read_recovered_heat", place,
                f"{names}: the factor of heat that a process gave off follows from the fuels it burnt, which the "
                "template does not tell; by those it is read to burn, the heat counts with another factor",
                "give the users of each stream, where you know them", names=names),
        warning("official.read_several_factors", place,
                "processes have electricity of different factors; those of another factor than most have a source "
                "that is dedicated to them, and the file is its evidence",
                "give the sources of the electricity, with their own evidence"),
        warning("official.read_no_code", place,
                f"{names}: the template tells no CN code; without it there is no figure",
                "give the CN code in the plant's file", names=names),
        warning("official.read_divided", place,
                f"{names}: the template does not tell how much of each good was made; the production is divided "
                "evenly, which changes no figure per tonne",
                "give the production of each good", names=names),
        warning("official.read_no_report", place,
                f"{names}: the value is said to be measured, but no verification report is named; it is not used",
                "ask the supplier for the verification report, and give its number", names=names),
        warning("official.read_several_contents", place,
                f"{names}: its goods hold different shares of clinker or nitrogen, so that their figures per tonne "
                "differ; the template states one for all, and its production is divided evenly",
                "give the production of each good; their figures then change", names=names),
        warning("official.read_waste_gas", place,
                f"{names}: the template counts waste gas as natural gas and does not tell which gas it was, who gave "
                "it to whom, or what else burnt it; gas goes from the processes that gave to those that took it",
                "describe the waste gases, where you know them", names=names),
        warning("official.read_heat_and_power", place,
                "the tool for heat and power is not carried over: heat and electricity of such units stand in the "
                "plant with the factors that the blocks tell",
                "describe the unit under emission_sources, if you want its split to be computed"),
        warning("official.read_routes", place,
                f"{names}: the method has several names for a route of the template; the masses by route are left out",
                "give the routes of the good", names=names),
        warning("official.read_remark", place, f"the remark {names!r} cannot be read and is left out",
                "type it into the plant's file", names=names),
    )  # fmt: skip
