"""Random lines with everything a line can have, mixed."""

from typing import Any

from hypothesis import strategies as st

Tree = dict[str, Any]
Draw = st.DrawFn


@st.composite
def laws(draw: Draw, least: int = 1, most: int = 40) -> Tree:
    """A law of some minutes."""
    mean = draw(st.integers(least, most))
    text = f"{mean} min"
    return draw(
        st.sampled_from(
            [
                {"mean": text},
                {"law": "exponential", "mean": text},
                {"law": "erlang", "mean": text, "shape": 3},
                {"law": "gamma", "mean": text, "cv": 1.3},
                {"law": "gamma", "mean": text, "shape": 2.2},
                {"law": "lognormal", "mean": text, "cv": 0.7},
                {"law": "weibull", "mean": text, "shape": 1.6},
                {"law": "uniform", "low": "1 min", "high": f"{mean + 1} min"},
                {"law": "triangular", "low": "1 min", "mode": f"{mean} min", "high": f"{mean + 5} min"},
                {"law": "normal", "mean": text, "cv": 0.5},
                {"law": "empirical", "values": ["1 min", text, "2 min"], "weights": [1, 2, 1]},
                {"law": "hyperexponential", "values": ["1 min", text]},
                {"law": "geometric", "mean": f"{mean + 5} min", "step": "5 min"},
            ]
        )
    )


@st.composite
def stops(draw: Draw, number: int) -> Tree:
    """A kind of stop."""
    counts = draw(st.sampled_from(["operation", "clock", "pieces"]))
    stop: Tree = {
        "id": f"stop{number}",
        "kind": draw(st.sampled_from(["breakdown", "maintenance"])),
        "counts": counts,
        "lasts": draw(laws(most=60)),
        "piece": draw(st.sampled_from(["resume", "repeat", "scrap"])),
        "skill": draw(st.sampled_from(["", "mend"])),
    }
    if counts == "pieces":
        stop["every_pieces"] = draw(st.integers(1, 15))
    else:
        stop["every"] = draw(laws(least=30, most=300))
    if draw(st.booleans()):
        stop["waits"] = draw(st.booleans())
    return stop


WAITS = st.sampled_from([{}, {"longest_wait": "5 min"}, {"longest_wait": "90 min"}])
"""How long a piece waits for a batch at the longest."""


@st.composite
def stations(draw: Draw, number: int) -> Tree:
    """A station."""
    station: Tree = {
        "id": f"s{number}",
        "machines": draw(st.integers(1, 3)),
        "time": draw(laws(most=20)),
        "order": draw(st.sampled_from(["first_come", "last_come", "priority", "shortest", "same_family"])),
        "at_shift_end": draw(st.sampled_from(["stop", "finish"])),
        "calendar": draw(st.sampled_from(["", "", "day"])),
        "run_skill": draw(st.sampled_from(["", "", "run"])),
        "set_up_skill": draw(st.sampled_from(["", "run"])),
        "stops": [draw(stops(n)) for n in range(draw(st.integers(0, 2)))],
        "uses": [
            {
                "carrier": "el",
                "idle": 2,
                "busy": 9,
                "off": 1,
                "per_piece": 0.5,
                "per_kg": 0.25,
                "per_cycle": 1,
                "per_set_up": 2,
            }
        ],
    }
    if draw(st.integers(0, 2)) == 0:
        station["machine_hours"] = [
            {"machine": draw(st.integers(1, station["machines"])), "calendar": draw(st.sampled_from(["day", "night"]))}
        ]
    if draw(st.booleans()):
        station |= {"set_up": draw(laws(most=30)), "family": draw(st.sampled_from(["", "p0"]))}
    if draw(st.booleans()):
        station["set_ups"] = [{"before": "p0", "time": draw(laws(most=10))}, {"after": "mixed", "time": "3 min"}]
    if draw(st.booleans()):
        station["warm_up"] = draw(laws(most=30))
    if station["order"] == "priority":
        station["interrupts"] = draw(st.sampled_from(["no", "resume", "repeat"]))
    if draw(st.integers(0, 3)) == 0 and station.get("interrupts", "no") == "no":
        station |= {
            "batch": {"least": draw(st.integers(1, 3)), "most": 4, **draw(WAITS)},
            "buffer": draw(st.sampled_from([None, 6])),
        }
    elif draw(st.integers(0, 2)) == 0 and station.get("interrupts", "no") == "no":
        places = draw(st.integers(1, 6))
        station |= {
            "belt": {"places": places, "accumulates": draw(st.booleans())},
            "time": f"{places * draw(st.integers(1, 12))} min",
            "run_skill": "",
            "buffer": draw(
                st.sampled_from([None, 1, 4] if "set_up" in station or "set_ups" in station else [None, 0, 2])
            ),
            "stops": [
                {**stop, "piece": "scrap" if stop["piece"] == "scrap" else "resume"} for stop in station["stops"]
            ],
        }
    else:
        station["blocking"] = draw(st.sampled_from(["after", "before"]))
        station["buffer"] = draw(st.sampled_from([None, 0, 1, 4]))
    return station


