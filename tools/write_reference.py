"""Write the generated pages of docs/reference from the code, the packaged tables and the catalogues.

Run it from the root of the repository: ``python tools/write_reference.py``. A test holds the pages equal to what it
would write. Words that are not in the code stand in ``reference_words.toml`` beside it.
"""

import ast
import csv
import dataclasses
import enum
import functools
import importlib
import inspect
import re
import tomllib
import types
from collections.abc import Callable, Iterator
from dataclasses import MISSING
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pulmu.cli.app as commands
from pulmu.locale import has_text, term
from pulmu.locale.problems import korean_problems
from pulmu.model import Formula, Period, Plant, Quantity
from pulmu.model.attribute import Bounds, Dimensions, Doc, Text, Unique
from pulmu.model.codec import attributes, unwrap_annotated
from pulmu.model.units import _ATOMS, _SPELLINGS
from pulmu.reference import load_table
from pulmu.services.ledger import find_formula

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "pulmu"
TARGET = ROOT / "docs" / "reference"
WORDS = tomllib.loads((Path(__file__).parent / "reference_words.toml").read_text(encoding="utf-8"))
NOTE = "<!-- Written by tools/write_reference.py: change the code or the tables, not this page. -->\n"
LETTERS = {"read": "V", "extract": "X", "transitional": "T", "secondary": "S", "memory": "memory"}


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    return {
        "plant-file.md": plant_file("en"),
        "plant-file.ko.md": plant_file("ko"),
        "command-line.md": command_line("en"),
        "command-line.ko.md": command_line("ko"),
        "problem-codes.md": problem_codes(),
        "units.md": units(),
        "formulas.md": formulas(),
        "tables.md": tables(),
        "glossary.md": glossary(),
        "api.md": api(),
    }


def page(title: str, introduction: str, *parts: str) -> str:
    """A page: title, what it is, parts."""
    return "\n".join([f"# {title}", "", NOTE, introduction, "", *parts]).rstrip() + "\n"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |"
                     for line in lines) + "\n"  # fmt: skip


# --- plant file -------------------------------------------------------------------------------------------------


def plant_file(language: str) -> str:
    """Every attribute of a plant file."""
    korean = language == "ko"
    title = "사업장 파일" if korean else "The plant file"
    introduction = (
        "YAML(`.yaml`, `.yml`) 또는 JSON(`.json`) 파일 하나가 사업장과 한 해를 나타냅니다. `pulmu schema plant`는 같은 "
        "내용을 JSON Schema로 출력합니다. 견본은 `src/pulmu/adapters/samples/`에 있습니다.\n\n"
        '양은 `"1,250 t"`처럼 쓰거나 `{value: 1250, unit: t, evidence: "meter:gm_main"}`처럼 증빙과 함께 씁니다. '
        "쉼표는 천 단위를 나눌 때만 씁니다. 쓸 수 있는 단위는 [단위](units.md)에 있습니다. **굵은 이름**은 꼭 적어야 합니다."
        if korean
        else "One YAML (`.yaml`, `.yml`) or JSON (`.json`) file describes an installation and a year. "
        "`pulmu schema plant` prints the same as a JSON Schema. Samples stand in `src/pulmu/adapters/samples/`.\n\n"
        'An amount is written `"1,250 t"`, or with its evidence: '
        '`{value: 1250, unit: t, evidence: "meter:gm_main"}`. A comma separates thousands only. '
        "The units that are known stand in [units](units.md). A name in **bold** must be given."
    )
    return page(title, introduction, *(_part(kind, language) for kind in _classes(Plant)))


def _classes(kind: Any, seen: list[type] | None = None) -> list[type]:
    seen = [] if seen is None else seen
    bare, _ = unwrap_annotated(kind)
    if dataclasses.is_dataclass(bare) and isinstance(bare, type) and bare not in (Quantity, Period):
        if bare not in seen:
            seen.append(bare)
            for hint, _ in attributes(bare).values():
                _classes(hint, seen)
    else:
        for part in get_args(bare):
            _classes(part, seen)
    return seen


def _part(kind: type, language: str) -> str:
    korean = WORDS["korean"][kind.__name__]
    head = ["이름", "쓰는 것", "기본값", "뜻"] if language == "ko" else ["name", "write", "default", "meaning"]
    rows = []
    for name, (hint, default) in attributes(kind).items():
        shown = f"**`{name}`**" if default is MISSING else f"`{name}`"
        meaning = korean[name] if language == "ko" else _meaning(kind, name, hint)
        rows.append([shown, _written(hint, language), _default(default), meaning])
    said = korean["_"] if language == "ko" else (kind.__doc__ or "").strip().splitlines()[0].replace("``", "`")
    return f"## {kind.__name__}\n\n{said}\n\n{table(head, rows)}"


