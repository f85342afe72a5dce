"""What calls are read with is read once, however many calls there are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.services.calls.agency import CALL, OFFICER, OPEN, PACKAGED, call_document

from pulmu.services.calls import around
from pulmu.services.calls.shelf import (
    binding_version,
    call_in_force,
    calls_in_force,
    find_call,
    list_binding,
    list_calls,
    publish_call,
    save_call,
)

NUMBER = 6


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path).with_companies()
    made.at = OPEN
    for number in range(NUMBER):
        name = f"{CALL}_{number}"
        save_call(made.gate, OFFICER, PACKAGED, name, call_document(id=name), seen=0)
        if number % 2:
            publish_call(made.gate, OFFICER, PACKAGED, name)
            save_call(made.gate, OFFICER, PACKAGED, name, call_document(id=name, name_ko="고친 공고"), seen=1)
    yield made
    made.store.close()


def test_the_list_tells_of_each_call_what_asking_for_it_alone_tells(place: Place) -> None:
    listed = list_binding(place.gate, OFFICER, PACKAGED)
    alone = tuple(find_call(place.gate, OFFICER, PACKAGED, f"{CALL}_{number}") for number in range(NUMBER))
    assert tuple(item for item, _ in listed) == alone == list_calls(place.gate, OFFICER, PACKAGED)
    assert [binds.version.number for _, binds in listed] == [1] * NUMBER
    assert [item.version.number for item, _ in listed] == [1, 2] * (NUMBER // 2)
    assert [binds for _, binds in listed] == [binding_version(place.gate, OFFICER, PACKAGED, item) for item in alone]


def test_programmes_are_read_once_for_all_calls(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = list[object]()
    found = around.programmes_in_force

    def counted(*given: object) -> object:
        looked.append(given)
        return found(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(around, "programmes_in_force", counted)
    assert len(list_binding(place.gate, OFFICER, PACKAGED)) == NUMBER
    assert len(looked) == 1


def test_calls_in_force_are_read_with_what_stands_around_them_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = [f"{CALL}_{number}" for number in range(1, NUMBER, 2)]
    alone = {call: call_in_force(place.gate, OFFICER, PACKAGED, call) for call in shown}
    looked = list[object]()
    found = around.programmes_in_force

    def counted(*given: object) -> object:
        looked.append(given)
        return found(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(around, "programmes_in_force", counted)
    assert calls_in_force(place.gate, OFFICER, PACKAGED, shown) == alone
    assert len(looked) == 1
    assert {item.version.number for item in alone.values()} == {1}


def test_a_call_never_published_is_not_in_force(place: Place) -> None:
    assert codes(lambda: calls_in_force(place.gate, OFFICER, PACKAGED, [f"{CALL}_0"])) == ["access.unknown_document"]


def test_who_may_not_read_calls_gets_no_list(place: Place) -> None:
    assert codes(lambda: list_binding(place.gate, actor("reader", "viewer"), PACKAGED)) == ["access.forbidden"]
