"""Random firms, holders and shareholdings, sound as a file must be: nobody holds more than all."""

from dataclasses import replace

from hypothesis import strategies as st
from tests.golden.test_ownership import LIMITS

from pulmu.model import Firm, Firms, Holder, Shareholding
from pulmu.support.ownership import OwnershipLimits

REFORMS = (
    replace(LIMITS, control_from=0.2, parent_from=0.4, whole_from=0.6, direct_whole_from=0.4),
    replace(LIMITS, control_from=0.5, parent_from=0.2, whole_from=0.4, grandchild_whole_from=0.3, known_from=0.1),
)
FIRMS = [str(number) for number in range(11, 19)]
HOLDERS = [str(number) for number in range(21, 26)]
KINDS = ["person", "person", "foreign_company", "fund", "non_profit"]
"""Not a company: whether it is listed, and what it consolidates, is not known, and no table asks for it (item 5)."""
_YES_OR_NOT = st.sampled_from([True, True, False, None])


def limits() -> st.SearchStrategy[OwnershipLimits]:
    """Limits of law, and two reforms."""
    return st.sampled_from([LIMITS, LIMITS, *REFORMS])


@st.composite
def random_firms(draw: st.DrawFn, *, persons_are_tied: bool = False) -> Firms:
    """A file; ids are whole numbers of two digits, so that text and number sort alike."""
    firms = draw(st.lists(st.sampled_from(FIRMS), min_size=1, max_size=8, unique=True))
    holders = draw(st.lists(st.sampled_from(HOLDERS), max_size=4, unique=True))
    kinds = {one: draw(st.sampled_from(KINDS)) for one in holders}
    owned = firms + [one for one in holders if kinds[one] in ("foreign_company", "fund")]
    held = [item for company in owned for item in draw(_held(company, firms + holders))]
    persons = [one for one in holders if kinds[one] == "person"] if persons_are_tied else []
    return Firms(
        firm=firms[0],
        companies=tuple(draw(_firm(one)) for one in firms),
        holders=tuple(draw(_holder(one, kinds[one], persons, firms)) for one in holders),
        shareholdings=tuple(held),
    )


@st.composite
def family_firms(draw: st.DrawFn) -> Firms:
    """A person, a company the person may lead, its subsidiary, and a firm that all of them hold."""
    firms = [draw(_firm(one)) for one in FIRMS[:4]]
    top, child, firm, other = FIRMS[:4]
    kim = HOLDERS[0]
    pairs = [
        (kim, top),
        (other, top),
        (top, child),
        (kim, child),
        (kim, firm),
        (top, firm),
        (child, firm),
        (other, firm),
    ]
    left = dict.fromkeys(FIRMS, 20)
    held = []
    for holder, company in pairs:
        twentieths = min(draw(st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 6, 10, 12])), left[company])
        left[company] -= twentieths
        if twentieths:
            held.append(Shareholding(holder=holder, company=company, share=twentieths * 0.05))
    return Firms(
        firm=firm,
        companies=tuple(firms),
        holders=(Holder(id=kim, kind="person"),),
        shareholdings=tuple(held),
    )


@st.composite
def _firm(draw: st.DrawFn, name: str) -> Firm:
    return Firm(
        id=name,
        body=draw(st.sampled_from(["company", "company", "company", "non_profit", "cooperative", None])),
        listed=False,
        consolidates=(),
        externally_audited=draw(_YES_OR_NOT),
        owners_known=draw(_YES_OR_NOT),
        exempt_investor=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def _holder(draw: st.DrawFn, name: str, kind: str, persons: list[str], firms: list[str]) -> Holder:
    tied = kind == "person"
    others = [one for one in persons if one != name]
    return Holder(
        id=name,
        kind=kind,  # type: ignore[arg-type]
        total_assets_krw=draw(st.sampled_from([None, 600_000_000_000])),
        exempt_investor=draw(st.integers(0, 9)) == 0,
        relatives=tuple(draw(st.lists(st.sampled_from(others), unique=True))) if tied and others else (),
        officer_of=tuple(draw(st.lists(st.sampled_from(firms), max_size=2, unique=True))) if tied and persons else (),
    )


@st.composite
def _held(draw: st.DrawFn, company: str, everybody: list[str]) -> list[Shareholding]:
    others = [one for one in everybody if one != company]
    if not others:
        return []
    held, left = [], 20
    for holder in draw(st.lists(st.sampled_from(others), max_size=4, unique=True)):
        twentieths = draw(st.integers(0, left) | st.sampled_from([0, left]) | st.none())
        twentieths = None if twentieths is None else min(twentieths, left)
        left -= twentieths or 0
        held.append(
            Shareholding(
                holder=holder,
                company=company,
                share=None if twentieths is None else twentieths * 0.05,
                is_largest=draw(st.sampled_from([None, None, None, None, True, False])),
            )
        )
    return held