@st.composite
def routes(draw: Draw, product: int, count: int, belts: frozenset[int] = frozenset()) -> list[Tree]:
    """A route through stations, in any order, with scrap, rework and ways that part."""
    visits = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=4))
    route: list[Tree] = []
    for n, station in enumerate(visits):
        step: Tree = {"id": f"step{n}", "station": f"s{station}", "family": draw(st.sampled_from(["", "mixed"]))}
        step |= {"scrap": draw(st.sampled_from([0, 0.1])), "rework": draw(st.sampled_from([0, 0.2]))}
        if n and draw(st.booleans()):
            step["rework_to"] = f"step{n - 1}"
        if draw(st.booleans()) and station not in belts:
            step["time"] = draw(laws(most=20))
        if draw(st.integers(0, 3)) == 0:
            step["next"] = {"out": 0.6, "step0": 0.4}
        route.append(step)
    return route


@st.composite
def sources(draw: Draw, number: int, products: int, stations: list[Tree], first: dict[str, str]) -> Tree:
    """A source of one or several products."""
    parts = {f"p{n}": draw(st.integers(1, 3)) for n in range(products)}
    source: Tree = {"id": f"in{number}", "products": parts}
    buffers = {item["id"]: item["buffer"] for item in stations}
    if draw(st.booleans()):
        source |= {"every": draw(laws(least=5, most=60)), "lot": draw(st.integers(1, 3))}
        source["when_full"] = draw(st.sampled_from(["wait", "lost"]))
        if draw(st.booleans()):
            source["first"] = "3 min"
    if draw(st.booleans()) or ("every" not in source and any(buffers[name] is None for name in first.values())):
        source["most_inside"] = draw(st.integers(1, 12))
    if draw(st.integers(0, 3)) == 0:
        source["most"] = draw(st.integers(1, 200))
    return source


@st.composite
def lines(draw: Draw) -> Tree:
    """A line."""
    count, products = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    every = [draw(stations(n)) for n in range(count)]
    belts = frozenset(n for n, item in enumerate(every) if "belt" in item)
    made = [
        {"id": f"p{n}", "priority": draw(st.integers(0, 2)), "piece_kg": 2, "route": draw(routes(n, count, belts))}
        for n in range(products)
    ]
    first = {item["id"]: item["route"][0]["station"] for item in made}
    starts = draw(st.sampled_from(["mon 00:00", "tue 07:59", "sun 23:30", "2026-09-22 07:59", "2026-10-08 17:30"]))
    every_source = [draw(sources(n, products, every, first)) for n in range(draw(st.integers(1, 2)))]
    tree: Tree = {
        "id": "random",
        "starts": starts,
        "carriers": [{"id": "el", "unit": "kWh", "tariff": "t"}],
        "tariffs": [{"id": "t", "price": 100, "slots": [{"start": "09:00", "end": "12:00", "price": 180}]}],
        "calendars": [
            {
                "id": "day",
                **({"closed": ["2026-09-23", "2026-10-01"], "public_holidays": True} if "-" in starts else {}),
                "shifts": [
                    {"start": "08:00", "end": "17:00", "breaks": [{"start": "12:00", "end": "13:00"}]},
                    {"days": ["sat"], "start": "22:00", "end": "03:00"},
                ],
            },
            {"id": "night", "shifts": [{"days": ["mon", "wed"], "start": "17:00", "end": "08:00"}]},
        ],
        "operators": [
            {"id": "crew", "count": draw(st.integers(1, 2)), "skills": ["mend"]},
            {"id": "all", "count": draw(st.integers(1, 3)), "skills": ["run", "mend"],
             "calendar": draw(st.sampled_from(["", "day"]))},
        ],
        "stations": every,
        "products": made,
        "sources": every_source,
    }  # fmt: skip
    if draw(st.booleans()):
        room = next(item["buffer"] for item in every if item["id"] == first["p0"])
        if room != 0:
            tree["waiting"] = [{"product": "p0", "pieces": 1}]
    return tree
