"""Reports of an export: every version with its files, its way, its comments and its links."""

from collections.abc import Iterator

from pulmu.services.export.contents import SECRET
from pulmu.services.export.gathering import Gathering
from pulmu.services.export.names import Names
from pulmu.services.export.part import Part, Tree, json_part, plain
from pulmu.services.records.report import ReportFile, ReportRecord, ReportVersion


def report_parts(found: Gathering, folders: dict[str, str]) -> Iterator[Part]:
    """Files of every report, below the name of its plant.

    Parameters
    ----------
    folders : The folder of each plant, by its id.
    """
    reports = found.work.reports()
    for report in sorted(reports, key=lambda item: (folders[item.plant], item.year)):
        found.step()
        yield from _of_report(found, report, f"reports/{folders[report.plant]}/{report.year}")


def _of_report(found: Gathering, report: ReportRecord, home: str) -> Iterator[Part]:
    versions = sorted(found.work.report_versions(report.id), key=lambda item: item.number)
    files = {item.number: dict(_files(found, item)) for item in versions}
    links = [plain(item, without=SECRET["link"]) for item in reversed(found.work.links(report.id))]
    told = [_told(found, item, files[item.number]) for item in versions]
    yield json_part(f"{home}/about.json", plain(report) | {"versions": told, "links": links})
    for version in versions:
        for name, file in files[version.number].items():
            for content in found.kept(file.sha256):
                yield Part(f"{home}/{name}", (content,))


def _files(found: Gathering, version: ReportVersion) -> Iterator[tuple[str, ReportFile]]:
    names = Names()
    for file in found.work.report_files(version.report, version.number):
        yield f"version-{version.number}/{names.of_file(file.name)}", file


def _told(found: Gathering, version: ReportVersion, files: dict[str, ReportFile]) -> Tree:
    comments = found.work.comments(version.report, version.number)
    found.people.update(
        (version.prepared_by, version.submitted_by, version.decided_by),
        (item.author for item in comments),
        (item.resolved_by for item in comments),
    )
    return plain(version) | {
        "files": [{"file": name} | plain(item) for name, item in files.items()],
        "comments": [plain(item) for item in comments],
    }
