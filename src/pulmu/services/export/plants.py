"""Plants of an export: every version as it was kept, and the newest as a file that can be taken in again."""

from collections.abc import Iterator

from pulmu.services.export.gathering import Gathering
from pulmu.services.export.names import Names
from pulmu.services.export.part import Part, json_part, plain
from pulmu.services.records.plant import PlantRecord, PlantVersion
from pulmu.services.workspaces.kept_document import document_of


def plant_folders(found: Gathering) -> dict[str, str]:
    """The folder of each plant, by its id; a new plant never changes the name of an older one."""
    names = Names()
    plants = sorted(found.work.plants(), key=lambda item: (item.created, item.id))
    return {item.id: names.of(item.name) for item in plants}


def plant_parts(found: Gathering, folders: dict[str, str]) -> Iterator[Part]:
    """Files of every plant, archived ones too."""
    for plant in sorted(found.work.plants(), key=lambda item: (item.created, item.id)):
        found.step()
        yield from _of_plant(found, plant, f"plants/{folders[plant.id]}")


def _of_plant(found: Gathering, plant: PlantRecord, home: str) -> Iterator[Part]:
    heads = sorted(found.work.plant_versions(plant.id), key=lambda item: item.number)
    versions = [plain(item, without=("content",)) | {"file": _file(item)} for item in heads]
    yield json_part(f"{home}/about.json", plain(plant) | {"versions": versions})
    for head in heads:
        found.people.add(head.author)
        version = found.work.plant_version(plant.id, head.number)
        if version is not None:
            yield Part(f"{home}/{_file(version)}", (version.content.encode(),))
    newest = found.work.plant_version(plant.id, plant.version)
    if newest is not None:
        document = document_of(newest.content)
        for name in ("plant.yaml", "plant.json"):
            yield Part(f"{home}/{name}", (found.plant_file(document, name, "en"),))


def _file(version: PlantVersion) -> str:
    return f"versions/{version.number:04d}.json"