def _meaning(kind: type, name: str, hint: Any) -> str:
    _, metadata = unwrap_annotated(hint)
    said = [item.text for item in metadata if isinstance(item, Doc)]
    return said[-1] if said else str(WORDS["english"][f"{kind.__name__}.{name}"])


def _default(default: Any) -> str:
    if default is MISSING or default is None or default in ("", (), {}) or dataclasses.is_dataclass(default):
        return "0 t" if isinstance(default, Quantity) else ""
    return f"`{'yes' if default is True else 'no' if default is False else f'{default:g}' if isinstance(default, float) else default}`"


def _written(hint: Any, language: str) -> str:
    bare, metadata = unwrap_annotated(hint)
    said = {"ko": {"text": "글", "list of": "목록:", "amount": "양", "number": "숫자", "whole": "정수", "yes": "yes 또는 no",
                   "year": "연도, 또는 start와 end", "by": "이름별"},
            "en": {"text": "text", "list of": "list of", "amount": "amount", "number": "number",
                   "whole": "whole number", "yes": "yes or no", "year": "year, or start and end", "by": "by name:"}}[language]  # fmt: skip
    words = _kind(bare, said, language, metadata)
    limits = next((item for item in metadata if isinstance(item, Bounds)), None)
    if limits is not None and bare not in (Quantity,) and Quantity not in get_args(bare) and "{" not in words:
        words += f", {'' if limits.low is None else f'{limits.low:g}'} … {'' if limits.high is None else f'{limits.high:g}'}"
    return words


def _kind(bare: Any, said: dict[str, str], language: str, metadata: tuple[Any, ...]) -> str:
    origin = get_origin(bare)
    if origin in (Union, types.UnionType):
        parts = [part for part in get_args(bare) if part is not type(None)]
        return " / ".join(dict.fromkeys(_kind(*_with(part, metadata, said, language)) for part in parts))
    if origin is Literal:
        return ", ".join(f"`{item}`" for item in get_args(bare))
    if origin is tuple:
        item = get_args(bare)[0]
        return f"{said['list of']} {_written(item, language)}"
    if origin is dict:
        return f"{said['by']} {_written(get_args(bare)[1], language)}"
    if bare is Quantity:
        allowed = next((item.allowed for item in metadata if isinstance(item, Dimensions)), ())
        return f"{said['amount']} ({', '.join(allowed)})" if allowed else said["amount"]
    names = {str: "text", float: "number", int: "whole", bool: "yes", Period: "year"}
    if bare in names:
        example = next((item.example for item in metadata if isinstance(item, Text) and item.example), "")
        return said[names[bare]] + (f" (`{example}`)" if example else "")
    return f"[{bare.__name__}](#{bare.__name__.lower()})"


def _with(part: Any, outer: tuple[Any, ...], said: dict[str, str], language: str) -> tuple[Any, ...]:
    bare, own = unwrap_annotated(part)
    return bare, said, language, (*own, *(item for item in outer if not isinstance(item, Unique)))


# --- command line -----------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Option:
    """An option or argument of a command."""

    name: str
    values: str
    default: str
    help: str
    is_argument: bool


def commands_of_app() -> dict[str, tuple[str, list[Option]]]:
    """Every command with its sentence and its options."""
    found = {}
    for item in commands.app.registered_commands:
        function = item.callback
        assert function is not None
        options = [_option(name, hint, inspect.signature(function).parameters[name].default)
                   for name, hint in get_type_hints(function, include_extras=True).items() if name != "return"]  # fmt: skip
        found[item.name or function.__name__] = ((function.__doc__ or "").strip(), options)
    return found


