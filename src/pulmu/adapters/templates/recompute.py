"""Recomputes every figure of a Pulmu report from its inputs. Needs Python 3 alone: python recompute.py [report.json]"""

import ast, functools, hashlib, json, math, operator, sys
from fractions import Fraction


def solve_first(shares, own):  # the first x of x = own + shares x, a share standing at row * size + column
    size = len(own)
    rows = [[(i == j) - shares.get(i * size + j, 0.0) for j in range(size)] + [own[i]] for i in range(size)]
    for k in range(size - 1, 0, -1):  # take x[k] out of the rows above
        rows[: k + 1] = sorted(rows[: k + 1], key=lambda row: abs(row[k]))
        for i in range(k):
            if factor := rows[i][k] / rows[k][k]:
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k])]
    return rows[0][size] / rows[0][0]


def total(values):  # from left to right
    return functools.reduce(operator.add, [values[place] for place in range(len(values))], 0.0)


def dot(weights, values):
    return total([weights[place] * values[place] for place in range(max(len(weights), len(values)))])


FUNCTIONS = {"total": total, "dot": dot, "not_negative": lambda value: max(0.0, value), "solve_first": solve_first}
FUNCTIONS |= {"max": max, "min": min}
SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def evaluate(node, given):  # the expression is walked, never run: numbers, inputs, signs and functions as above
    if isinstance(node, ast.Constant):
        return float(node.value)
    if isinstance(node, ast.Name):
        return given[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -evaluate(node.operand, given)
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        return SIGNS[type(node.op)](evaluate(node.left, given), evaluate(node.right, given))
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in FUNCTIONS and not node.keywords:
        return FUNCTIONS[node.func.id](*[evaluate(part, given) for part in node.args])
    raise ValueError("not plain arithmetic")


def recompute(formula, inputs):  # inputs into the units of the formula (* is that of the first), then its arithmetic
    loose = [figures[row["input"]]["unit"] for row in inputs if formula["units"][row["parameter"]] == "*"]
    unit_of = {name: loose[0] if unit == "*" else unit for name, unit in formula["units"].items()}
    given = {name: {} for name in unit_of}
    for row in inputs:
        used, name, place = figures[row["input"]], row["parameter"], row["position"]
        have, want = units[used["unit"]], units[unit_of[name]]
        if have["dimension"] != want["dimension"]:
            raise ValueError(f"{have['dimension']} is not {want['dimension']}")
        value = used["value"] * float(Fraction(have["factor"]) / Fraction(want["factor"]))
        given[name] = value if place is None else given[name] | {place: value}
    return evaluate(ast.parse(formula["expression"], mode="eval").body, given), unit_of["return"]


shown, wrong = [], []  # numbers in the body of the report, each with the key of its figure; what does not hold
file = open(sys.argv[1] if len(sys.argv) > 1 else "report.json", encoding="utf-8")
report = json.load(file, object_hook=lambda node: shown.append(node) or node)
figures, units, inputs = report["figures"], report["units"], {key: [] for key in report["figures"]}
for row in report["figure_inputs"]:
    inputs[row["figure"]].append(row)
for key, made in figures.items():
    value, unit = made["value"], made["unit"]
    if made["formula"]:
        try:
            value, unit = recompute(report["formulas"][made["formula"]], inputs[key])
        except Exception as error:
            value, unit = math.nan, repr(error)
    if unit != made["unit"] or not abs(value - made["value"]) <= 1e-9 * abs(value):
        stated = f"{made['name']} {made['subject']}".strip()
        wrong.append(f"{stated}: {made['value']} {made['unit']}, but its inputs give {value} {unit}")
for node in shown:
    if node.keys() == {"value", "unit", "figure"}:
        figure = figures.get(node["figure"], {})
        if (figure.get("value"), figure.get("unit")) != (node["value"], node["unit"]):
            wrong.append(f"{node} is not what its figure says")
sealed = json.dumps(report | {"sha256": ""}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
if hashlib.sha256(sealed.encode()).hexdigest() != report["sha256"]:
    wrong.append("the report does not carry the hash of its content")
sys.stdout.reconfigure(errors="replace")
for line in [*wrong, f"{len(figures)} figures recomputed, {len(wrong)} complaints"]:
    print("".join(sign if sign.isprintable() else "?" for sign in line))
sys.exit(1 if wrong else 0)
