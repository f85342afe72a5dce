"""Which process boundaries the law allows in a plant: separate, multifunctional and joint processes (M2547 Article 4).

A yes or no is a finding: where a fact is missing it is unknown, never guessed.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.carbon.activity import production
from pulmu.carbon.recipe import is_same_recipe, precursor_recipe
from pulmu.model import Answer, Finding, Plant, Process, all_of, any_of, negation
from pulmu.reference import Good, find_good, rule

Block = tuple[str, ...]
"""Processes of the description that stand in one process, by their ids in the order of the plant."""
Grouping = tuple[Block, ...]
"""All processes of a plant, each in one block."""

MOST_PROCESSES = 10
"""Beyond this many processes only pairs are joined: the subsets of ten are a thousand, of twenty a million."""
MOST_GROUPINGS = 64
MOST_LOOKED_AT = 5000
_STEEL_PRODUCTS = "Iron or steel products"
_STOCK_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether some processes may be grouped, or kept apart, and why."""

    what: str
    processes: Block
    finding: Finding


def described(plant: Plant) -> Grouping:
    """The grouping in which a plant is described: every process by itself."""
    return tuple((process.id,) for process in plant.processes)


def groupings(plant: Plant) -> tuple[tuple[Grouping, ...], int]:
    """Groupings that are allowed or may be, those with the fewest changes first; and how many of them there are.

    At most `MOST_GROUPINGS` are given; of more than `MOST_PROCESSES` processes only pairs are joined.
    """
    names = [process.id for process in plant.processes]
    apart = {pair for pair in itertools.permutations(names, 2) if must_not_part(plant, *pair).answer is Answer.NO}
    blocks = [block for block in _joinable(plant) if may_group(plant, block).answer is not Answer.NO]
    found = [grouping for grouping in itertools.islice(_covers(names, blocks), MOST_LOOKED_AT)
             if not any(pair in apart for pair in _pairs_of_different_blocks(grouping))]  # fmt: skip
    found.sort(key=lambda grouping: -len(grouping))
    return tuple(found[:MOST_GROUPINGS]), len(found)


def _joinable(plant: Plant) -> Iterator[Block]:
    names = [process.id for process in plant.processes if any(product.cbam_good for product in process.goods)]
    largest = len(names) if len(names) <= MOST_PROCESSES else 2
    for size in range(2, largest + 1):
        yield from itertools.combinations(names, size)


def _covers(names: list[str], blocks: list[Block]) -> Iterator[Grouping]:
    if not names:
        yield ()
        return
    first = names[0]
    for block in [(first,), *(block for block in blocks if block[0] == first and set(block) <= set(names))]:
        rest = [name for name in names if name not in block]
        for others in _covers(rest, blocks):
            yield (block, *others)


def judge(plant: Plant, grouping: Grouping) -> Finding:
    """Whether a grouping of a plant is allowed: every block by itself, and nothing kept apart that belongs together."""
    grouped = [may_group(plant, block) for block in grouping]
    apart = [must_not_part(plant, one, other) for one, other in _pairs_of_different_blocks(grouping)]
    return all_of("grouping", *grouped, *apart)


def _pairs_of_different_blocks(grouping: Grouping) -> Iterator[tuple[str, str]]:
    for block, other in itertools.combinations(grouping, 2):
        yield from itertools.product(block, other)


def may_group(plant: Plant, block: Block) -> Finding:
    """Whether these processes may be one: joint where they feed each other, multifunctional where they do not."""
    members = [process for process in plant.processes if process.id in block]
    inner = inner_processes(members)
    final = [process for process in members if process not in inner]
    if len(members) == 1 and len(members[0].goods) == 1:
        source = rule("one_process_per_functional_unit").source
        return Finding("separate", Answer.YES, f"CN {members[0].goods[0].cn_code}", source)
    parts = [_stays_inside(plant, process, block) for process in inner]
    if inner and final:
        parts.append(_counted_alike(members))
    if not final:
        parts.append(Finding("final_good", Answer.NO, "", rule("joint_process").source))
    if len(final) > 1 or any(len(process.goods) > 1 for process in final):
        parts.append(_multifunctional(plant, final))
    return all_of("joint" if inner else "multifunctional", *parts) if len(parts) != 1 else parts[0]