def _option(name: str, hint: Any, default: Any) -> Option:
    bare, metadata = unwrap_annotated(hint)
    if get_origin(hint) is not Annotated:  # an optional option: Annotated[...] | None is not used, but be plain
        raise TypeError(f"{name} has no typer annotation")
    info = metadata[-1]
    is_argument = type(info).__name__ == "ArgumentInfo"
    kinds = [part for part in get_args(bare) if part is not type(None)] or [bare]
    values = ", ".join(f"`{item.value}`" for item in kinds[0]) if issubclass(kinds[0], enum.Enum) else (
        "" if kinds[0] is bool else {"int": "whole number", "Path": "folder"}.get(kinds[0].__name__, "text"))  # fmt: skip
    # Inside Annotated typer keeps the first name of an option where a default would stand.
    named = info.default if isinstance(info.default, str) else f"--{name.replace('_', '-')}"
    shown = (info.metavar or name.upper()) if is_argument else named
    given = "" if default in (inspect.Parameter.empty, None, False) else f"`{getattr(default, 'value', default)}`"
    needed = "required" if default is inspect.Parameter.empty else given
    return Option(shown, values, needed, info.help or "", is_argument)


def command_line(language: str) -> str:
    """Every command and option."""
    korean = language == "ko"
    codes = (
        "종료 코드: 0 완료. 1 입력에 문제가 있음(모두 표준 오류에, `--json`이면 표준 출력에 나옵니다). 2 명령을 잘못 씀. "
        "3 프로그램 밖의 것(파일, 폴더)이 실패함.\n\n화면의 언어는 `--lang`, 없으면 환경 변수 `PULMU_LANG`, 없으면 시스템 설정을 "
        "따릅니다. 색은 터미널에서만 쓰며 `NO_COLOR`가 있으면 쓰지 않습니다."
        if korean
        else "Exit codes: 0 done; 1 the input has problems (all of them on standard error, or as JSON on standard output "
        "with `--json`); 2 wrong usage; 3 an outside thing (file, folder) failed.\n\nThe language of the screen is "
        "`--lang`, else the environment variable `PULMU_LANG`, else the system's. Colours appear on a terminal only, and "
        "not where `NO_COLOR` is set."
    )
    parts = [_command(name, said, options, language) for name, (said, options) in commands_of_app().items()]
    return page("명령줄" if korean else "Command line", codes, *parts)


def _command(name: str, said: str, options: list[Option], language: str) -> str:
    korean = language == "ko"
    usage = " ".join(["pulmu", name, *(_usage(option) for option in options)])
    head = ["이름", "값", "기본값", "뜻"] if korean else ["name", "values", "default", "meaning"]
    rows = [[f"`{option.name}`", _values(option, korean), _given(option, korean),
             _korean_option(name, option.name) if korean else option.help] for option in options]  # fmt: skip
    told = WORDS["commands"][name] if korean else said
    return f"## pulmu {name}\n\n{told}\n\n```text\n{usage}\n```\n\n" + (table(head, rows) if rows else "")


def _usage(option: Option) -> str:
    shown = option.name if option.is_argument or not option.values else f"{option.name} {option.name.strip('-').upper()}"
    return shown if option.default == "required" else f"[{shown}]"


def _values(option: Option, korean: bool) -> str:
    names = {"text": "글", "whole number": "정수", "folder": "폴더"}
    return names.get(option.values, option.values) if korean else option.values


def _given(option: Option, korean: bool) -> str:
    return "필수" if korean and option.default == "required" else option.default


def _korean_option(command: str, option: str) -> str:
    words: dict[str, str] = WORDS["options"]
    return words.get(f"{command} {option}") or words[option]


# --- problem codes ----------------------------------------------------------------------------------------------

_CODE = re.compile(r"(?:input|carbon|rule|report|outside|reference)\.[a-z_]+")


@dataclasses.dataclass(frozen=True)
class Said:
    """A problem as the code states it."""

    code: str
    severity: str
    what: str
    mend: str


@functools.cache
def problems_in_code() -> tuple[Said, ...]:
    """Every problem the code can raise, with its English sentences; a value stands as …."""
    found: dict[str, list[Said]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {target.id: node.value for node in ast.walk(tree) if isinstance(node, ast.Assign)
                 for target in node.targets if isinstance(target, ast.Name)}  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (said := _said(node, names)):
                found.setdefault(said.code, []).append(said)
            elif isinstance(node, ast.Constant) and node.value in korean_problems():
                found.setdefault(node.value, []).append(Said(node.value, "error", "…", ""))
    return tuple(said for code in sorted(found) for said in _without_bare(list(dict.fromkeys(found[code]))))


def _without_bare(sayings: list[Said]) -> list[Said]:
    return [said for said in sayings if said.what.strip("…")] or sayings[:1]


def _said(call: ast.Call, names: dict[str, ast.expr]) -> Said | None:
    spot = next((n for n, item in enumerate(call.args)
                 if isinstance(item, ast.Constant) and isinstance(item.value, str) and _CODE.fullmatch(item.value)), None)  # fmt: skip
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if spot is None or name not in ("problem", "warning", "of", "complain", "fail", "Problem"):
        return None
    code = call.args[spot].value  # type: ignore[attr-defined]
    texts = [_text(names.get(item.id, item) if isinstance(item, ast.Name) else item) for item in call.args[spot + 1 :]]
    if name in ("complain", "fail") and spot == 1:  # path first, no place after the code
        what, mend = [*texts, "", ""][:2]
    else:  # after the code stands the place or the line
        what, mend = [*texts[1:], "", ""][:2]
    return Said(code, "warning" if name == "warning" else "error", what or "…", mend)


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(item.value) if isinstance(item, ast.Constant) else "…" for item in node.values)
    if isinstance(node, ast.BinOp):
        return _text(node.left) + _text(node.right)
    return "…"


