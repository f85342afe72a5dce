"""The hall of the campaign: its line, its furnaces, and what its engineer allows. Guard and oracle read it."""

from typing import Any

FURNACES = tuple(f"f{number:02}" for number in range(1, 25))
SPEED_UP = 10.0
"""Seconds of the plant in a second of the clock."""
LINE: dict[str, Any] = {
    "pulmu": "line/1", "id": "hall", "name": "Hall of furnaces", "starts": "mon 08:00",
    "carriers": [{"id": "gas", "unit": "Nm3"}],
    "stations": [
        {"id": name, "time": {"mean": "60 s"}, "buffer": 10, "uses": [{"carrier": "gas", "idle": 6, "busy": 20}]}
        for name in FURNACES
    ],
    "sources": [{"id": "stock", "products": {"bar": 1}, "every": {"mean": "60 s"}}],
    "products": [{"id": "bar", "piece_kg": 10, "route": [{"station": name} for name in FURNACES]}],
}  # fmt: skip
EMULATION: dict[str, Any] = {
    "pulmu": "emulation/1", "line": "hall", "speed_low": 50, "speed_high": 150, "hold_after": "2.2 s",
    "furnaces": [
        {"station": name, "carriers": ["gas"], "temperature": "800 °C", "tolerance": "300 °C", "low": "500 °C",
         "high": "1000 °C", "standby": "500 °C", "lag": "2 s"}
        for name in FURNACES
    ],
}  # fmt: skip
DOOR, AIR, SWITCH = "hall/door_closed", "hall/air", "hall/switch"
STEP, RATE, DWELL, TOLERANCE = 20.0, 200.0, 0.5, 0.01
EFFECT_WITHIN = 1.5
SLOW, SLOW_RATE = ("f22", "f24"), 25.0
"""Furnaces that may change by less within a minute, so that a campaign gets there soon."""
EFFECTS = FURNACES[:8]
"""Furnaces whose temperature must be seen to follow; they have no limit for standby."""


def _temperature(number: int, name: str) -> dict[str, Any]:
    """Every second one falls back to a safe value, the others are held; of the first eight an effect must be seen."""
    found: dict[str, Any] = {
        "tag": f"{name}/temperature_set", "unit": "°C", "low": 600, "high": 900, "step": STEP, "rate_per_minute": RATE,
        "dwell_s": DWELL, "tolerance": TOLERANCE,
    }  # fmt: skip
    if name in SLOW:
        found["rate_per_minute"] = SLOW_RATE
    if number % 2:
        found["safe"] = 700
    if name in EFFECTS:
        found["effects"] = [{"tag": f"{name}/temperature", "moves": "with", "by": 0.05, "within_s": EFFECT_WITHIN}]
    return found


MODEL = "b" * 64
LIMITS: dict[str, Any] = {
    "pulmu": "guard/1", "id": "hall", "plant": "hanbit", "version": 3, "made_by": "Kim Seo-yeon",
    "made_on": "2026-11-28", "snapshot_age_s": 60, "model_age_s": 86400, "models": [MODEL],
    "arm_expires_s": 1.2, "request_age_s": 2.0, "heartbeat_s": 1.2, "answer_s": 1.0, "safe_within_s": 3.0,
    "clock_s": 0.5, "switch": {"tag": SWITCH}, "watchdog": {"tag": "control/heartbeat", "every_s": 0.3},
    "roles": {"propose": ["engineer", "operator"], "arm": ["engineer"], "commit": ["engineer", "operator"]},
    "limits": [
        *(_temperature(number, name) for number, name in enumerate(FURNACES, 1)),
        *(
            {"tag": f"{name}/standby", "kind": "truth", "dwell_s": DWELL, "safe": False}
            for name in FURNACES if name not in EFFECTS
        ),
        {"tag": "line/speed_set", "unit": "%", "low": 60, "high": 120, "step": 10, "rate_per_minute": 150,
         "dwell_s": DWELL, "safe": 100},
    ],
    "interlocks": [
        {"id": "door", "tag": DOOR, "equals": True},
        {"id": "air", "tag": AIR, "unit": "%", "low": 40, "high": 90,
         "guards": [f"{name}/temperature_set" for name in FURNACES]},
        {"id": "remote", "tag": "control/remote", "equals": True},
    ],
}  # fmt: skip
