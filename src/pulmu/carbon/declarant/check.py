"""An importer's file as imports, with everything that is wrong with it."""

from collections.abc import Callable, Iterator

from pulmu.carbon.check.common import check_price_periods, placed
from pulmu.carbon.precursors import is_unknown_origin
from pulmu.model import Document, Path, Problem, PulmuError, problem
from pulmu.model.codec import Decoded, decode
from pulmu.model.imports import ImportLine, Imports
from pulmu.reference import country, find_good


def read_imports(document: Document) -> Decoded[Imports]:
    """The imports in a document, and all that is wrong with them: of their form, and of what they say."""
    decoded = decode(Imports, document)
    if not isinstance(document.tree, dict):
        return decoded
    told = {item.place for item in decoded.problems}
    more = [item for item in _all(decoded.value, document) if item.place not in told]
    return Decoded(decoded.value, (*decoded.problems, *more))


def _all(imports: Imports, document: Document) -> Iterator[Problem]:
    if not imports.lines:
        yield _tell(document, ("lines",), "carbon.import_years",
                    "one calendar year is asked for, the lines are of: none",
                    "give the lines of one importer and one calendar year", years="none")  # fmt: skip
    first = next((line.quarter[:4] for line in imports.lines), "")
    for number, line in enumerate(imports.lines):
        path: Path = ("lines", number)
        yield from _line(line, path, document)
        if line.quarter[:4] != first:
            yield _tell(document, (*path, "quarter"), "carbon.import_years",
                        f"one calendar year is asked for, the lines are of: {first}, {line.quarter[:4]}",
                        "give the lines of one importer and one calendar year",
                        years=f"{first}, {line.quarter[:4]}")  # fmt: skip
    for number, item in enumerate(imports.surrendered_last_year):
        last: Path = ("surrendered_last_year", number)
        yield from _found(lambda item=item: find_good(item.cn_code), document.place((*last, "cn_code")))  # type: ignore[misc]
        where = document.place((*last, "country_of_origin"))
        yield from _found(lambda item=item: country(item.country_of_origin), where)  # type: ignore[misc]
    for name, prices in imports.price_scenarios.items():
        yield from check_price_periods(prices, document.place, ("price_scenarios", name))


def _line(line: ImportLine, path: Path, document: Document) -> Iterator[Problem]:
    yield from _found(lambda: find_good(line.cn_code), document.place((*path, "cn_code")))
    origin: Path = (*path, "country_of_origin")
    if is_unknown_origin(line.country_of_origin):
        yield _tell(document, origin, "carbon.import_origin_unknown",
                    "an imported good has an origin in its customs declaration; only a precursor's may be unknown",
                    "give the country of origin of the customs declaration")  # fmt: skip
    else:
        yield from _found(lambda: country(line.country_of_origin), document.place(origin))
    if line.produced is not None and line.produced > int(line.quarter[:4]):
        yield _tell(document, (*path, "produced"), "carbon.import_produced_later",
                    f"line {line.id} was produced in {line.produced}, after its import in {line.quarter}",
                    "check the year of production", line=line.id, year=line.produced,
                    quarter=line.quarter)  # fmt: skip
    if line.basis == "actual":
        yield from _actual(line, path, document)
    elif line.embedded_emissions is not None:
        yield _tell(document, (*path, "basis"), "carbon.import_basis",
                    f"line {line.id} gives actual emissions and takes the default value",
                    "set basis to actual, or leave embedded_emissions out", line=line.id)  # fmt: skip


def _actual(line: ImportLine, path: Path, document: Document) -> Iterator[Problem]:
    if line.embedded_emissions is None:
        yield _tell(document, path, "carbon.import_value_missing", f"line {line.id}: an actual value is not given",
                    "give embedded_emissions, or take the default value", line=line.id)  # fmt: skip
    if not line.verification_report:
        yield _tell(document, path, "carbon.import_not_verified",
                    f"line {line.id} takes an actual value without a verification report",
                    "give the number of the report; without one the default value counts", line=line.id)  # fmt: skip


def _found(look: Callable[[], object], where: str) -> Iterator[Problem]:
    try:
        look()
    except PulmuError as error:
        yield from placed(error, where)


def _tell(document: Document, path: Path, code: str, message: str, mend: str, **values: object) -> Problem:
    return problem(code, document.place(path), message, mend, **values)