def problem_codes() -> str:
    """Every code, in both languages."""
    introduction = (
        "A problem has a stable code, a place, what is wrong and how to mend it. An error stops the report; a warning "
        "goes into it. `…` stands for a value: a name, a number, a place. Use the code in scripts (`--json`); the words "
        "may change.\n\n"
        "문제에는 바뀌지 않는 코드, 위치, 내용, 해결 방법이 있습니다. 오류가 있으면 보고서가 나오지 않고, 주의는 보고서에 "
        "적힙니다. `…`는 이름, 숫자, 위치 같은 값입니다. 자동 처리에는 코드를 쓰세요(`--json`). 문장은 바뀔 수 있습니다."
    )
    groups: dict[str, list[str]] = {}
    order = ("input", "carbon", "rule", "report", "outside", "reference")
    codes = dict.fromkeys(said.code for said in problems_in_code())
    for code in sorted(codes, key=lambda code: (order.index(code.partition(".")[0]), code)):
        groups.setdefault(code.partition(".")[0], []).append(_problem(code))
    titles = {"input": "input: what was given", "carbon": "carbon: the plant and the method",
              "rule": "rule: no law for the case", "report": "report: recomputing a report.json",
              "outside": "outside: files and folders", "reference": "reference: the packaged tables"}  # fmt: skip
    return page("Problem codes · 문제 코드", introduction,
                *(f"## {titles[name]}\n\n" + "\n".join(items) for name, items in groups.items()))  # fmt: skip


def _problem(code: str) -> str:
    sayings = [said for said in problems_in_code() if said.code == code]
    severity = " / ".join(dict.fromkeys(said.severity for said in sayings))
    lines = [f"### {code}\n", f"*{severity}*\n"]
    lines += [f"- en: {_sentence(said.what)}{f' To mend: {_sentence(said.mend)}' if said.mend else ''}" for said in sayings]
    korean = korean_problems().get(code)
    if korean is not None:
        lines.append(f"- ko: {_sentence(_filled(korean.what))} 해결 방법: {_sentence(_filled(korean.mend))}")
    return "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    text = text.strip().replace("<", "&lt;")
    return text if text.endswith((".", "?", "…")) else text + "."


def _filled(template: str) -> str:
    def one(found: re.Match[str]) -> str:
        both = found[2] or ""
        return "…" + ("{0}({1})".format(*both.split("/")) if both else "")

    return re.sub(r"\{(\w+)(?::([^{}]+))?\}", one, template)


# --- units, formulas, tables, glossary, api ---------------------------------------------------------------------


def units() -> str:
    """The closed table of units."""
    by_dimension: dict[str, list[str]] = {}
    for symbol, (dimension, _) in _ATOMS.items():
        by_dimension.setdefault(dimension, []).append(symbol)
    rows = [[dimension, ", ".join(f"`{symbol}`" for symbol in symbols),
             ", ".join(f"1 {symbol} = {_ATOMS[symbol][1]} {symbols[0]}" for symbol in symbols[1:])]
            for dimension, symbols in by_dimension.items()]  # fmt: skip
    spellings: dict[str, list[str]] = {}
    for text, symbol in _SPELLINGS.items():
        if text:
            spellings.setdefault(symbol, []).append(text)
    other = [[f"`{symbol}`", ", ".join(f"`{text}`" for text in texts)] for symbol, texts in spellings.items()]
    introduction = (
        "The table is closed: another unit is refused (`input.unit_unknown`), and the nearest ones are named. Any two "
        "make a unit with `/`, such as `t CO2e/t` or `MJ/Nm3`. Gross and net heating value are different dimensions: "
        "nothing turns one into the other but a stated ratio.\n\n"
        "표에 없는 단위는 거절합니다(`input.unit_unknown`). 두 단위를 `/`로 이어 쓸 수 있습니다(`t CO2e/t`, `MJ/Nm3`). "
        "총발열량과 순발열량은 다른 단위이며, 비율을 밝혀야만 바꿀 수 있습니다."
    )
    return page("Units · 단위", introduction, table(["dimension", "units", "factors"], rows),
                "## Other spellings that are read · 함께 읽는 표기\n", table(["unit", "spellings"], other))  # fmt: skip