def inner_processes(members: list[Process]) -> list[Process]:
    """Those of some processes whose good another of them consumes: its precursor would stay inside."""
    return [process for process in members if any(_feeds(process, other) for other in members if other is not process)]


def _feeds(process: Process, other: Process) -> bool:
    return any(product.id in other.own_precursors for product in process.goods)


def _stays_inside(plant: Plant, process: Process, block: Block) -> Finding:
    """Article 4(9): no good of the process is sold or passed on to a process outside the block."""
    source = rule("joint_process").source
    outside = [other.id for other in plant.processes if other.id not in block and _feeds(process, other)]
    outside += [step.id for step in plant.outsourced_steps if step.good in {product.id for product in process.goods}]
    sold = [product.id for product in process.goods if any(mass.value > 0 for mass in product.exports_to_eu.values())]
    outside += [step.id for step in plant.outsourced_steps if step.good in {product.id for product in process.goods}]
    left = _left_over(plant, process)
    passed_on = Finding("not_passed_on", Answer.NO if outside else Answer.YES, ", ".join(outside) or process.id, source)
    not_sold = Finding("not_sold", Answer.NO if sold else Answer.YES, ", ".join(sold) or process.id, source)
    if left > _STOCK_TOLERANCE:
        used_up = Finding("used_up", Answer.UNKNOWN, f"{process.id}: {left:,.6g} t", source)
    else:
        used_up = Finding("used_up", Answer.YES, process.id, source)
    return all_of("joint", passed_on, not_sold, used_up)


def _counted_alike(members: list[Process]) -> Finding:
    """Annex I 3.1: indirect emissions follow the precursor, so that of a joint process they must count alike."""
    goods = [find_good(product.cn_code) for process in members for product in process.goods if product.cbam_good]
    answer = Answer.YES if len({good.indirect_counts for good in goods}) == 1 else Answer.NO
    categories = " / ".join(sorted({good.goods_category for good in goods}))
    return Finding("indirect_counted_alike", answer, categories, rule("precursor_indirect_follows").source)


def _left_over(plant: Plant, process: Process) -> float:
    """Tonnes made and not consumed on the site: sold here, or in stock; the description does not say."""
    used = dict.fromkeys((product.id for product in process.goods), 0.0)
    for other in plant.processes:
        for name, mass in other.own_precursors.items():
            if name in used:
                used[name] += mass.to("t")
    made = {product.id: production(product).value for product in process.goods}
    return max((made[name] - used[name] for name in made if made[name] - used[name] > 1e-6 * made[name]), default=0.0)


def _multifunctional(plant: Plant, members: list[Process]) -> Finding:
    """Article 4(8), or demanded by Annex II A.4: goods of one category through the same physical process."""
    stated = len(members) == 1 and bool(members[0].grouping_reason)
    reason = Finding("stated", Answer.YES, members[0].grouping_reason, rule("multifunctional_process").source)
    optional = reason if stated else _same_physical_process(members)
    mandatory = [must_group(plant, one.id, other.id) for one, other in itertools.combinations(members, 2)]
    demanded = all_of("mandatory", *mandatory) if mandatory else None
    allowed = any_of("allowed", optional, demanded) if demanded is not None else optional
    return all_of("multifunctional", _same_category(members), allowed)


def _same_category(members: list[Process]) -> Finding:
    categories = {_category(product.cn_code) if product.cbam_good else "-" for process in members
                  for product in process.goods}  # fmt: skip
    answer = Answer.YES if len(categories) == 1 else Answer.NO
    return Finding("same_category", answer, " / ".join(sorted(categories)), rule("multifunctional_process").source)


def _same_physical_process(members: list[Process]) -> Finding:
    source = rule("multifunctional_process").source
    unknown = [process.id for process in members if not process.steps]
    if unknown or len(members) == 1:
        return Finding("same_physical_process", Answer.UNKNOWN, ", ".join(unknown or [members[0].id]), source)
    kinds = [", ".join(step.kind for step in process.steps) for process in members]
    answer = Answer.YES if len(set(kinds)) == 1 else Answer.NO
    return Finding("same_physical_process", answer, " / ".join(dict.fromkeys(kinds)), source)


