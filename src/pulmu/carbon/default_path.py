"""What the law counts for a good by default: its default value, raised, and the free allocation that goes with it."""

from pulmu.carbon.certificates import default_free_allocation
from pulmu.carbon.functional import content_figure, specific_emissions_per_tonne, unit_of
from pulmu.carbon.precursors import allocation_factors
from pulmu.carbon.product import default_value_with_markup
from pulmu.carbon.quote import quoted
from pulmu.model import Figure, Plant, Product, RuleError
from pulmu.reference import benchmark_column_b, default_value, find_good, markup


def made_in(plant: Plant, product: Product) -> str:
    """Where a good was made: for one that came from an outsourced step, the country of that."""
    steps = {step.id: step.country for step in plant.outsourced_steps}
    return steps.get(product.id, plant.installation.country)


def of_the_table(plant: Plant, product: Product, figure: Figure) -> Figure:
    """A value of a table per tonne of good; of cement the law does not settle what it is per.

    Raises
    ------
    RuleError  Not decided (`rule.cement_unit_undecided`).
    """
    content, per = content_figure(product), plant.decisions.cement_values_per
    if content is None or unit_of(product).name != "t_clinker" or per == "tonne_of_good":
        return figure
    if per == "undecided":
        raise RuleError.of(
            "rule.cement_unit_undecided",
            f"goods, {product.id}",
            "default values and benchmarks of cement may be per tonne of cement or per tonne of clinker in it",
            "set decisions.cement_values_per to tonne_of_good or tonne_of_clinker; until then none are taken",
            good=product.name or product.id,
        )
    return specific_emissions_per_tonne.figure(per_functional_unit=figure, content=content).of(
        figure.subject, "decision: values of cement are per tonne of clinker"
    )


def published_default_value(plant: Plant, product: Product, edition: str) -> Figure:
    """Default value of a good as published, per tonne of it."""
    line = default_value(product.cn_code, made_in(plant, product), edition, product.variant or None)
    published = Figure(line.total, line.unit, "default value", line.source, subject=product.name or product.id)
    return of_the_table(plant, product, published)


def raised_default_value(plant: Plant, product: Product, published: Figure) -> Figure:
    """Default value with the mark-up of the plant's year."""
    rate = quoted(markup(find_good(product.cn_code).sector, plant.period.year), "mark-up")
    return default_value_with_markup.figure(default_value=published, markup=rate).of(product.name or product.id)


def allocation_by_default(plant: Plant, product: Product, edition: str) -> Figure:
    """Free allocation by column B, of the route the default value names."""
    routes = default_value(product.cn_code, made_in(plant, product), edition, product.variant or None).routes
    line = benchmark_column_b(product.cn_code, routes, plant.period.year)
    because = f"route {line.route} of the default value" if line.route else "benchmark without route"
    name = product.name or product.id
    benchmark = Figure(line.column_b_default, line.unit, "benchmark column B", line.source, because, subject=name)
    factors = allocation_factors(plant.period.year)
    return of_the_table(
        plant, product, default_free_allocation.figure(**factors, benchmark_column_b=benchmark).of(name)
    )
