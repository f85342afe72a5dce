"""Words of the facts, in the order of the numbers they are kept as."""

from pulmu.reference import find_fact, list_regions


def _words(fact: str) -> tuple[str, ...]:
    return tuple(choice.id for choice in find_fact(fact).choices)


BODIES = _words("body")
PROVINCES = _words("province")
CAPITAL = tuple(region.code for region in list_regions() if region.is_capital_region)
OTHER_PROVINCES = tuple(code for code in PROVINCES if code not in CAPITAL)
REGION_CLASSES = _words("region_class")
BASES = _words("basis")
LEFT_BECAUSE = _words("left_sme_because")
SMART_FACTORY_LEVELS = _words("smart_factory_level")
CBAM_SECTORS = ("none", *_words("cbam_sector"))
TECH_FIELDS = ("none", *_words("tech_field"))
COUNTED_AS = ("sme", "mid_sized", "other")
"""The class the margins count a firm in; a rule may find another one for it."""
