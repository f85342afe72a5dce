"""Files of shells from strangers: each hostile one is refused with its reason, within limits; sound ones are read."""

import json
import struct
import time
import zipfile
from io import BytesIO

import pytest
from tests.shells import ORIGIN, as_json, checked, codes, environment, package, prop, relations, submodel

from pulmu.adapters.shell_file import LARGEST_SHELL, read_shell_bytes
from pulmu.model import InputError

GOOD = as_json(environment(submodel(prop("a"))))
SPACE = "https://admin-shell.io/aas/3/0"
XML = (
    '<?xml version="1.0"?><environment xmlns="{space}"><submodels><submodel><idShort>S</idShort><id>urn:s</id>'
    "<submodelElements>{elements}</submodelElements></submodel></submodels></environment>"
)
A = "<property><idShort>a</idShort><valueType>xs:int</valueType><value>1</value></property>"


def refusal(data: bytes, name: str = "file.aasx") -> str:
    """The code it is refused with."""
    started = time.monotonic()
    with pytest.raises(InputError) as caught:
        checked(data, name)
    assert time.monotonic() - started < 60
    return caught.value.problems[0].code


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def xml(elements: str = A, space: str = SPACE) -> bytes:
    return XML.format(space=space, elements=elements).encode()


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("aasx/link.json")
    entry.external_attr = 0o120777 << 16
    return entry


def locked() -> bytes:
    """A package whose parts say that they are encrypted."""
    data = bytearray(package({"aasx/shell.json": GOOD}))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        flags = struct.unpack_from("<H", data, place + 8)[0]
        struct.pack_into("<H", data, place + 8, flags | 1)
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


