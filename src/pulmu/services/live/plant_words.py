"""Words by which plants name what they measure and what machines do, in English and Korean, and how alike names are."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

MEASURES: Mapping[str, tuple[str, ...]] = {
    "state": ("statecurrent", "currentstate", "machinestate", "unitstate", "state", "status", "운전상태", "가동상태",
              "설비상태", "상태"),
    "pieces": ("processedcount", "piececount", "goodcount", "partcount", "counter", "count", "pieces", "produced",
               "production", "output", "qty", "quantity", "생산수량", "생산량", "생산실적", "수량", "카운트", "실적"),
    "queue": ("queue", "buffer", "wip", "대기수량", "대기열", "재공", "버퍼"),
    "pieces_inside": ("wiptotal", "inside", "재공수량"),
    "energy": ("activeenergy", "energy", "kwh", "적산전력", "유효전력량", "누적전력", "전력량", "전력사용량"),
    "power": ("activepower", "power", "kw", "순시전력", "유효전력", "소비전력", "전력"),
    "amount": ("total", "volume", "consumption", "totalizer", "적산유량", "적산", "누적", "사용량"),
    "flow": ("flowrate", "flow", "순시유량", "유량"),
    "temperature": ("temperature", "temp", "현재온도", "온도", "pv"),
    "temperature_setpoint": ("temperatureset", "tempset", "setpoint", "설정온도", "온도설정", "목표온도", "설정값",
                             "sp"),
    "standby": ("standby", "ecomode", "energysaving", "절전", "대기모드"),
    "good": ("goodcount", "okcount", "good", "양품"),
    "scrap": ("scrap", "reject", "defect", "ngcount", "ng", "불량"),
    "demand": ("demand", "수요전력", "최대수요", "15분"),
    "demand_running": ("runningdemand", "currentdemand", "현재수요"),
    "demand_predicted": ("predicteddemand", "demandforecast", "예측수요"),
    "speed_setpoint": ("speedset", "speedoverride", "override", "speed", "속도설정", "라인속도", "속도"),
    "run": ("linerun", "runcommand", "run", "start", "운전지령", "라인운전", "기동"),
    "heartbeat": ("heartbeat", "watchdog", "alive", "하트비트", "워치독"),
    "hold": ("hold", "safestate", "홀드", "안전상태"),
    "remote": ("remotelocal", "remote", "원격"),
    "start_time_of_counter": ("starttime", "resettime", "since", "초기화시각", "리셋시각"),
}  # fmt: skip
"""The longer the word, the surer: a measure's own words stand first."""
MAIN = ("main", "total", "plant", "factory", "incoming", "수전", "전체", "공장", "메인", "합계")
"""What a meter of all is called."""
CARRIERS: Mapping[str, tuple[str, ...]] = {
    "electricity": ("electric", "power", "energy", "kwh", "전력", "전기"),
    "gas": ("naturalgas", "citygas", "lng", "gas", "도시가스", "가스"),
    "compressed_air": ("compressedair", "air", "압축공기", "에어", "공압"),
    "water": ("water", "용수", "냉각수"),
    "steam": ("steam", "스팀", "증기"),
}
_STATES: Mapping[str, tuple[str, ...]] = {
    "busy": ("execute", "running", "run", "working", "producing", "processing", "busy", "operating", "active",
             "completing", "auto", "운전", "운전중", "가동", "가동중", "생산", "생산중", "작업중"),
    "idle": ("idle", "ready", "waiting for work", "starved", "complete", "suspended", "standby", "대기", "대기중",
             "준비완료", "유휴"),
    "down": ("aborted", "aborting", "clearing", "fault", "faulted", "alarm", "error", "failure", "breakdown", "down",
             "trip", "estop", "emergency", "고장", "이상", "비상정지", "알람", "트립"),
    "off": ("off", "stopped", "stopping", "stop", "shutdown", "poweroff", "정지", "전원꺼짐", "비가동", "꺼짐"),
    "set_up": ("setup", "set up", "starting", "resetting", "changeover", "toolchange", "준비", "준비중", "셋업",
               "교체", "금형교체"),
    "blocked": ("blocked", "outfeedblocked", "full", "배출대기", "막힘", "만재"),
    "waiting": ("held", "holding", "unholding", "unsuspending", "waiting", "waitoperator", "작업자대기", "보류"),
    "maintenance": ("maintenance", "maint", "service", "cleaning", "보전", "정비", "점검", "청소"),
    "heating": ("heating", "heatup", "warmup", "preheat", "승온", "예열", "히팅"),
}  # fmt: skip


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A name without what parts its words, in small letters."""
    return re.sub(r"[^0-9a-z가-힣]", "", text.casefold())


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Words of a name: parted at signs, at a small letter before a big one, at digits, and at Hangul."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z가-힣])|(?<=[가-힣])(?=[\dA-Za-z])|"
                    r"(?<=[A-Za-z])(?=[가-힣])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)  # fmt: skip
    return tuple(part for part in re.split(r"[^0-9a-z가-힣]+", spaced.casefold()) if part)


def measure_words(measure: str) -> tuple[str, ...]:
    """Words of a measure: one of them stands in every name that is likely of it, with nothing between its signs."""
    return (*MEASURES.get(measure, ()), plain(measure))


def measure_likeness(measure: str, name: str) -> tuple[float, str]:
    """How surely a name is of a measure, and by which word: 1 where its own word is the end of the name."""
    parts = tokens(name)
    whole = plain(name)
    last = plain("".join(parts[-3:]))
    best, by = 0.0, ""
    for word in measure_words(measure):
        score = 0.0
        if word in parts[-1:] or (last.endswith(word) and len(word) > 2):
            score = 0.8 + 0.02 * min(len(word), 10)
        elif word in parts or (len(word) > 3 and word in whole) or (not word.isascii() and word in whole):
            score = 0.5 + 0.02 * min(len(word), 10)
        if score > best:
            best, by = score, word
    return best, by


def name_likeness(names: Iterable[str], path: str) -> tuple[float, str]:
    """How surely something of these names is meant in a path, and by which name."""
    parts = tokens(path)
    whole = plain(path)
    best, by = 0.0, ""
    for name in names:
        own = plain(name)
        if not own:
            continue
        score = 1.0 if own in whole and (len(own) > 2 or own in parts) else _nearest(tokens(name), parts)
        if score > best:
            best, by = score, name
    return best, by


def _nearest(words: tuple[str, ...], parts: tuple[str, ...]) -> float:
    """The mean likeness of the words that say something to the nearest part of the path."""
    words = tuple(word for word in words if (len(word) > 2 and not word.isdigit()) or not word.isascii())
    if not words or not parts:
        return 0.0
    found = [max(_alike(word, part) for part in parts) for word in words]
    return sum(score if score >= 0.75 else 0.0 for score in found) / len(words)


@lru_cache(maxsize=65_536)
def _alike(word: str, part: str) -> float:
    """How alike two words are; 0 where they are too far apart in length for it to matter."""
    shorter, longer = sorted((len(word), len(part)))
    return SequenceMatcher(None, word, part).ratio() if 8 * shorter >= 3 * (shorter + longer) else 0.0


def state_for(word: str) -> str:
    """The state of the twin that a word of a plant most likely says; empty where none is known."""
    own = plain(word)
    for state, words in _STATES.items():
        if own in {plain(item) for item in words}:
            return state
    return next((state for state, words in _STATES.items() if any(_within(plain(item), own) for item in words)), "")


def _within(known: str, own: str) -> bool:
    return (len(known) > 3 or not known.isascii()) and len(known) > 1 and known in own
