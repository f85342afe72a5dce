"""After a deletion nothing of a company is on the disk but its name and the proof."""

import hashlib
import json
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT
from tests.services.care.town import ADMIN, PREPARER, files_of, served, with_everything

from pulmu.adapters.samples import read_sample
from pulmu.services.accounts.members import Engagement, invite
from pulmu.services.care.erase import erase_workspace, finish_erasures
from pulmu.services.care.verify import verify_place
from pulmu.services.workspaces.plants import add_plant

MARKS = ("안산공장", "Adler GmbH", "어느 계량기입니까?", "새로올사람@hanbit.example", "fasteners")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Two companies; the one with everything is to go."""
    found = with_everything(Place(tmp_path))
    invite(found.door, found.gate, ADMIN, MARKS[3], Engagement(role="preparer"))
    readings = tmp_path / "workspaces" / HANBIT / "readings" / "EM-1"
    readings.mkdir(parents=True)
    (readings / "000001.parquet").write_text(MARKS[0])
    stays = actor("park", "preparer", workspace=DAERIM)
    add_plant(found.gate, stays, "남는공장", read_sample("extrusions"))
    return found


def content(place: Place) -> bytes:
    return b"".join(file.read_bytes() for file in files_of(place.folder))


def test_nothing_is_left_but_the_name_and_the_proof(place: Place) -> None:
    assert all(mark.encode() in content(place) for mark in MARKS)
    done = erase_workspace(place.gate, place.door, ADMIN, "한빛볼트", "계약이 끝남")
    left = content(place)
    assert [mark for mark in MARKS if mark.encode() in left] == []
    assert not (place.folder / "workspaces" / HANBIT).exists()
    assert "한빛볼트".encode() in left
    assert "남는공장".encode() in left
    said = json.loads(done.certificate)
    assert (said["workspace"], said["by"], said["counts"]["report_versions"]) == (HANBIT, "admin", 2)
    assert said["counts"]["document_versions"] == 1
    assert (said["counts"]["received"], said["counts"]["decisions"]) == (1, 1)
    assert done.sha256 == hashlib.sha256(done.certificate.encode()).hexdigest()
    with place.store.place_reading() as records:
        last = records.last_entry()
        assert last is not None
        assert last.detail == {"certificate": done.certificate, "sha256": done.sha256}
        assert (said["audit_head"]["number"], said["audit_head"]["seal"]) == records.head(HANBIT)
        assert records.members(HANBIT) == records.tokens(HANBIT) == records.invitations(HANBIT) == ()
        assert records.workspace(HANBIT).status == "deleted"  # type: ignore[union-attr]
        assert any(records.identities(item.id) for item in records.accounts()), "accounts are their people's"
    assert verify_place(served(place)).problems == []


def test_a_deletion_is_meant_allowed_and_has_a_reason(place: Place) -> None:
    def erase(name: str = "한빛볼트", reason: str = "x", who: object = ADMIN) -> object:
        return erase_workspace(place.gate, place.door, who, name, reason)  # type: ignore[arg-type]

    assert codes(lambda: erase(name="한빛")) == ["access.erase_name"]
    assert codes(lambda: erase(reason=" ")) == ["input.reason_missing"]
    assert codes(lambda: erase(who=PREPARER)) == ["access.forbidden"]
    alone = actor("admin", "company_admin", second_factor=False)
    assert codes(lambda: erase(who=alone)) == ["access.second_factor_needed"]
    assert MARKS[0].encode() in content(place)


def test_a_deletion_that_was_interrupted_is_ended(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(_: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(place.store, "erase_workspace", dies)
        erase_workspace(place.gate, place.door, ADMIN, "한빛볼트", "x")
    assert [item.code for item in verify_place(served(place)).problems] == ["place.not_erased"]
    assert finish_erasures(place.store, place.gate.objects) == 1
    assert finish_erasures(place.store, place.gate.objects) == 0
    assert [mark for mark in MARKS if mark.encode() in content(place)] == []
    assert verify_place(served(place)).problems == []
