"""Where the template tells a plant otherwise than Pulmu does: one sentence for each reason."""

from pulmu.model import Problem, warning


def differences_in_words(place: str, names: str) -> tuple[Problem, ...]:
    """Every difference there can be, in words."""
    return (
        warning("official.no_free_allocation", place,
                "the template was made for the transitional period and has no cell for the free allocation (SEFA)",
                "give the importer report.json or report.pdf beside it"),
        warning("official.no_registry", place,
                "the template was made for the transitional period and has no cell for the identifiers of the registry",
                "give the importer report.json or report.pdf beside it"),
        warning("official.left_blank", place,
                "economic activity, post code, city, representative, email and quality assurance are not told by the "
                "plant; the cells stay blank",
                "type them in, where you want them told"),
        warning("official.process_outside", place,
                f"{names}: no CBAM good is made, so there is no block; what is taken from other processes stands as "
                "used for non-CBAM goods, and the emissions are in the total of the installation only",
                "nothing is to be done", names=names),
        warning("official.multifunctional", place,
                f"{names}: goods of several CN codes share one block and its figure; each has a row among the products",
                "nothing is to be done", names=names),
        warning("official.several_categories", place,
                f"{names}: its goods belong to several categories; the template takes one, that of the first good",
                "make it several processes, if they are", names=names),
        warning("official.mixed_process", place,
                f"{names}: its production holds goods outside Annex I, which have no row among the products",
                "nothing is to be done", names=names),
        warning("official.route_unknown", place,
                f"{names}: no route is given that the template lists, so 'Unknown production routes' is chosen",
                "give the route of the good", names=names),
        warning("official.below_zero", place,
                f"{names}: more is exported than emitted; the act counts zero, the template goes below zero",
                "do not use the template's figures of this process and of what is made from it", names=names),
        warning("official.more_consumed", place,
                f"{names}: others consumed more than was made, from stock; the template's control is not zero",
                "nothing is to be done", names=names),
        warning("official.put_back", place,
                f"{names}: a block has no row for itself, so what the process puts back into itself is left out of its "
                "production; the figure per tonne is the same",
                "nothing is to be done", names=names),
        warning("official.split_process", place,
                f"{names}: goods of one process that hold different shares of clinker or nitrogen (or are shared by "
                "moles) have a block each, with the part they bear: the template has one figure per block",
                "nothing is to be done; read back, they are processes of their own", names=names),
        warning("official.in_remarks", place,
                f"{names}: what the template has no cell for (a content of nitrogen or clinker, a parameter its "
                "category does not ask for, a benchmark route) stands in the field for remarks",
                "leave the remarks as they are, so that they can be read back", names=names),
        warning("official.remarks_cut", place,
                f"the field for remarks is full; the lines of {names} are left out and will not be read back",
                "give the importer report.json or report.pdf beside it", names=names),
        warning("official.outsourced", place,
                f"{names}: work done elsewhere stands as a process of this installation, with the emissions its "
                "operator had verified; the remarks say so",
                "tell the importer who did the work", names=names),
        warning("official.outsourced_bought", place,
                f"{names}: work done elsewhere without verified emissions; what comes back stands as a bought "
                "precursor with its default value",
                "ask the firm for verified emissions of its work", names=names),
        warning("official.joint", place,
                f"{names}: precursors that never leave the process have no rows of their own; the remarks name them",
                "nothing is to be done", names=names),
        warning("official.heat_and_power", place,
                f"{names}: the template has two tools for heat and power; this unit has none, its heat and "
                "electricity stand in the blocks with the right factors",
                "nothing is to be done", names=names),
        warning("official.electricity_unknown", place,
                f"{names}: the electricity or its factor is not known; the cells stay blank and count as zero",
                "give the electricity and its factor", names=names),
        warning("official.stream_unit", place,
                f"{names}: litres and energy have no unit in the template; TJ (or m3) stand in the column for tonnes, "
                "with factors that fit",
                "nothing is to be done", names=names),
        warning("official.measured_mass", place,
                f"{names}: the measured mass is known, not concentration and flow; one hour and 1000 Nm3/h stand "
                "there, with a concentration that gives the mass",
                "give concentration, flow and hours, if the importer wants them", names=names),
        warning("official.transfer", place,
                f"{names}: this CO2 counts as not emitted and is out of its process; the template's total of the "
                "installation still holds it",
                "tell the importer who received it", names=names),
        warning("official.default_value", place,
                f"{names}: the default value stands with the mark-up the plant counts, and its total, direct and "
                "indirect in one, stands as direct emissions; the template of 2024 knows neither",
                "nothing is to be done", names=names),
        warning("official.origin_unknown", place,
                f"{names}: the origin is not known and the country stays blank; the template calls the row incomplete",
                "find the country of origin", names=names),
        warning("official.origin_exempt", place,
                f"{names}: this origin counts zero by law; zero stands as a default value with the reason 'Other'",
                "nothing is to be done", names=names),
        warning("official.verification", place,
                f"{names}: the template has no cell for verification reports; they stand in the field for remarks",
                "give the importer the reports as well", names=names),
        warning("official.indirect_bridge", place,
                f"{names}: the template takes indirect emissions only as electricity times a factor; 1 MWh/t times the "
                "figure stands there, so its 'embedded electricity' says nothing",
                "ask the supplier for electricity and factor, if the importer wants them", names=names),
        warning("official.mean_of_deliveries", place,
                f"{names}: a process counts the mean of these deliveries (Art 14), so its consumption is spread over "
                "them by mass received, and not as they were issued",
                "give specific_use_evidence, where a process used one delivery only", names=names),
        warning("official.more_used", place,
                f"{names}: more counts than was received; the amount bought is set to what counts",
                "check the amounts of these deliveries", names=names),
    )  # fmt: skip