@functools.cache
def all_formulas() -> tuple[Formula[...], ...]:
    """Every formula of the carbon package, in the order of the files."""
    found = []
    for file in sorted((SOURCE / "carbon").glob("*.py")):
        names = re.findall(r"^@formula\(.*?^def (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        found += [find_formula(f"carbon.{file.stem}.{name}") for name in names]
    return tuple(found)


def formulas() -> str:
    """Every formula with its arithmetic, units, article and confidence."""
    introduction = (
        "Every figure is made by one of these. The line of arithmetic is what report.json carries and what `pulmu "
        "recompute` walks. `total` sums a list, `dot` sums products, `not_negative` floors at zero, `solve_first` gives "
        "the first unknown of x = own + shares x. `*` is any unit: all inputs marked so are converted to the first. "
        "The letter is the [confidence](../explanation/confidence-and-open-points.md) in the legal text.\n\n"
        "모든 산정값은 이 계산식 가운데 하나로 만듭니다. 글자는 근거 등급입니다: V 법문, X 발췌, T 전환기간의 같은 조문, S 2차 자료."
    )
    groups: dict[str, list[str]] = {}
    for item in all_formulas():
        groups.setdefault(item.identifier.split(".")[1], []).append(_formula(item))
    return page("Formulas · 계산식", introduction,
                *(f"## {name}\n\n" + "\n".join(parts) for name, parts in groups.items()))  # fmt: skip


def _formula(item: Formula[...]) -> str:
    source = item.source
    letter = f" **{LETTERS[source.confidence]}**" if source.confidence else ""
    said = {name: f"{unit.symbol}{' (list)' if is_list else ''}" for name, (unit, is_list) in item.units.items()}
    inputs = ", ".join(f"`{name}` [{text}]" for name, text in said.items() if name != "return")
    return (
        f"### {item.name}\n\n{korean_name(item.name)}. {(item.__doc__ or '').strip().splitlines()[0]}\n\n"
        f"```text\n{item.name} = {item.expression}   [{said['return']}]\n```\n\n"
        f"- inputs: {inputs}\n- source: {source.act}, {source.place}{letter}\n"
    )


def tables() -> str:
    """The packaged tables with their provenance."""
    introduction = (
        "Law is data with dates. Each table is a csv file with a description beside it; the reader refuses a table whose "
        "hash, columns or dates do not fit. The Official Journal binds, not these tables.\n\n"
        "법은 날짜가 있는 자료입니다. 표마다 설명 파일이 있으며, 해시와 열과 날짜가 맞지 않으면 읽지 않습니다. 구속력은 EU 관보에만 있습니다."
    )
    files = sorted((SOURCE / "reference" / "data").glob("*.toml"), key=lambda file: (file.name.count("."), file.name))
    return page("Tables · 표", introduction, *(_table_part(file) for file in files))


def _table_part(file: Path) -> str:
    name, _, edition = file.stem.partition(".")
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    with file.with_suffix(".csv").open(encoding="utf-8", newline="") as rows:
        count = sum(1 for _ in csv.reader(rows)) - 1
    load_table(name, edition or None)  # it must fit its description
    facts = [["act", f"{said['act']}{', ' + said['place'] if said['place'] else ''}"],
             ["edition", said["edition"] + (f" ({said['edition_note']})" if said.get("edition_note") else "")],
             ["status", f"{said['status']}, valid from {said['valid_from']}"],
             ["confidence", f"{said['confidence']} ({LETTERS[said['confidence']]})"],
             ["rows", f"{count:,}" + (f", differences to `{said['based_on']}`" if said.get("based_on") else "")],
             ["checked", " ".join(said["checked"].split())]]  # fmt: skip
    columns = [[f"`{key}`", column.get("unit", ""), column["meaning"], column.get("missing", "")]
               for key, column in said["columns"].items()]  # fmt: skip
    return (f"## {file.stem}\n\n{said['title']}.\n\n{table(['', ''], facts)}\n"
            f"{table(['column', 'unit', 'meaning', 'blank means'], columns)}")  # fmt: skip


def korean_name(name: str) -> str:
    """Korean words of a formula or of one of its inputs."""
    spoken = term(name, "ko")
    if spoken != term(name, "en") or has_text(f"term.{name}", "ko"):
        return spoken
    return str(WORDS["names"][name])


def glossary_rows() -> list[dict[str, str]]:
    """Rows of the glossary that this version needs: nouns of the model and of the carbon method."""
    with (SOURCE / "locale" / "data" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["part"] in ("model", "carbon")]


def glossary() -> str:
    """Terms and names in both languages."""
    introduction = (
        "The field's own words, whole, as the act spells them. `ko` is what screens show. Confidence: official (seen in a "
        "Korean statute or ministry text), common (seen in trade texts), own (chosen here).\n\n"
        "화면에 보이는 말은 `ko` 열의 말입니다. 등급: official은 한국 법령이나 부처 자료, common은 업계 자료, own은 이 프로젝트가 정한 말입니다."
    )
    rows = [[row["ko"], row["en"], row["symbol"], row["unit"], f"`{row['id']}`", row["definition_ko"],
             row["definition_en"], row["confidence"]] for row in glossary_rows()]  # fmt: skip
    names: dict[str, set[str]] = {}
    for item in all_formulas():
        for name, (unit, _) in item.units.items():
            names.setdefault(item.name if name == "return" else name, set()).add(unit.symbol)
    said = [[korean_name(name), term(name, "en"), ", ".join(sorted(used)), f"`{name}`"]
            for name, used in sorted(names.items())]  # fmt: skip
    return page("Glossary · 용어집", introduction,
                table(["ko", "en", "symbol", "unit", "code", "뜻", "definition", "confidence"], rows),
                "## Formulas and their inputs · 계산식과 입력\n", table(["ko", "en", "unit", "code"], said))  # fmt: skip


def packages_with_exports() -> Iterator[tuple[str, Any]]:
    """Packages that name what they export."""
    for file in sorted(SOURCE.rglob("__init__.py")):
        name = ".".join(("pulmu", *file.relative_to(SOURCE).parent.parts))
        if not any(part.startswith("_") for part in name.split(".")) and "__all__" in file.read_text(encoding="utf-8"):
            yield name, importlib.import_module(name)


def api() -> str:
    """What each package exports."""
    introduction = (
        "What each package exports in its `__all__`; all else may change without notice. Packages that export nothing are "
        "imported by module: the formulas of `pulmu.carbon` stand in [formulas](formulas.md), one service per file in "
        "`pulmu.services`. The path of a number through them: [architecture](../explanation/architecture.md)."
    )
    parts = []
    for name, package in packages_with_exports():
        rows = [[f"`{item}`", *_exported(getattr(package, item))] for item in package.__all__]
        parts.append(f"## {name}\n\n{(package.__doc__ or '').strip().splitlines()[0]}\n\n"
                     + table(["name", "kind", "what it is"], rows))  # fmt: skip
    parts.append(_services())
    return page("Public names", introduction, *parts)


def _exported(item: Any) -> list[str]:
    kinds: list[tuple[Callable[[Any], bool], str]] = [
        (lambda x: isinstance(x, type) and issubclass(x, Exception), "error"),
        (lambda x: isinstance(x, type), "class"),
        (callable, "function"),
    ]
    if get_origin(item) is Annotated:
        return ["unit", f"a number or an array in `{get_args(item)[1].symbol}`"]
    if get_origin(item) is not None:
        return ["type", "`" + re.sub(r"typing\.|pulmu\.\w+\.", "", str(item)) + "`"]
    kind = next((name for fits, name in kinds if fits(item)), "value")
    text = (inspect.getdoc(item) or "").strip().splitlines() if kind != "value" else []
    return [kind, text[0] if text else f"`{item!r}`"]


def _services() -> str:
    rows = []
    for file in sorted((SOURCE / "services").glob("[a-z]*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                said = (ast.get_docstring(node) or "").splitlines()
                rows.append([f"`{file.stem}.{node.name}`", said[0] if said else ""])
    return "## pulmu.services, by module\n\n" + table(["function", "what it does"], rows)


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    for file_name, content in pages().items():
        (TARGET / file_name).write_text(content, encoding="utf-8")
        print(f"wrote docs/reference/{file_name}")  # noqa: T201 - a developer's tool speaks to its developer
