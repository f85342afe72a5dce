"""Each repair: what breaks a constraint is mended, told by its code and place, and what is fine is left alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shells import Tree, element, environment, external, prop, submodel

from pulmu.twin.shell import Environment, Notes, mend_environment, objects_of, read_environment, tree_of
from pulmu.twin.shell.mend.values import is_value

EN = [{"language": "en", "text": "x"}]


def mended(tree: Tree) -> tuple[Tree, list[str], Notes]:
    """The tree mended, the codes of the repairs, and the notes."""
    notes = Notes()
    found = mend_environment(read_environment(tree, "f", notes), "f", notes)
    return tree_of(found), [item.code for item in notes.found], notes


def one(*elements: Tree, **more: Any) -> tuple[Tree, list[str]]:
    """The first element of a submodel, mended, and the codes."""
    tree, codes, _ = mended(environment(submodel(*elements, **more)))
    return tree["submodels"][0]["submodelElements"][0], codes


def test_what_breaks_nothing_is_left_as_it_is() -> None:
    tree = environment(
        submodel(
            prop("a", "2024-01-01", "xs:date", semanticId=external("urn:x")),
            element("MultiLanguageProperty", "b", value=EN),
            element("Range", "c", valueType="xs:double", min="-INF", max="1e3"),
            element("SubmodelElementList", "d", typeValueListElement="Property", valueTypeListElement="xs:int",
                    value=[prop(None), prop(None, "2")]),
        )
    )  # fmt: skip
    assert mended(tree)[:2] == (tree, [])


@pytest.mark.parametrize(
    ("code", "given_", "key", "expected"),
    [
        ("shell.blanks", prop("a", semanticId=external("urn:x ")), "semanticId", external("urn:x")),
        ("shell.sign", prop("a", "x\x07y", "xs:string"), "value", "xy"),
        ("shell.too_long", prop("a", description=[{"language": "en", "text": "d" * 1024}]), "description",
         [{"language": "en", "text": "d" * 1023}]),
        ("shell.too_long", prop("a", displayName=[{"language": "en", "text": "d" * 129}]), "displayName",
         [{"language": "en", "text": "d" * 128}]),
        ("shell.language", prop("a", description=[{"language": "en_US", "text": "x"}]), "description",
         [{"language": "en-US", "text": "x"}]),
        ("shell.language", prop("a", description=[{"language": "", "text": "x"}]), "description",
         [{"language": "und", "text": "x"}]),
        ("shell.language_twice", prop("a", description=[*EN, {"language": "en", "text": "y"}]), "description",
         [{"language": "en", "text": "x\ny"}]),
        ("shell.value_type", prop("a", "0", "xs:positiveInteger"), "valueType", "xs:nonNegativeInteger"),
        ("shell.value_type", prop("a", "12,40", "xs:double"), "valueType", "xs:string"),
        ("shell.value_type", prop("a", "2024-13-01", "xs:date"), "valueType", "xs:string"),
        ("shell.value_type", element("Range", "a", valueType="xs:positiveInteger", min="0", max="5"), "valueType",
         "xs:nonNegativeInteger"),
        ("shell.empty", prop("a", "", "xs:double"), "value", None),
        ("shell.empty", element("File", "a", value="", contentType="x/y"), "value", None),
        ("shell.reference", prop("a", semanticId={"type": "ModelReference", "keys": [{"type": "GlobalReference",
         "value": "EMPTY"}]}), "semanticId", external("EMPTY")),
        ("shell.meaning", prop("a", supplementalSemanticIds=[external("urn:x")]), "semanticId", external("urn:x")),
        ("shell.entity", element("Entity", "a", entityType="SelfManagedEntity"), "entityType", "CoManagedEntity"),
        ("shell.entity", element("Entity", "a", entityType="CoManagedEntity", globalAssetId="urn:x"), "entityType",
         "SelfManagedEntity"),
        ("shell.name_form", prop("a b%"), "idShort", "a_b_"),
        ("shell.name_form", prop("9a"), "idShort", "N9a"),
        ("shell.name_missing", prop(None), "idShort", "Property0"),
        ("shell.list_type", element("SubmodelElementList", "a", typeValueListElement="Property"),
         "valueTypeListElement", "xs:string"),
        ("shell.list_type", element("SubmodelElementList", "a", typeValueListElement="Property",
         value=[prop(None, "5")]), "valueTypeListElement", "xs:int"),
        ("shell.list_kind", element("SubmodelElementList", "a", typeValueListElement="Range",
         valueTypeListElement="xs:int", value=[prop(None)]), "typeValueListElement", "Property"),
        ("shell.name_in_list", element("SubmodelElementList", "a", typeValueListElement="Property",
         valueTypeListElement="xs:int", value=[prop("n")]), "value", [prop(None)]),
        ("shell.value_kind", prop("a", kind="int"), "valueType", "xs:int"),
        ("shell.value_kind", prop("a", value=True), "value", "true"),
        ("shell.value_added", {"idShort": "a", "modelType": "Property", "value": "x"}, "valueType", "xs:string"),
        ("shell.left_attribute", prop("a", colour="red"), "colour", None),
        ("shell.left_value", prop("a", qualifiers=[{"type": "q", "valueType": "xs:string", "kind": "Odd"}]),
         "qualifiers", [{"type": "q", "valueType": "xs:string"}]),
        ("shell.left_kind", prop("a", description="plain text"), "description", None),
    ],
    ids=lambda item: item if isinstance(item, str) and item.startswith("shell.") else "",
)  # fmt: skip
def test_a_repair_is_made_and_told(code: str, given_: Tree, key: str, expected: object) -> None:
    found, codes = one(given_)
    assert code in codes
    assert found.get(key) == expected


def test_two_names_alike_become_two() -> None:
    tree, codes, notes = mended(environment(submodel(prop("a"), prop("a"), prop("a_2"))))
    names = [item["idShort"] for item in tree["submodels"][0]["submodelElements"]]
    assert len(set(names)) == 3
    assert codes == ["shell.name_twice", "shell.name_twice"]
    assert "AASd-022" in notes.found[0].message


def test_variables_of_an_operation_share_their_names() -> None:
    variable = {"value": prop("x")}
    found, codes = one(element("Operation", "o", inputVariables=[variable], outputVariables=[variable]))
    assert [found[key][0]["value"]["idShort"] for key in ("inputVariables", "outputVariables")] == ["x", "x_2"]
    assert codes == ["shell.name_twice"]


def test_meanings_in_a_list_are_one_and_none_is_lost() -> None:
    given_ = element(
        "SubmodelElementList", "a", typeValueListElement="Capability", semanticIdListElement=external("urn:list"),
        value=[element("Capability", None, semanticId=external("urn:own"))],
    )  # fmt: skip
    found, codes = one(given_)
    assert found["value"][0]["semanticId"] == external("urn:list")
    assert found["value"][0]["supplementalSemanticIds"] == [external("urn:own")]
    assert codes == ["shell.list_meaning"]


def test_what_is_of_another_kind_than_its_list_is_left_out_and_counted() -> None:
    inner = element("SubmodelElementCollection", None, value=[prop("x"), prop("y")])
    given_ = element(
        "SubmodelElementList", "a", typeValueListElement="Property", valueTypeListElement="xs:int",
        value=[prop(None), inner],
    )  # fmt: skip
    _, codes, notes = mended(environment(submodel(given_)))
    assert codes == ["shell.left_in_list"]
    assert notes.left_out == 3


@pytest.mark.parametrize(
    ("version", "revision", "expected"),
    [("1.0", None, {"version": "1", "revision": "0"}), ("V2", None, {"version": "2"}), (None, "3", {}),
     ("1", "draft", {"version": "1"})],
)  # fmt: skip
def test_version_and_revision_are_numbers(version: str | None, revision: str | None, expected: Tree) -> None:
    said = {k: v for k, v in (("version", version), ("revision", revision)) if v is not None}
    tree, codes, _ = mended(environment(submodel(administration=said)))
    assert tree["submodels"][0].get("administration", {}) == expected
    assert codes == ["shell.version"]


def test_a_shell_points_to_submodels_and_has_an_asset() -> None:
    shell = {"modelType": "AssetAdministrationShell", "id": "urn:a", "assetInformation": {"assetKind": "Instance"},
             "submodels": [external("urn:s")]}  # fmt: skip
    tree, codes, _ = mended({"assetAdministrationShells": [shell]})
    found = tree["assetAdministrationShells"][0]
    assert found["submodels"] == [{"type": "ModelReference", "keys": [{"type": "Submodel", "value": "urn:s"}]}]
    assert found["assetInformation"]["globalAssetId"] == "urn:a"
    assert codes == ["shell.reference", "shell.asset"]


def test_a_nameplate_of_version_2_is_read_as_version_3_and_keeps_its_ids() -> None:
    old = "https://admin-shell.io/zvei/nameplate/2/0/Nameplate"
    tree, codes, _ = mended(
        environment(submodel(prop("ManufacturerName", semanticId=external("0173-1#02-AAO677#002")),
                             semanticId=external(old)))
    )  # fmt: skip
    found = tree["submodels"][0]
    assert found["semanticId"] == external("https://admin-shell.io/idta/nameplate/3/0/Nameplate")
    assert found["supplementalSemanticIds"] == [external(old)]
    assert found["submodelElements"][0]["semanticId"] == external("0112/2///61987#ABA565#009")
    assert found["submodelElements"][0]["supplementalSemanticIds"] == [external("0173-1#02-AAO677#002")]
    assert codes == ["shell.old_nameplate", "shell.old_nameplate"]


def test_a_second_object_with_the_same_id_is_left_out_and_told() -> None:
    tree, codes, notes = mended(environment(submodel(prop("a")), submodel(prop("b"))))
    assert len(tree["submodels"]) == 1
    assert codes == ["shell.left_id"]
    assert notes.left_out == 2


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("xs:boolean", ["true", "0"], ["yes", "True"]),
        ("xs:unsignedByte", ["0", "255"], ["256", "-1"]),
        ("xs:positiveInteger", ["1", "+7"], ["0", "1.0"]),
        ("xs:decimal", ["1.5", "-.5"], ["1e3", "INF"]),
        ("xs:double", ["1e3", "NaN", "-INF"], ["1,5", "inf"]),
        ("xs:dateTime", ["2026-01-01T00:00:00Z", "2026-01-01T24:00:00.5+09:00"], ["2026-01-01", "2026-01-01 00:00"]),
        ("xs:duration", ["P1D", "-PT0.5S"], ["P", "PT", "1D"]),
        ("xs:gMonthDay", ["--12-31"], ["12-31"]),
        ("xs:hexBinary", ["0aF0", ""], ["0"]),
        ("xs:base64Binary", ["QUI=", ""], ["Q"]),
        ("xs:anyURI", ["anything at all"], []),
    ],
)
def test_values_of_types(kind: str, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if not is_value(text, kind)] == []
    assert [text for text in bad if is_value(text, kind)] == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8) | st.builds(lambda n: {"#number": str(n)}, st.integers()),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["modelType", "idShort", "id", "value", "semanticId", "keys", "type", "submodelElements",
                         "valueType", "statements", "description", "language", "text", "x"]), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip
_KIND = st.sampled_from(["Property", "SubmodelElementCollection", "SubmodelElementList", "Entity", "Nothing"])


@st.composite
def odd_elements(draw: st.DrawFn, depth: int = 3) -> Tree:
    """Elements, some of them sound, some of them not."""
    tree: Tree = {"modelType": draw(_KIND), "idShort": draw(st.sampled_from(["a", "b", "", "1"]))}
    if draw(st.booleans()):
        tree[draw(st.sampled_from(["semanticId", "description", "valueType", "typeValueListElement", "odd"]))] = draw(
            _JSON
        )
    if depth and tree["modelType"] != "Property":
        tree[draw(st.sampled_from(["value", "statements"]))] = draw(st.lists(odd_elements(depth - 1), max_size=3))
    return tree


@given(st.lists(odd_elements(), max_size=4))
def test_whatever_is_given_every_object_is_read_or_told(elements: list[Tree]) -> None:
    tree = environment(submodel(*elements))
    notes = Notes()
    read = mend_environment(read_environment(tree, "f", notes), "f", notes)
    counted = 1 + sum(map(_objects, elements))
    assert counted <= sum(1 for _ in objects_of(read)) + notes.left_out


def _objects(tree: object) -> int:
    """Objects of a tree, counted on their own: elements of elements, and nothing else."""
    if isinstance(tree, list):
        return sum(map(_objects, tree))
    if not isinstance(tree, dict):
        return 0
    return ("modelType" in tree) + sum(map(_objects, tree.values()))


@given(st.lists(odd_elements(), max_size=4))
def test_what_was_mended_needs_no_mending(elements: list[Tree]) -> None:
    tree, _, _ = mended(environment(submodel(*elements)))
    again, codes, _ = mended(tree)
    assert (again, codes) == (tree, [])


@given(_JSON)
def test_no_tree_breaks_the_reader(tree: object) -> None:
    notes = Notes()
    assert isinstance(mend_environment(read_environment(tree, "f", notes), "f", notes), Environment)
