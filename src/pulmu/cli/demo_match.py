"""The fastener maker is matched with a supplier: what it needs finds offers, and a small round gives it one of them."""

from datetime import date
from pathlib import Path
from typing import Any

from pulmu.bootstrap.files import save_files
from pulmu.bootstrap.offers import read_needs_content, read_offers_content, search_words
from pulmu.bootstrap.plants import tree_file
from pulmu.bootstrap.samples import sample_needs_text, sample_offers_text
from pulmu.cli.match_screens import MatchScreen
from pulmu.cli.screen import Screen
from pulmu.model import Document, InputError
from pulmu.services.find_offers import FoundOffers, find_offers
from pulmu.services.match_round import match_round

_MAKER = "hanbit"
_OTHERS = {"daedong": "대동정밀", "mirae": "미래소재"}
"""Firms that do not exist, and wish for the same suppliers the other way round."""
_WISHES = 3


def match_supplier(folder: Path, day: date, screen: Screen) -> None:
    """The offers that fit the maker's first need, and a round in which others want them too."""
    needs, offers = sample_needs_text(), sample_offers_text()
    outcome = find_offers(read_needs_content(needs.encode(), "needs.yaml"),
                          [read_offers_content(offers.encode(), "offers.yaml")], day, search_words())  # fmt: skip
    if not outcome.found:
        raise InputError(*outcome.problems)
    found = outcome.found[0]
    document = round_of(found, day)
    matched = match_round(document)
    if matched.answer is None:
        raise InputError(*matched.problems)
    file = folder / "round.yaml"
    save_files(folder, {"needs.yaml": needs.encode(), "offers.yaml": offers.encode(),
                        "round.yaml": tree_file(document, "round.yaml")})  # fmt: skip
    screen.title(screen.text("cli.demo_match.title"))
    best = found.hits[0].offer
    screen.line(screen.text("cli.demo_match.found", count=len(found.hits), of=found.looked_at, best=best.supplier))
    names = {item.id: item.name for item in matched.round.applicants}
    names |= {item.id: item.name for item in matched.round.suppliers}
    MatchScreen(screen, names, is_whole=False).show(matched.answer, explain=False)
    screen.line(screen.text("cli.demo_match.next", file=str(file)))


def round_of(found: FoundOffers, day: date) -> Document:
    """A round of the suppliers found: the maker wishes as they fit, two others the other way round."""
    offers = [hit.offer for hit in found.hits[:_WISHES]]
    ids = [item.id for item in offers]
    wishes = {_MAKER: ids} | dict.fromkeys(_OTHERS, ids[::-1])
    names = {_MAKER: "한빛볼트"} | _OTHERS
    tree: dict[str, Any] = {
        "pulmu": "matching_round/1", "id": "demo", "name_ko": "견본 라운드", "name_en": "Sample round",
        "lot_seed": f"demo {day.isoformat()}",
        "applicants": [{"id": key, "name": names[key], "wishes": wishes[key]} for key in names],
        "suppliers": [{"id": item.id, "name": item.supplier, "places": 1} for item in offers],
    }  # fmt: skip
    return Document(tree, "round.yaml")
