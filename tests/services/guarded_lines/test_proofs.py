"""A proof that is kept comes back as it was, with its three balances."""

from pathlib import Path

from tests.guarded_line import PROFILE, proven
from tests.places import Place, actor, codes
from tests.records import DAERIM

from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.services.access.gate import Deed
from pulmu.services.guarded_lines.proofs import find_proof, keep_proof, list_proofs

OPERATOR = actor("lee", "plant_user")
GROUP = SetpointGroup(
    id="g", setpoints=(Setpoint(tag="line/run", value=False), Setpoint(tag="a/b", value=860.5, unit="°C"))
)  # fmt: skip


def kept(place: Place, group: SetpointGroup = GROUP) -> int:
    with place.gate.writing(OPERATOR, Deed("propose_setpoint", "control:bench")) as work:
        return keep_proof(place.gate, OPERATOR, work, "bench", PROFILE, *proven(group))


def test_it_comes_back_to_the_last_digit(tmp_path: Path) -> None:
    place = Place(tmp_path).with_companies()
    wanted, signed = proven(GROUP)
    with place.gate.writing(OPERATOR, Deed("propose_setpoint", "control:bench")) as work:
        number = keep_proof(place.gate, OPERATOR, work, "bench", PROFILE, wanted, signed)
    found = find_proof(place.gate, OPERATOR, "bench", number)
    assert (found.proven, found.signed, found.profile) == (wanted, signed, "heat/3")


def test_a_list_names_what_was_wanted_newest_first(tmp_path: Path) -> None:
    place = Place(tmp_path).with_companies()
    assert [kept(place), kept(place)] == [1, 2]
    first = list_proofs(place.gate, OPERATOR, "bench")[0]
    assert (first.number, first.violations) == (2, 0)
    assert first.said == (("line/run", "False", "1"), ("a/b", "860.5", "°C"))


def test_a_long_group_is_listed_in_part(tmp_path: Path) -> None:
    place = Place(tmp_path).with_companies()
    many = tuple(Setpoint(tag=f"station_{n}/temperature_set", value=850.0 + n, unit="°C") for n in range(50))
    kept(place, SetpointGroup(id="g", setpoints=many))
    assert 0 < len(list_proofs(place.gate, OPERATOR, "bench")[0].said) < 50


def test_another_company_finds_none(tmp_path: Path) -> None:
    place = Place(tmp_path).with_companies()
    kept(place)
    stranger = actor("park", "plant_user", workspace=DAERIM)
    assert list_proofs(place.gate, stranger, "bench") == ()
    assert codes(lambda: find_proof(place.gate, stranger, "bench", 1)) == ["access.unknown_document"]
