"""The problem codes: what the code says in English, what the catalogue says in Korean."""

import ast
import dataclasses
import functools
import re

from pulmu.locale.problems import korean_problems
from reference_pages.common import SOURCE, WORDS, page

_CODE = re.compile(
    r"(?:input|meter|book|bill|document|supplier|official|carbon|rule|report|outside|reference|access|store|audit|job|place|firm"
    r"|programme|reform|call|matching|decision|letter|offer|need|selection|review|voice|applications|appeal|line|control|live|shell|forecast|anomaly|schedule)\.[a-z_]+"
)


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
        named = _assignments(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (said := _said(node, _last_before(node.lineno, named))):
                found.setdefault(said.code, []).append(said)
            elif isinstance(node, ast.Constant) and node.value in korean_problems():
                found.setdefault(node.value, []).append(Said(node.value, "error", "…", ""))
    return tuple(said for code in sorted(found) for said in _without_bare(list(dict.fromkeys(found[code]))))


def _assignments(tree: ast.AST) -> list[tuple[int, str, ast.expr]]:
    """Every name with what it was given and the line, in order."""
    found: list[tuple[int, str, ast.expr]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=False))
                found += [(node.lineno, name.id, value) for name, value in pairs if isinstance(name, ast.Name)]
    return sorted(found, key=lambda item: item[0])


def _last_before(line: int, named: list[tuple[int, str, ast.expr]]) -> dict[str, ast.expr]:
    """What each name stands for at a line."""
    return {name: value for at, name, value in named if at <= line}


def _without_bare(sayings: list[Said]) -> list[Said]:
    return [said for said in sayings if said.what.strip("…")] or sayings[:1]


def _said(call: ast.Call, names: dict[str, ast.expr]) -> Said | None:
    texts = [item.value if isinstance(item, ast.Constant) else None for item in call.args]
    spot = next((n for n, text in enumerate(texts) if isinstance(text, str) and _CODE.fullmatch(text)), None)
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if spot is None or name not in ("problem", "warning", "of", "complain", "fail", "Problem", "warn", "_overtaken"):
        return None
    code = str(texts[spot])
    said = [_text(names.get(item.id, item) if isinstance(item, ast.Name) else item) for item in call.args[spot + 1 :]]
    # After the code stands the place or the line, but where the path was given before it.
    what, mend = [*(said if name in ("complain", "fail") and spot == 1 else said[1:]), "", ""][:2]
    return Said(code, "warning" if name in ("warning", "warn") else "error", what or "…", mend)


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
    introduction = WORDS["introduction"]["problem_codes"]["both"]
    groups: dict[str, list[str]] = {}
    codes = dict.fromkeys(said.code for said in problems_in_code())
    titles = {"input": "input: what was given", "meter": "meter: readings", "book": "book: bills, invoices, exports",
              "bill": "bill: values of bills and fuel invoices", "document": "document: files that cannot be read",
              "supplier": "supplier: requests and answers",
              "official": "official: the Commission's communication template",
              "carbon": "carbon: the plant and the method",
              "rule": "rule: no law for the case",
              "firm": "firm: the file of a firm and of those tied to it by shares",
              "programme": "programme: the file of a support programme",
              "reform": "reform: the file of a reform, and what a population is asked of it",
              "call": "call: the file of a call for applications",
              "application": "application: what a firm sends in for a call, and what an officer takes in from a file",
              "matching": "matching: the file of a round of matching, and what is asked of it",
              "decision": "decision: what was decided on applications, as letters tell it",
              "letter": "letter: letters of decisions, and the templates of agencies they are filled into",
              "applications": "applications: tables of applications and of scores",
              "selection": "selection: choosing among applications",
              "review": "review: reviewers and their points",
              "offer": "offer: files of what suppliers offer", "need": "need: files of what firms need",
              "voice": "voice: difficulties that firms tell, and themes they are gathered under",
              "appeal": "appeal: a firm's appeal against a decision, and what an agency decides on it",
              "line": "line: the file of a production line",
              "control": "control: setpoints, and why one is not written",
              "what_if": "what_if: a question to a production line",
              "plan": "plan: measures and what is chosen among them",
              "tariff": "tariff: the tariff and the bill of electricity",
              "forecast": "forecast: the load to come",
              "anomaly": "anomaly: what is unusual in a meter or a machine",
              "schedule": "schedule: jobs, machines and timetables",
              "live": "live: an emulated plant, and the link to a plant",
              "shell": "shell: files of administration shells, what is mended in them and what is not carried over",
              "report": "report: recomputing, approving and freezing",
              "access": "access: who comes in, and what they may do", "store": "store: somebody else was first",
              "job": "job: long work",
              "audit": "audit: the chain of what was done", "place": "place: what is not as it was written",
              "outside": "outside: files and folders", "reference": "reference: the packaged tables"}  # fmt: skip
    order = tuple(titles)
    for code in sorted(codes, key=lambda code: (order.index(code.partition(".")[0]), code)):
        groups.setdefault(code.partition(".")[0], []).append(_problem(code))
    return page("Problem codes · 문제 코드", introduction,
                *(f"## {titles[name]}\n\n" + "\n".join(items) for name, items in groups.items()))  # fmt: skip


def _problem(code: str) -> str:
    sayings = [said for said in problems_in_code() if said.code == code]
    severity = " / ".join(dict.fromkeys(said.severity for said in sayings))
    lines = [f"### {code}\n", f"*{severity}*\n"]
    lines += [f"- en: {_sentence(said.what)}{_mend(said.mend)}" for said in sayings]
    korean = korean_problems().get(code)
    if korean is not None:
        lines.append(f"- ko: {_sentence(_filled(korean.what))} 해결 방법: {_sentence(_filled(korean.mend))}")
    return "\n".join(lines) + "\n"


def _mend(text: str) -> str:
    return f" To mend: {_sentence(text)}" if text else ""


def _sentence(text: str) -> str:
    text = text.strip().replace("<", "&lt;")
    return text if text.endswith((".", "?", "…")) else text + "."


def _filled(template: str) -> str:
    def one(found: re.Match[str]) -> str:
        both = found[2] or ""
        return "…" + (both.replace("/", "(") + ")" if both else "")

    return re.sub(r"\{(\w+)(?::([^{}]+))?\}", one, template)
