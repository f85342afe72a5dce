"""Nameplates of version 2: their ids as version 3 has them, the old ones kept beside."""

from dataclasses import replace
from typing import Any

from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.notes import Notes
from pulmu.twin.shell.parts import Key, Reference

OLD, NEW = "https://admin-shell.io/zvei/nameplate/2/0/Nameplate", "https://admin-shell.io/idta/nameplate/3/0/Nameplate"
_CONTACT = "https://admin-shell.io/zvei/nameplate/1/0/ContactInformations"
_IDS = {
    "0173-1#02-AAY811": "0112/2///61987#ABN590#002",
    "0173-1#02-AAO677": "0112/2///61987#ABA565#009",
    "0173-1#02-AAW338": "0112/2///61987#ABA567#009",
    f"{_CONTACT}/ContactInformation": f"{_CONTACT}/AddressInformation",
    "0173-1#02-AAU732": "0112/2///61360_7#AAS011#001",
    "0173-1#02-AAU731": "0112/2///61987#ABP464#002",
    "0173-1#02-AAO057": "0112/2///61987#ABA300#008",
    "0173-1#02-AAO227": "0112/2///61987#ABA950#008",
    "0173-1#02-AAO676": "0112/2///61987#ABA581#007",
    "0173-1#02-AAM556": "0112/2///61987#ABA951#009",
    "0173-1#02-AAP906": "0112/2///61987#ABP000#002",
    "0173-1#02-AAR972": "0112/2///61987#ABB757#007",
    "0173-1#02-AAN270": "0112/2///61987#ABA926#008",
    "0173-1#02-AAM985": "0112/2///61987#ABA302#006",
    "0173-1#02-AAM737": "0112/2///61987#ABA601#008",
    "0173-1#02-AAO259": "0112/2///61987#ABP462#001",
}
"""ECLASS ids without their version (2.0, and beside the new ids in the template of 3.0.1): the id of version 3."""


def renew_nameplate(submodel: Submodel, place: str, notes: Notes) -> Submodel:
    """A nameplate with the ids of version 3; another submodel as it is."""
    if submodel.semantic_id is None or submodel.semantic_id.keys[-1].value.rstrip("/") != OLD:
        return submodel
    elements = tuple(_renewed(item, f"{place}/{item.id_short}", notes) for item in submodel.submodel_elements)
    notes.warn(
        "shell.old_nameplate", place, f"{OLD} is version 2 of the nameplate: read as {NEW}",
        "ask for a nameplate of version 3 (IDTA 02006-3-0-1)", text=OLD, value=NEW,
    )  # fmt: skip
    renewed: Submodel = _with_meaning(replace(submodel, submodel_elements=elements), NEW)
    return renewed


def _renewed(element: Any, place: str, notes: Notes) -> Any:
    said = element.semantic_id.keys[-1].value if element.semantic_id is not None else ""
    new = _IDS.get(said if said.startswith("https:") else said.rpartition("#")[0])
    if new is None:
        return element
    notes.warn(
        "shell.old_nameplate", place, f"{said} is version 2 of the nameplate: read as {new}",
        "ask for a nameplate of version 3 (IDTA 02006-3-0-1)", text=said, value=new,
    )  # fmt: skip
    return _with_meaning(element, new)


def _with_meaning(thing: Any, new: str) -> Any:
    meaning = Reference(type="ExternalReference", keys=(Key(type="GlobalReference", value=new),))
    kept = (thing.semantic_id, *thing.supplemental_semantic_ids)
    return replace(thing, semantic_id=meaning, supplemental_semantic_ids=kept)