BILLION = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    f'<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><environment xmlns="{SPACE}">&c;</environment>'
)
EXTERNAL = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><environment xmlns="{SPACE}">&x;</environment>'
HOSTILE = {
    "no package": (b"PK\x03\x04 nothing", "shell.damaged"),
    "cut off": (package({"aasx/shell.json": GOOD})[:-30], "shell.damaged"),
    "a workbook of old": (b"\xd0\xcf\x11\xe0 old", "shell.kind"),
    "pdf": (b"%PDF-1.7", "shell.kind"),
    "empty": (b"", "shell.syntax"),
    "bomb": (package({"aasx/shell.json": b" " * 45_000_000}), "shell.too_large"),
    "many parts": (zipped(*((f"x{n}", b"") for n in range(5_001))), "shell.too_large"),
    "path up": (package({"aasx/shell.json": GOOD, "../../etc/cron.d/x": b"x"}), "shell.unsafe_path"),
    "path absolute": (package({"aasx/shell.json": GOOD, "/etc/x": b"x"}), "shell.unsafe_path"),
    "path of windows": (package({"aasx/shell.json": GOOD, "C:/x": b"x"}), "shell.unsafe_path"),
    "path in percent": (package({"aasx/shell.json": GOOD, "aasx/%2e%2e/x": b"x"}), "shell.unsafe_path"),
    "link": (zipped(("aasx/shell.json", GOOD), (link(), b"/etc/passwd")), "shell.unsafe_path"),
    "target up": (package({"aasx/shell.json": GOOD}, "../../../etc/passwd"), "shell.part_missing"),
    "target outside": (package({}, "http://example.com/x.xml", mode=' TargetMode="External"'), "shell.unsafe_path"),
    "target missing": (package({"aasx/other.json": GOOD}), "shell.part_missing"),
    "names alike": (package({"aasx/shell.json": GOOD, "aasx/SHELL.json": GOOD}), "shell.part_twice"),
    "locked": (locked(), "shell.encrypted"),
    "entities": (package({"aasx/x.xml": BILLION}, "/aasx/x.xml"), "shell.doctype"),
    "outside entity": (package({"aasx/x.xml": EXTERNAL}, "/aasx/x.xml"), "shell.doctype"),
    "entities in relations": (
        zipped(("_rels/.rels", b"<!DOCTYPE a []>" + relations(ORIGIN, "/x").encode()), ("x", b"")), "shell.doctype"),
    "entities alone": (BILLION.encode(), "shell.doctype"),
    "deep json": (b'{"submodels":' + b"[" * 100_000, "shell.too_deep"),
    "deep xml": (f'<environment xmlns="{SPACE}">'.encode() + b"<a>" * 100_000, "shell.too_deep"),
    "wide json": (b"[" + b"1," * 1_100_000 + b"1]", "shell.too_large"),
    "json cut off": (GOOD[:-2], "shell.syntax"),
    "not a number": (b'{"submodels": [NaN]}', "shell.syntax"),
    "key twice": (b'{"submodels": [], "submodels": []}', "shell.key_twice"),
    "half a sign": (b'{"submodels": ["\xff"]}', "shell.syntax"),
    "xml cut off": (xml()[:-4], "shell.syntax"),
    "version 2 in xml": (b'<aasenv xmlns="http://www.admin-shell.io/aas/2/0"/>', "shell.old_version"),
    "version 2 in json": (as_json({"assets": [], "submodels": []}), "shell.old_version"),
    "another xml": (b"<html/>", "shell.namespace"),
    "a draft": (xml(space="https://admin-shell.io/aas/3/0/RC02"), "shell.namespace"),
    "nothing in it": (as_json({"submodels": []}), "shell.no_objects"),
    "another json": (as_json({"hello": "world"}), "shell.no_objects"),
    "a text": (b'"hello"', "shell.no_objects"),
    "no environment in xml": (f'<environment xmlns="{SPACE}"/>'.encode(), "shell.no_objects"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str) -> None:
    data, code = HOSTILE[name]
    assert refusal(data) == code


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    assert refusal(b" " * (LARGEST_SHELL + 1)) == "shell.too_large"


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(package({"aasx/shell.json": b" " * 45_000_000}))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.rfind(mark)
        struct.pack_into("<I", data, at + place, 100)
    assert refusal(bytes(data)) in ("shell.too_large", "shell.damaged")


def test_xml_of_both_namespaces_is_read_alike_and_as_json_is() -> None:
    old, new = (checked(xml(space=f"https://admin-shell.io/aas/3/{n}"), "f.xml") for n in (0, 1))
    assert old.environment == new.environment == checked(GOOD).environment
    assert (old.namespaces, new.namespaces) == (("3/0",), ("3/1",))
    assert old.problems == ()


def test_a_prefix_an_encoding_and_a_mark_make_no_difference() -> None:
    text = xml().decode().replace("<", "<aas:").replace("<aas:/", "</aas:").replace("<aas:?", "<?")
    prefixed = text.replace("xmlns=", "xmlns:aas=")
    utf16 = xml().decode().replace('version="1.0"', 'version="1.0" encoding="utf-16"').encode("utf-16")
    same = [prefixed.encode(), utf16, b"\xef\xbb\xbf" + xml()]
    assert [checked(data, "f.xml").environment for data in same] == [checked(xml(), "f.xml").environment] * 3


def test_json_is_preferred_and_what_is_in_both_is_read_once() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("_rels/.rels", relations(ORIGIN, "/aasx/aasx-origin"))
        archive.writestr("aasx/aasx-origin", "x")
        both = relations("aas-spec", "x.xml")
        other = relations("aas-spec", "y.json").partition("<Relationship ")[2].partition("/>")[0]
        archive.writestr("aasx/_rels/aasx-origin.rels", both.replace("</Rel", f"<Relationship {other}/></Rel"))
        archive.writestr("aasx/x.xml", xml())
        archive.writestr("aasx/y.json", GOOD)
    found = checked(made.getvalue(), "f.aasx")
    assert found.environment == checked(GOOD).environment
    assert codes(found) == ["shell.same_twice"]
    assert (found.objects_in, found.objects_read, found.left_out) == (4, 2, 2)


def test_a_package_without_relations_is_guessed_and_told() -> None:
    found = checked(zipped(("aasx/a/b.aas.xml", xml()), ("aasx/files/x.pdf", b"%PDF")), "f.aasx")
    assert codes(found) == ["shell.part_guessed"]
    assert [(item.name, item.bytes) for item in found.files] == [("aasx/files/x.pdf", 4)]


def test_relations_of_the_old_address_lead_to_the_part() -> None:
    data = package({"aasx/shell.json": GOOD}, host="www.admin-shell.io")
    assert checked(data, "f.aasx").objects_read == 2


def test_what_xml_holds_beyond_the_metamodel_is_told() -> None:
    extra = A.replace("<value>", '<colour>red</colour><x:y xmlns:x="urn:x">1</x:y><value odd="1">')
    found = checked(xml(extra + A.replace("<idShort>a", "text<idShort>b")), "f.xml")
    told = {(item.code, item.place.rpartition(".")[2]) for item in found.problems}
    assert ("shell.left_attribute", "colour") in told
    assert ("shell.left_attribute", "y (urn:x)") in told
    assert ("shell.left_markup", "value@odd") in told
    assert ("shell.left_markup", "text") in told


def test_an_unknown_element_of_xml_is_left_out_with_what_is_in_it() -> None:
    odd = f"<hologram><idShort>h</idShort><value>{A}</value></hologram>"
    found = checked(xml(A + odd), "f.xml")
    assert codes(found) == ["shell.left_unknown"]
    assert found.objects_in <= found.objects_read + found.left_out


def test_objects_in_places_that_xml_does_not_know_are_counted() -> None:
    twice = f"<submodelElements>{A}</submodelElements>"
    data = xml(A).replace(b"</submodel>", f"{twice}<property>x</property></submodel>".encode())
    found = checked(data, "f.xml")
    assert codes(found) == ["shell.left_markup", "shell.left_attribute"]
    assert (found.objects_in, found.objects_read, found.left_out) == (4, 2, 2)


def test_what_basyx_refuses_is_left_out_in_its_words() -> None:
    long = prop(
        "b", semanticId={"type": "ExternalReference", "keys": [{"type": "GlobalReference", "value": "x" * 2049}]}
    )
    found = checked(as_json(environment(submodel(prop("a"), long))))
    assert codes(found) == ["shell.left_judged"]
    assert "maximum length of 2048" in found.problems[0].message
    assert (found.objects_in, found.objects_read, found.left_out) == (3, 2, 1)


def test_a_file_that_is_not_in_the_package_is_told() -> None:
    file = {"modelType": "File", "idShort": "f", "contentType": "x/y", "value": "/aasx/files/x.pdf"}
    data = as_json(environment(submodel(file)))
    assert codes(checked(package({"aasx/shell.json": data}), "f.aasx")) == ["shell.file_missing"]
    with_file = package({"aasx/shell.json": data, "aasx/files/x.pdf": b"x"})
    assert codes(checked(with_file, "f.aasx")) == []


def test_objects_without_an_environment_are_put_into_one() -> None:
    found = checked(as_json([submodel(prop("a"))]))
    assert codes(found) == ["shell.wrapped"]
    assert found.objects_read == 2


def test_a_strict_reader_refuses_with_the_whole_list() -> None:
    data = as_json(environment(submodel(prop("a"), prop("a"), prop("b", "", "xs:double"))))
    with pytest.raises(InputError) as caught:
        checked(data, strict=True)
    assert [item.code for item in caught.value.problems] == ["shell.empty", "shell.name_twice"]
    assert {item.severity for item in caught.value.problems} == {"error"}
    assert checked(GOOD, strict=True).problems == ()


def test_numbers_of_json_are_read_as_they_are_written() -> None:
    data = GOOD.replace(b'"value": "1"', b'"value": 1.50')
    found = checked(data.replace(b"xs:int", b"xs:decimal"))
    assert codes(found) == ["shell.value_kind"]
    assert found.environment.submodels[0].submodel_elements[0].value == "1.50"  # type: ignore[attr-defined]


def test_the_child_takes_no_number_key_of_a_stranger() -> None:
    with pytest.raises(InputError):
        read_shell_bytes(json.dumps({"#number": "1"}).encode(), "f.json")
