"""Recomputes each figure of a Pulmu report from its inputs. Needs Python 3 alone: python recompute.py [report.json]"""

import ast, functools, hashlib, json, math, operator, sys
from fractions import Fraction


def solve_first(shares, own):  # the first x of x = own + shares x, a share standing at row * size + column
    size = len(own)
    rows = [[float(row == column) for column in range(size)] + [own[row]] for row in range(size)]
    for place, share in shares.items():
        rows[place // size][place % size] -= share
    for k in range(size - 1, 0, -1):  # take x[k] out of the rows above
        rows[: k + 1] = sorted(rows[: k + 1], key=lambda row: abs(row[k]))
        rows[:k] = [[a - row[k] / rows[k][k] * b for a, b in zip(row, rows[k])] if row[k] else row for row in rows[:k]]
    return rows[0][size] / rows[0][0]


KNOWN = {"Add": operator.add, "Sub": operator.sub, "Mult": operator.mul, "Div": operator.truediv, "USub": operator.neg}
KNOWN.update({"total": lambda values: functools.reduce(operator.add, values.values(), 0.0)})  # from left to right
KNOWN.update({"dot": lambda one, two: KNOWN["total"]({place: one[place] * two[place] for place in {**one, **two}})})
KNOWN.update({"not_negative": lambda value: max(0.0, value), "max": max, "min": min, "solve_first": solve_first})


def evaluate(node, given):  # an expression is walked, never run: numbers, inputs, and what is known
    if isinstance(node, (ast.Constant, ast.Name)):
        return float(node.value) if isinstance(node, ast.Constant) else given[node.id]
    call = isinstance(node, ast.Call) and not node.keywords
    parts = node.args if call else [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
    return KNOWN[node.func.id if call else type(node.op).__name__](*[evaluate(part, given) for part in parts])


def recompute(formula, rows):  # inputs into the units of the formula (* is that of the first), then its arithmetic
    first = [figures[row["input"]]["unit"] for row in rows if formula["units"][row["parameter"]] == "*"]
    wanted = {name: first[0] if unit == "*" else unit for name, unit in formula["units"].items()}
    given = {name: {} for name in wanted}
    for row in rows:
        used, name, place = figures[row["input"]], row["parameter"], row["position"]
        have, want = units[used["unit"]], units[wanted[name]]
        if have["dimension"] != want["dimension"] or (given[name] != {} and (place is None or place in given[name])):
            raise ValueError(f"{name} is no {wanted[name]}, or stands there twice")
        value = used["value"] * float(Fraction(have["factor"]) / Fraction(want["factor"]))
        if place is None:
            given[name] = value
        else:
            given[name][place] = value
    return evaluate(ast.parse(formula["expression"], mode="eval").body, given), wanted["return"]


name, shown, figures, wrong = (sys.argv[1:] or ["report.json"])[0], [], {}, []
try:
    report = json.load(open(name, encoding="utf-8"), object_hook=lambda node: shown.append(node) or node)
    if report["format"] != "pulmu.report/2":
        raise ValueError("it is not of the format pulmu.report/2; take the script that stands beside it")
    units, inputs = report["units"], {key: [] for key in report["figures"]}
    for row in report["figure_inputs"]:
        inputs[row["figure"]].append(row)
    for key, made in report["figures"].items():  # inputs come before what rests on them: nothing rests on itself
        value, unit = made["value"], made["unit"]
        try:
            if made["formula"] or inputs[key]:
                value, unit = recompute(report["formulas"][made["formula"]], inputs[key])
        except Exception as error:
            value, unit = math.nan, repr(error)
        if unit != made["unit"] or not abs(value - made["value"]) <= 1e-9 * abs(value):
            told = f"{made['name']} {made['subject']}".strip()
            wrong.append(f"{told}: {made['value']} {made['unit']}, but its inputs give {value} {unit}")
        figures[key] = made
    for node in (item for item in shown if item.keys() == {"value", "unit", "figure"}):  # in the body of the report
        if not node.items() <= {**figures.get(node["figure"], {}), "figure": node["figure"]}.items():
            wrong.append(f"{node} is not what its figure says")
    sealed = json.dumps({**report, "sha256": ""}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(sealed.encode()).hexdigest() != report["sha256"]:
        wrong.append("the report does not carry the hash of its content")
except (OSError, ValueError) as error:
    sys.exit(f"{name} cannot be checked: {error}")
except Exception as error:
    sys.exit(f"{name} cannot be checked: a part of it is missing or damaged ({error!r})")
sys.stdout.reconfigure(errors="replace")
for line in [*wrong, f"{len(figures)} figures recomputed, {len(wrong)} complaints"]:
    print("".join(sign if sign.isprintable() else "?" for sign in line))
sys.exit(1 if wrong else 0)
