"""Lots anybody can draw again."""

import hashlib
import unicodedata

from pulmu.support.matching import draw_lots, lot_of


def test_a_lot_is_the_hash_of_seed_and_name() -> None:
    assert lot_of("2026-11-27", "hanbit") == hashlib.sha256(b"2026-11-27:hanbit").hexdigest()
    names = ["hanbit", "daedong", "한빛금속"]
    expected = sorted(names, key=lambda name: hashlib.sha256(f"7:{name}".encode()).hexdigest())
    places = draw_lots("7", names)
    assert sorted(names, key=lambda name: places[names.index(name)]) == expected


def test_neither_others_nor_the_order_of_the_list_change_who_is_before_whom() -> None:
    names = [f"firm{number}" for number in range(50)]
    all_lots = dict(zip(names, draw_lots("s", names), strict=True))
    some = names[::-3]
    found = dict(zip(some, draw_lots("s", some), strict=True))
    assert sorted(some, key=found.__getitem__) == sorted(some, key=all_lots.__getitem__)


def test_a_name_of_another_system_draws_the_same_lot() -> None:
    name = "한빛금속"
    assert lot_of("s", unicodedata.normalize("NFD", name)) == lot_of("s", name)
    assert lot_of("s", name) != lot_of("t", name)