def must_group(plant: Plant, one: str, other: str) -> Finding:
    """Annex II A.4: steel products that differ only in size or shape, of the same precursors in the same proportion."""
    first, second = (next(process for process in plant.processes if process.id == name) for name in (one, other))
    source = rule("mandatory_multifunctional_process").source
    goods = [
        find_good(product.cn_code) for process in (first, second) for product in process.goods if product.cbam_good
    ]
    categories = {good.goods_category for good in goods}
    steel = Finding("steel_products", Answer.YES if categories == {_STEEL_PRODUCTS} else Answer.NO,
                    " / ".join(sorted(categories)), source)  # fmt: skip
    reason = first.separate_reason or second.separate_reason
    differs = Finding("only_size_or_shape", Answer.NO, reason, source) if reason else _only_size_or_shape(goods)
    return all_of("mandatory", steel, _same_precursors(plant, first, second), differs)


def must_not_part(plant: Plant, one: str, other: str) -> Finding:
    """Whether two processes may stand apart."""
    return negation("apart", must_group(plant, one, other))


def _same_precursors(plant: Plant, first: Process, second: Process) -> Finding:
    source = rule("mandatory_multifunctional_process").source
    recipes = [precursor_recipe(plant, process, _made(process)) for process in (first, second)]
    said = "; ".join(f"{process.id}: {_told(recipe)}" for process, recipe in zip((first, second), recipes, strict=True))
    if not all(recipes):
        return Finding("same_precursors", Answer.UNKNOWN, said, source)
    answer = Answer.YES if is_same_recipe(*recipes) else Answer.NO
    return Finding("same_precursors", answer, said, source)


def _told(recipe: dict[str, float]) -> str:
    return ", ".join(f"{name} {share:.4g}" for name, share in sorted(recipe.items())) or "-"


def _only_size_or_shape(goods: list[Good]) -> Finding:
    """Goods of one heading are taken to differ in size or shape only; of two headings the codes do not tell."""
    source = rule("mandatory_multifunctional_process").source
    headings = sorted({good.cn_code.replace(" ", "")[:4] for good in goods})
    answer = Answer.YES if len(headings) == 1 else Answer.UNKNOWN
    return Finding("only_size_or_shape", answer, " / ".join(headings), source)


def judgements(plant: Plant) -> tuple[Judgement, ...]:
    """What the law forbids, or leaves open, about pairs of processes and about splitting one of them."""
    found: list[Judgement] = []
    names = [process.id for process in plant.processes if any(product.cbam_good for product in process.goods)]
    for one, other in itertools.combinations(names, 2):
        grouped, apart = may_group(plant, (one, other)), must_not_part(plant, one, other)
        if grouped.answer is not Answer.YES and _is_thinkable(_of(plant, one, other)):
            found.append(Judgement("group", (one, other), grouped))
        if apart.answer is not Answer.YES:
            found.append(Judgement("apart", (one, other), apart))
    found += [Judgement("split", (process.id,), _split(process)) for process in plant.processes
              if len(process.goods) > 1 and process.id in names]  # fmt: skip
    by_route = [product.cn_code for _, product in plant.products() if product.route]
    if by_route:
        source = rule("routes_form_one_process").source
        routes = Finding("by_route", Answer.NO, ", ".join(dict.fromkeys(by_route)), source)
        found.append(Judgement("by_route", (), routes))
    return tuple(found)


def _is_thinkable(members: list[Process]) -> bool:
    """Whether anybody would ask: goods of one category, or one made from the other."""
    return bool(inner_processes(members)) or _same_category(members).answer is Answer.YES


def _split(process: Process) -> Finding:
    """A process of several goods can be split only by what each of them took, which the description does not hold."""
    source = rule("one_process_per_functional_unit").source
    return Finding("amounts_per_good", Answer.UNKNOWN, ", ".join(product.id for product in process.goods), source)


def _of(plant: Plant, *names: str) -> list[Process]:
    return [process for process in plant.processes if process.id in names]


def _made(process: Process) -> float:
    return sum(production(product).value for product in process.goods)


def _category(cn_code: str) -> str:
    return find_good(cn_code).goods_category
