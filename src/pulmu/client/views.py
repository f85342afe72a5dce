"""What the answers of a place hold.

Written by tools/write_reference.py from the description of the API: change that, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyView:
    """An agency of the place."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadContent:
    """How a shift will end, and the line as it was run."""

    number: int
    at: datetime
    author: str
    hours: float
    good: GoodView
    line: dict[str, Any]
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadView:
    """An answer that is kept, and the good pieces it expects."""

    number: int
    at: datetime
    author: str
    hours: float
    good: GoodView


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """Something unusual: when it was told, of what hours, how far it went, what it may come from, what it cost."""

    id: str
    kind: str
    hint: str
    told: datetime
    start: datetime
    end: datetime
    actual_kw: float | None
    expected_kw: float | None
    score: float | None
    needed: float | None
    loss: LossView | None
    mark: MarkView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountView:
    """A number with its unit."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomaliesContent:
    """Alarms with what they cost and what people found them to be, closed hours, and what it rests on."""

    meter: str
    number: int
    at: datetime
    author: str
    budget: float
    count: int
    first: date
    last: date
    parts: int
    wish: dict[str, Any]
    version: str
    source: str
    tariff: str | None
    rates_of: str | None
    alarms_a_day: float
    grid_factor: dict[str, Any]
    alarms: tuple[AlarmView, ...]
    standby: StandbyView | None
    marks: TallyView
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomaliesView:
    """A look at a meter: `count` alarms on the days from `first` to `last`, where `budget` a day were wanted."""

    meter: str
    number: int
    at: datetime
    author: str
    budget: float
    count: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringView:
    """How many voices were told a version of a theme, how many are left, and how many are of firms that are gone."""

    told: int
    left: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSetUp:
    """What a person puts into their app."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealAnswerView:
    """What a firm was answered."""

    verdict: Literal["upheld", "rejected"]
    reason: str
    late: bool
    outcome: str
    amount_krw: int
    decision: int
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealContent:
    """The same with everything behind the decision: application, rules, points, selection, decisions, letters, audit. `may_settle` says whether it is for who asks to settle it."""

    id: str
    application: str
    name: str
    source: str
    at: datetime
    sha256: str
    state: str
    is_late: bool
    told: datetime | None
    ends: datetime | None
    answer_by: datetime
    delay_days: int
    delay_reason: str
    decision: int | None
    outcome: str
    verdict: int | None
    grounds: str
    may_settle: bool
    trace: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealView:
    """An appeal as its agency has it: open, withdrawn, upheld or rejected. `decision` is the number of the decision it is about; None where nothing was decided before it came."""

    id: str
    application: str
    name: str
    source: str
    at: datetime
    sha256: str
    state: str
    is_late: bool
    told: datetime | None
    ends: datetime | None
    answer_by: datetime
    delay_days: int
    delay_reason: str
    decision: int | None
    outcome: str
    verdict: int | None
    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationContent:
    """The firm's application as it stands: what is missing, what the rules say, and what was sent of it."""

    agency: str
    call: str
    version: int
    is_open: bool
    is_complete: bool
    given: tuple[RequirementView, ...]
    eligible: str
    explained: tuple[str, ...]
    sent: tuple[ReceiptView, ...]
    counts: bool
    tree: dict[str, Any]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """An entry of the audit with its seal."""

    number: int
    at: datetime
    actor: str
    action: str
    about: str
    detail: dict[str, str]
    reason: str
    address: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLineView:
    """A line of a bill: its formula, and what went into it; days half-open."""

    kind: str
    id: str
    season: str
    band: str
    start: date
    end: date
    won: float
    formula: str
    inputs: dict[str, AmountView]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillView:
    """A month: `unknown_months` are earlier ones whose demand would be billed if it were higher; `explained` is the tree of the sum, down to the meter and the rates with their sources."""

    month: str
    tariff: str
    rates_of: date | None
    is_counterfactual: bool
    energy_kwh: float
    peak_kw: float
    billed_kw: float
    charge: float
    to_pay: float
    unknown_months: tuple[str, ...]
    lines: tuple[BillLineView, ...]
    explained: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillsContent:
    """Bills month by month; `parts` says how many imports of the meter they rest on."""

    meter: str
    number: int
    at: datetime
    author: str
    tariff: str
    first: str
    last: str
    to_pay: float
    is_counterfactual: bool
    parts: int
    wish: dict[str, Any]
    bills: tuple[BillView, ...]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillsView:
    """Bills that were computed: tariff, first and last month, sum in won."""

    meter: str
    number: int
    at: datetime
    author: str
    tariff: str
    first: str
    last: str
    to_pay: float
    is_counterfactual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BookImportView:
    """One import of a book: who took in what, when and why, and what it changed."""

    number: int
    at: datetime
    author: str
    reason: str
    documents: tuple[str, ...]
    evidence: tuple[str, ...]
    added: int
    corrected: int
    withdrawn: int
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookImported:
    """What an import did, or would do: `saved` says which. `confirm` is the code to confirm a guess with."""

    book: str
    saved: bool
    confirm: str
    added: int
    corrected: int
    known: int
    documents: tuple[DocumentRead, ...]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTotalView:
    """The total of a month or a year; none where days are missing or doubled and the policy refuses it."""

    period: str
    what: str
    total: float | None
    unit: str
    estimated: float
    filled: float
    covered_days: int
    expected_days: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTotalsView:
    """Totals of a book by months and years, and what stands in the way of those that are not given."""

    book: str
    unit: str
    months: tuple[BookTotalView, ...]
    years: tuple[BookTotalView, ...]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookView:
    """A book: how many imports it was made of, and the entries they brought, corrected ones too."""

    id: str
    imports: int
    entries: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationView:
    """A calibration: `believed` says whether leniency is taken off."""

    believed: bool
    probability: float | None
    panels: int
    applications: tuple[PointsView, ...]
    reviewers: tuple[LeniencyView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContent:
    """A call as it stands: its tree, and everything that is wrong with it."""

    id: str
    name_ko: str
    name_en: str
    programme: str
    version: int
    counts: bool
    shown_version: int
    stage: Literal["taking", "reviewing", "opened", "decided", "published"] | None
    budget_krw: int | None
    committed_krw: int
    places: int | None
    taken: int
    tree: dict[str, Any] | tuple[Any, ...] | str | int | float | bool | None
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A call in a list: 0 for a version that is not shown, no stage before it was first published."""

    id: str
    name_ko: str
    name_en: str
    programme: str
    version: int
    counts: bool
    shown_version: int
    stage: Literal["taking", "reviewing", "opened", "decided", "published"] | None
    budget_krw: int | None
    committed_krw: int
    places: int | None
    taken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A parameter before and after on a day; None: not known."""

    parameter: str
    unit: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """Amounts of slots in buckets of `length` seconds, one entry for each; a bucket without an amount has none. `total` is the exact sum of every amount of the span; `start` is in seconds since 1970 (UTC)."""

    id: str
    unit: str
    interval: int
    kind: str
    zone: str
    site: str
    length: int
    total: float
    start: tuple[int, ...]
    lowest: tuple[float | None, ...]
    mean: tuple[float | None, ...]
    highest: tuple[float | None, ...]
    measured: tuple[int, ...]
    estimated: tuple[int, ...]
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBillView:
    """A paid bill beside the computed one; `findings` say what would explain the lines that differ."""

    over: float | None
    lines: tuple[ComparedLineView, ...]
    findings: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenItem:
    """A need or an offer that a workspace shows."""

    workspace: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedAsked:
    """A likeness or gap that somebody cleared; without an application for all."""

    reviewer: str
    ground: Literal["same_name", "same_firm_name", "history_unknown"]
    application: str | None = None
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """A column of a table, what it was taken for (empty: for nothing), and some of its values."""

    head: str
    meaning: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentView:
    """A comment."""

    id: str
    number: int
    author: str
    at: datetime
    text: str
    about: str
    resolved_by: str
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLineView:
    """A line of both bills; `slack` is what rounding alone explains. [won]"""

    item: str
    paid: float
    computed: float
    slack: float
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A reviewer who may not judge an application, the ground and what it rests on."""

    reviewer: str
    application: str
    ground: str
    evidence: str
    source: str
    may_be_cleared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlAnswer:
    """What the guard says to a request; where it was not accepted, every reason."""

    accepted: bool
    problems: tuple[dict[str, Any], ...]
    binding: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlView:
    """How the control of a line stands. Parameters ---------- reasons : Why no control is offered, or why nothing is known of the guard; every one. guard : What the guard knows: phase, switch, link, limits, interlocks, what is proposed, armed, under way, engaged."""

    offered: bool
    reasons: tuple[dict[str, Any], ...]
    guard: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageView:
    """How much of a period is there: in all, by months, by days, and where it is missing."""

    id: str
    unit: str
    interval: int
    kind: str
    zone: str
    site: str
    start: date
    end: date
    gap_policy: str
    total: MonthView
    months: tuple[MonthView, ...]
    days: DaysView
    gaps: tuple[GapView, ...]
    gap_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveView:
    """Mean power of slots, and what was expected of each before its day began, with the interval of 80 %."""

    start: datetime
    interval_s: int
    kw: tuple[float | None, ...]
    expected_kw: tuple[float | None, ...]
    lower_kw: tuple[float | None, ...]
    upper_kw: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysView:
    """Slots of each day, one entry for each day from `first` on."""

    first: date
    expected: tuple[int, ...]
    measured: tuple[int, ...]
    estimated: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAsked:
    """What is to be decided of an application: `seen` is the number of the decision it follows."""

    application: str
    outcome: Literal["selected", "reserve", "not_selected", "not_eligible", "incomplete", "withdrawn"]
    amount_krw: int = 0
    seen: int = 0
    told: dict[str, Any] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision: who made it, when, and its hash."""

    application: str
    number: int
    outcome: Literal["selected", "reserve", "not_selected", "not_eligible", "incomplete", "withdrawn"]
    amount_krw: int
    at: datetime
    author: str
    sha256: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandView:
    """A need that another workspace shows and that an offer fits."""

    workspace: str
    workspace_name: str
    need: str
    text: str
    score: float
    reasons: tuple[ReasonView, ...]
    fits: tuple[FitView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead:
    """How a document was read: its kind, columns, and some of its entries; a guess must be confirmed."""

    name: str
    sha256: str
    kind: str
    is_guess: bool
    columns: tuple[ColumnView, ...]
    entries: tuple[EntryView, ...]
    entry_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DownAsked:
    """A machine that is out of order."""

    machine: str
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft: nothing of it is kept until it is saved. Facts that are not told are asked for."""

    tree: dict[str, Any]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectContent:
    """What a reform was computed to do, and everything that rests on: the question, the reform, the population. Counts are those of the population; a number that is None is not shown, for it would tell of single firms."""

    number: int
    at: datetime
    author: str
    population: str
    day: date
    question: dict[str, Any]
    reform: dict[str, Any]
    of_population: dict[str, Any]
    effect: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectView:
    """An answer that is kept."""

    number: int
    at: datetime
    author: str
    population: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Who came in, and whether a one-time code has to follow."""

    account: Person
    needs_code: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """What one line of a document says, with its place."""

    kind: str
    start: date
    end: date
    value: float
    unit: str
    item: str
    partner: str
    number: str
    quality: str
    document: str
    sha256: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureView:
    """The proof of a deletion: a certificate as JSON, and its SHA-256."""

    certificate: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceOfImport:
    """A file of an import, and how it was read."""

    name: str
    sha256: str
    column: str
    label: str
    shifted_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """A file, by the hash of its content; its kind follows from the content."""

    sha256: str
    name: str
    media_type: str
    size: int
    at: datetime
    author: str
    secrecy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsAsked:
    """What an application is about, the main field first, as an officer sees it."""

    application: str
    fields: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """How a file was read; `closing_midnights` are labels 00:00 with the date of the day they end, `blank` rows without a value."""

    name: str
    sha256: str
    column: str
    unit: str
    interval: int
    label: str
    closing_midnights: int
    blank: int
    rows: int
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file of a report version."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmContent:
    """The firm's file as it stands: its tree, and everything that is wrong with it; version 0 before the first."""

    version: int
    tree: dict[str, Any] | tuple[Any, ...] | str | int | float | bool | None
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmProgrammes:
    """What the firm may apply for on a day, as `pulmu eligible --json` tells it."""

    version: int
    day: date
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmSize:
    """The size class of the firm on a day, as `pulmu size --json` tells it."""

    version: int
    day: date
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitView:
    """One field of a need against an offer."""

    name: str
    answer: Literal["yes", "no", "unknown"]
    asked: str
    given: str
    is_firm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastContent:
    """A day's load in slots, what was combined, how good it was lately, and what it rests on."""

    meter: str
    number: int
    at: datetime
    author: str
    day: date
    peak: float
    lower: float
    upper: float
    energy: float
    parts: int
    wish: dict[str, Any]
    interval_s: int
    slots_seen: int
    peak_start: str
    slots: tuple[SlotView, ...]
    weights: dict[str, float]
    last_days: LatelyView
    basis: dict[str, Any]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastView:
    """A forecast that was made: the day, its highest power with the interval of 80 % in kW, its energy in kWh."""

    meter: str
    number: int
    at: datetime
    author: str
    day: date
    peak: float
    lower: float
    upper: float
    energy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """A run of empty slots, half-open."""

    start: datetime
    end: datetime
    slots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GasBillView:
    """A month of gas; `explained` is the tree of the sum, down to the meter and the prices with their sources."""

    month: str
    heat_mj: float
    is_counterfactual: bool
    lacks_supply_cost: bool
    charge: float
    to_pay: float
    lines: tuple[GasLineView, ...]
    explained: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GasBillsView:
    """Bills of gas month by month. [won]"""

    bills: tuple[GasBillView, ...]
    to_pay: float
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GasLineView:
    """A line of a bill of gas (`gas`, `supply`, `tax`): its formula, and what went into it."""

    kind: str
    won: float
    formula: str
    inputs: dict[str, AmountView]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenView:
    """The points of one reviewer for one application, opened (hundredths)."""

    application: str
    reviewer: str
    points: dict[str, int]
    total: int
    remark: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodSummary:
    """A good of the summary; figures in t CO2e per tonne. Parameters ---------- share_of_default_values : Share of the figure that rests on default values."""

    cn_code: str
    name: str
    description: str
    specific_embedded_emissions: float
    specific_embedded_emissions_direct: float
    specific_embedded_emissions_indirect: float | None
    share_of_default_values: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodView:
    """Good pieces that one run in ten is below, the middle, and those that one in ten is above."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """Voices that look like one."""

    members: tuple[str, ...]
    firms: int
    share: float
    shared: tuple[SharedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardView:
    """A voice an agency was sent."""

    key: str
    sender: str
    name: str
    at: datetime
    voice: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """An import: who took in what, when and why; its seal covers its content and the imports before it."""

    number: int
    at: datetime
    author: str
    reason: str
    rows: int
    first: datetime | None
    last: datetime | None
    evidence: tuple[EvidenceOfImport, ...]
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxView:
    """How much was taken in now, and how much still waits."""

    taken: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemContent:
    """An offer or a need as it stands: its tree, and everything that is wrong with it."""

    id: str
    title: str
    version: int
    counts: bool
    shown_version: int
    tree: dict[str, Any] | tuple[Any, ...] | str | int | float | bool | None
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """An offer or a need in a list: `shown_version` is 0 where it is not shown to all."""

    id: str
    title: str
    version: int
    counts: bool
    shown_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job: how far it is, and what came of it. Parameters ---------- what : Step that is being done, as a code; `step` says it in words. is_stopping : Whether it was cancelled and is still at work: it leaves no result. result : What came of it, such as `report:ID/2`. links : Where to go from here: the job itself, its events, and what came of it. problems : What stood in its way, or was found."""

    id: str
    kind: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    done: int
    of: int
    what: str
    step: str
    tries: int
    asked_by: str
    created: datetime
    started: datetime | None
    ended: datetime | None
    is_stopping: bool
    result: str
    links: dict[str, str]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindMost:
    """How many of a kind a supplier takes at most."""

    kind: str
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LatelyView:
    """How good it was over the last days, each forecast before it began; `scaled_errors` are divided by the mean difference of neighbouring days before them (MASE)."""

    days: int
    error_kw: float | None
    covered: float | None
    errors_kw: dict[str, float | None]
    scale_kw: float | None
    scaled_error: float | None
    scaled_errors: dict[str, float | None]
    peak_error_kw: float | None
    peak_hours: float | None
    peak_covered: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeniencyView:
    """Points a reviewer gives more than colleagues do (hundredths), with the interval of 95 percent."""

    reviewer: str
    scores: int
    leniency: int
    low: int
    high: int
    panel: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFormView:
    """The form of a call's letters; version 0, and no file, is Pulmu's PDF."""

    version: int
    file: str
    kind: str
    sha256: str
    size: int
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """A letter: `way` is `deliver` to a workspace or `paper`; `is_older` where another decision was made since."""

    application: str
    number: str
    name: str
    decision: int
    outcome: str
    amount_krw: int
    file: str
    sha256: str
    size: int
    way: str
    sent: datetime | None
    taken: datetime | None
    is_older: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersAsked:
    """The language letters are written in."""

    language: Literal["ko", "en"] = "ko"


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersSent:
    """The list that was looked at, and how many were to be sent then: so many go, or none."""

    seen: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineContent:
    """A line as it stands: its tree, and everything that is wrong with it."""

    id: str
    name: str
    name_local: str
    plant: str
    version: int
    counts: bool
    stations: int
    products: int
    tree: dict[str, Any] | tuple[Any, ...] | str | int | float | bool | None
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuestionContent:
    """An answer, and all it rests on: the question, and the line as it was asked."""

    number: int
    at: datetime
    author: str
    version: int
    name: str
    name_local: str
    figure: str
    verdicts: tuple[str, ...]
    question: dict[str, Any]
    line: dict[str, Any]
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuestionView:
    """A question that was answered: of which version of the line, and what is sure of the figure that mattered."""

    number: int
    at: datetime
    author: str
    version: int
    name: str
    name_local: str
    figure: str
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRunContent:
    """What runs of a line came to, and all that rests on: the question, and the line as it was run."""

    number: int
    at: datetime
    author: str
    version: int
    hours: float
    replications: int
    seed: int
    question: dict[str, Any]
    line: dict[str, Any]
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRunView:
    """An answer that is kept: of which version of the line, and how that was run."""

    number: int
    at: datetime
    author: str
    version: int
    hours: float
    replications: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A line in a list; `counts`: it can be run."""

    id: str
    name: str
    name_local: str
    plant: str
    version: int
    counts: bool
    stations: int
    products: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A link without its secret."""

    id: str
    number: int
    audience: str
    created_by: str
    created: datetime
    ends: datetime
    revoked: datetime | None
    opened: int
    limit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveEventView:
    """Something that happened: of the guard `before` says who and `after` what; of something unusual, what was usual and what was seen."""

    at: datetime
    kind: Literal["stop", "state", "set", "guard", "unusual", "value", "alarm", "gap"]
    tag: str
    before: str
    after: str
    ended: datetime | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLatest:
    """Everything a plant shows."""

    is_kept: bool
    kept_until: datetime | None
    cursor: int
    values: tuple[LiveValueView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLinkView:
    """A live plant; where on the server its samples are is not told."""

    id: str
    name: str
    line: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePartView:
    """One part of a trend; nothing where nothing is known."""

    start: datetime
    end: datetime
    low: float | None
    high: float | None
    last: float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSince:
    """Samples as they came, and the cursor to ask with next."""

    cursor: int
    values: tuple[LiveValueView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTrendView:
    """A tag over a time."""

    tag: str
    unit: str
    parts: tuple[LivePartView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveValueView:
    """A value: stale where the link to it is lost, or nobody keeps any more."""

    tag: str
    value: float | bool | str | None
    unit: str
    standing: Literal["good", "uncertain", "bad", "stale"]
    at: datetime | None
    received: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockAsked:
    """Where an operation is to be: its place in the job from 1, its machine and its begin."""

    job: str
    operation: int
    machine: str
    start: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogView:
    """An entry of the guard's own ledger; each seals the one before."""

    number: int
    at: datetime
    actor: str
    action: str
    about: str
    detail: dict[str, str]
    reason: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LossView:
    """What some energy costs; the three balances never stand for one another."""

    kwh: float
    won: float | None
    certificates: float
    footprint_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Something that was made, with its secret, shown once."""

    id: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """What somebody found, and when they said so."""

    mark: Literal["seen", "false", "open"]
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedView:
    """What the round comes to with its answers, as `pulmu match --json` says it; nothing where it cannot be matched."""

    version: int
    matched: dict[str, Any] | None
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Who is logged in, and where they may go."""

    account: Person
    second_factor: bool
    workspaces: tuple[MyWorkspace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePlanContent:
    """All of it: what was told, and measures, plans, certificates as `pulmu measures --json` tells them; programmes and suppliers as they are today, `null` for who may not see the firm."""

    plant: str
    number: int
    at: datetime
    author: str
    version: int
    count: int
    capital: float | None
    value: float | None
    name: str
    told: dict[str, Any]
    measures: dict[str, Any]
    backing: tuple[dict[str, Any], ...] | None
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePlanView:
    """A plan that was computed: of which version of the plant; of the best plan its measures, investment and present value in won, where a budget was named."""

    plant: str
    number: int
    at: datetime
    author: str
    version: int
    count: int
    capital: float | None
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """Somebody of a workspace."""

    account: Person
    role: str
    start: date
    end: date | None
    reports: tuple[str, ...]
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterImported:
    """What an import did, or would do: `saved` says which. With an error among the problems nothing was done."""

    meter: str
    saved: bool
    series: SeriesView | None
    added: int
    corrected: int
    known: int
    gaps: tuple[GapView, ...]
    gap_count: int
    files: tuple[FileRead, ...]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterView:
    """A meter in a list; `first` and `last` are the first and the last instant of its readings."""

    id: str
    unit: str
    interval: int
    kind: str
    zone: str
    site: str
    first: datetime | None
    last: datetime | None
    imports: int
    rows: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """A month of a period, or the part of it inside: its slots, their amounts, and the total under the policy."""

    period: str
    expected: int
    measured_slots: int
    estimated_slots: int
    missing_slots: int
    measured: float
    estimated: float
    filled: float
    total: float | None
    resets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MyWorkspace:
    """A workspace, and what one is there."""

    id: str
    name: str
    kind: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """What the same months cost under an option, and how much more that is than the cheapest. [won]"""

    option: str
    to_pay: float
    more: float
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsView:
    """Options of the contract, the cheapest first."""

    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAppealView:
    """A firm's appeal on one application: its grounds as saved last, and what was sent of it. `days` and `answer_days` are those of the call, or of the act named in `source` and `answer_source`. They count from the day after `told`, when the letter came. `ends` is the first moment that is too late: a last day that is a Saturday or a public holiday gives way to the next working day. An appeal is taken after it too; the agency judges."""

    application: str
    agency: str
    agency_name: str
    call: str
    grounds: str
    version: int
    days: int
    source: str
    answer_days: int
    answer_source: str
    told: datetime | None
    ends: datetime | None
    sent: tuple[SentAppealView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnApplicationHead:
    """An application in a list of the firm's own."""

    agency: str
    call: str
    version: int
    at: datetime
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLetterView:
    """A letter a firm was sent, the decision in it as `decisions/1`."""

    id: str
    at: datetime
    application: str
    decision: int
    outcome: str
    amount_krw: int
    file: str
    sha256: str
    size: int
    has_file: bool
    taken: bool
    told: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProposalView:
    """A proposal as it was sent; what was answered, and whether an answer is taken now."""

    at: datetime
    told: dict[str, Any]
    answered: str
    can_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReviewView:
    """A reviewer's own part: the application, and the points they sealed (hundredths)."""

    call: str
    application: str
    reviewer: str
    state: Literal["assigned", "declined", "withdrawn", "sealed"]
    assigned_at: datetime
    sealed_at: datetime | None
    sha256: str
    reason: str
    name: str
    content: str
    points: dict[str, int] | None
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRoundView:
    """A round a workspace was invited to, as one party: the invitation as it was sent, its wishes, and proposals."""

    key: str
    agency: str
    agency_name: str
    at: datetime
    is_open: bool
    version: int
    invitation: dict[str, Any]
    wishes: dict[str, Any]
    sendings: tuple[WishesSending, ...]
    proposals: tuple[OwnProposalView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidLineAsked:
    """A line of a paid bill, as it is printed."""

    id: Literal[
        "basic",
        "light",
        "mid",
        "peak",
        "all_hours",
        "discount",
        "climate_environment",
        "fuel_cost",
        "power_factor",
        "charge",
        "vat",
        "fund",
        "to_pay",
    ]
    won: float
    kwh: float | None = None
    kw: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAsked:
    """An application and who is to judge it, by account."""

    application: str
    reviewer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A file that came with an application."""

    id: str
    file: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """One who takes part: whether it was invited, its invitation read, and something it sent waits."""

    side: Literal["applicant", "supplier"]
    id: str
    name: str
    workspace: str
    item: str
    sent_at: str
    invited: datetime | None
    is_read: bool
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakAsked:
    """The highest demand of an earlier month, as a bill says it."""

    month: str
    kw: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account, as its owner and the administrators of their workspace see it."""

    id: str
    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantContent:
    """A plant as it stands: its tree, and everything that is wrong with it."""

    id: str
    name: str
    version: int
    created: datetime
    tree: dict[str, Any] | tuple[Any, ...] | str | int | float | bool | None
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantView:
    """A plant in a list."""

    id: str
    name: str
    version: int
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsView:
    """Points of an application (hundredths): the mean, calibrated, and the interval of 95 percent."""

    application: str
    scores: int
    mean: int
    calibrated: int
    low: int | None
    high: int | None
    panel: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolView:
    """The reviewers as they are kept, and their conflicts with the applications that count."""

    version: int
    reviewers: tuple[dict[str, Any], ...]
    cleared: tuple[dict[str, Any], ...]
    fields: tuple[dict[str, Any], ...]
    conflicts: tuple[ConflictView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationView:
    """A population of the place, each firm of it one for `one_in` of the nation. One with problems cannot be used."""

    name: str
    kind: Literal["synthetic", "register"] | None
    firms: int | None
    one_in: int | None
    seed: int | None
    as_of: date | None
    sha256: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """Results as they would be published now: null where a number is hidden; `leaks` name what stands in the way."""

    results: dict[str, Any]
    hidden: int
    published: int
    is_shown: bool
    is_same: bool
    leaks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeContent:
    """A programme as it stands: its tree, and everything that is wrong with it."""

    id: str
    name_ko: str
    name_en: str
    year: int | None
    origin: Literal["packaged", "own", "own_instead"]
    version: int
    counts: bool
    tree: dict[str, Any] | tuple[Any, ...] | str | int | float | bool | None
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeTrial:
    """What a programme says to a firm."""

    firm: str
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeView:
    """A programme in a list."""

    id: str
    name_ko: str
    name_en: str
    year: int | None
    origin: Literal["packaged", "own", "own_instead"]
    version: int
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofContent:
    """A proof with all of it: figures before and after, violations, and the seals it is bound to."""

    number: int
    at: datetime
    author: str
    limits: str
    proven: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """A proof of setpoints: what was wanted, and how many limits the simulated plant went beyond."""

    number: int
    at: datetime
    author: str
    setpoints: tuple[tuple[Any, ...], ...]
    violations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """Who is proposed to judge what, kept with its proof; `gone` are pairs that are assigned and do not fit it."""

    version: int
    seed: int
    pool: int
    floor: int
    is_proven: bool
    total: int
    bound: int
    pairs: tuple[ProposedPair, ...]
    gone: tuple[PairAsked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsView:
    """What is proposed to an officer; `compared` tells how many of the newest voices were looked at."""

    loose: tuple[str, ...]
    groups: tuple[GroupView, ...]
    fits: dict[str, tuple[ThemeFitView, ...]]
    compared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPair:
    """An application and who would judge it; `fit` in hundredths of 100."""

    application: str
    reviewer: str
    fit: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """Words of a need that met words of an offer."""

    how: str
    asked: str
    found: str
    concept_ko: str
    concept_en: str
    part: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """That something was sent: its hash, its moment, and when the agency took it in."""

    id: str
    kind: str
    at: datetime
    sha256: str
    taken: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedContent:
    """The same whole: what was sent, and the rules' answer with all that it rests on."""

    id: str
    source: str
    sender: str
    name: str
    at: datetime
    sha256: str
    title: str
    track: str
    cost_krw: int | None
    asked_krw: int | None
    standing: str
    missing: tuple[RequirementView, ...]
    decided_by: tuple[str, ...]
    asks: tuple[str, ...]
    papers: tuple[PaperView, ...]
    application: dict[str, Any]
    firm: dict[str, Any] | None
    explained: tuple[str, ...]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedView:
    """An application as an agency has it: `complete`, `incomplete`, `not_eligible`, or `open` where facts miss."""

    id: str
    source: str
    sender: str
    name: str
    at: datetime
    sha256: str
    title: str
    track: str
    cost_krw: int | None
    asked_krw: int | None
    standing: str
    missing: tuple[RequirementView, ...]
    decided_by: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Codes for a lost phone, shown once."""

    recovery: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReformContent:
    """A reform as it stands: its tree, what it changes today, and everything that is wrong with it."""

    id: str
    name_ko: str
    name_en: str
    status: Literal["in_force", "draft", "proposal"] | None
    origin: Literal["packaged", "own"]
    version: int
    counts: bool
    tree: dict[str, Any] | tuple[Any, ...] | str | int | float | bool | None
    changes: tuple[ChangeView, ...]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReformView:
    """A reform in a list; version 0 comes with Pulmu, and one that does not count has to be mended first."""

    id: str
    name_ko: str
    name_en: str
    status: Literal["in_force", "draft", "proposal"] | None
    origin: Literal["packaged", "own"]
    version: int
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReceipt:
    """That something was sent to the agency of a round: the receipt."""

    receipt: str
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVersionView:
    """A version of a report and its way."""

    report: str
    number: int
    state: str
    plant_version: int
    edition: str
    scenario: str
    program: str
    report_sha256: str
    prepared_by: str
    prepared_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report with its versions, newest first."""

    id: str
    plant: str
    year: int
    versions: tuple[ReportVersionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementView:
    """Something that is asked for: yes it is there, no, or unknown whether this firm must give it."""

    name: str
    answer: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultContent:
    """The same with all numbers: null where one is hidden."""

    agency: str
    agency_name: str
    call: str
    number: int
    at: datetime
    sha256: str
    results: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultHead:
    """Results that are shown."""

    agency: str
    agency_name: str
    call: str
    number: int
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """A reviewer's part, without a point."""

    call: str
    application: str
    reviewer: str
    state: Literal["assigned", "declined", "withdrawn", "sealed"]
    assigned_at: datetime
    sealed_at: datetime | None
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewerAsked:
    """A reviewer with their past, in the form of a cell of the table of reviewers; no `worked_for`: not told."""

    reviewer: str
    name: str
    person_id: str | None = None
    institution: str | None = None
    institution_number: str | None = None
    worked_for: str | None = None
    relatives: str | None = None
    declared: str | None = None
    expertise: str | None = None
    fields: str | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAnswer:
    """An answer to a proposal."""

    step: int
    applicant: str
    supplier: str
    by: Literal["applicant", "supplier", "officer"]
    answer: Literal["accept", "refuse"]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundContent:
    """A round as it stands: its tree, and everything that is wrong with it."""

    id: str
    name_ko: str
    name_en: str
    version: int
    counts: bool
    applicants: int
    suppliers: int
    answers: int
    tree: dict[str, Any] | tuple[Any, ...] | str | int | float | bool | None
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round in a list."""

    id: str
    name_ko: str
    name_en: str
    version: int
    counts: bool
    applicants: int
    suppliers: int
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedShop:
    """Jobs that were kept, and what is to be looked at in them."""

    kept: ShopView
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleContent:
    """All of it: what was asked, and the schedule as `pulmu schedule --json` tells it."""

    shop: str
    number: int
    at: datetime
    author: str
    version: int
    end: str
    late_jobs: int
    won: float | None
    gap: float | None
    wish: dict[str, Any]
    schedule: dict[str, Any]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleView:
    """A schedule: of which version of the jobs, when all is done, jobs late, energy and peak in won before tax, and how far below it the best there is could be."""

    shop: str
    number: int
    at: datetime
    author: str
    version: int
    end: str
    late_jobs: int
    won: float | None
    gap: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresView:
    """Opened scores of a call: what was given, what is missing, what it comes to."""

    given: tuple[GivenView, ...]
    missing: tuple[ReviewView, ...]
    calibrations: dict[str, CalibrationView]
    points: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionAsked:
    """The version of the selection that was looked at, 0 before the first; chances cost a choice for every draw."""

    seen: int
    note: str = ""
    draws_chances: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionContent:
    """A selection as it is kept."""

    number: int
    at: datetime
    author: str
    sha256: str
    tree: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionSeen:
    """The version of the selection that was looked at."""

    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingView:
    """That a voice was sent, and when the agency took it in."""

    agency: str
    agency_name: str
    at: datetime
    taken: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAppealView:
    """An appeal a firm sent: its receipt, and where it stands."""

    id: str
    at: datetime
    sha256: str
    taken: datetime | None
    state: str
    withdrawn: datetime | None
    answer: AppealAnswerView | None
    answer_by: datetime
    delay_days: int
    delay_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCount:
    """How many were added, asked, proposed to or counted; the version of the round after that."""

    count: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """A meter, and how its readings are to be understood; `interval` in seconds."""

    id: str
    unit: str
    interval: int
    kind: str
    zone: str
    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledView:
    """The decision that settled an appeal."""

    application: str
    number: int
    outcome: str
    amount_krw: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedView:
    """What several voices say, and how many."""

    kind: str
    id: str
    ko: str
    en: str
    voices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellContentView:
    """A file that was taken in, in one of its versions; `sha256` is of the file."""

    file: str
    kind: str
    namespaces: tuple[str, ...]
    judge: str
    objects_in: int
    objects_read: int
    left_out: int
    shells: tuple[str, ...]
    submodels: tuple[SubmodelView, ...]
    concepts: int
    problems: tuple[dict[str, Any], ...]
    id: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellReading:
    """What a file holds, every repair, and what was not carried over."""

    file: str
    kind: str
    namespaces: tuple[str, ...]
    judge: str
    objects_in: int
    objects_read: int
    left_out: int
    shells: tuple[str, ...]
    submodels: tuple[SubmodelView, ...]
    concepts: int
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellView:
    """A file of shells in a list; objects are shells, submodels, concepts and elements."""

    id: str
    version: int
    objects_read: int
    left_out: int
    repairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopContent:
    """All of the jobs, as the file kind `jobs/1` holds them."""

    shop: str
    number: int
    at: datetime
    author: str
    name: str
    start: str
    jobs: int
    operations: int
    content: dict[str, Any]
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopView:
    """Jobs of a shop as they stand: from when on they are planned, how many, and their operations."""

    shop: str
    number: int
    at: datetime
    author: str
    name: str
    start: str
    jobs: int
    operations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCallContent:
    """The same with the call and its programme whole."""

    agency: str
    agency_name: str
    call: str
    name_ko: str
    name_en: str
    programme: str
    version: int
    opens: datetime
    closes: datetime
    shown_at: datetime
    sha256: str
    tree: dict[str, Any]
    programme_tree: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCallView:
    """A call that an agency shows to all."""

    agency: str
    agency_name: str
    call: str
    name_ko: str
    name_en: str
    programme: str
    version: int
    opens: datetime
    closes: datetime
    shown_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNoMore:
    """Whether they were shown."""

    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownView:
    """Version of a theme that is shown to all; 0 for none."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """Power of a slot: the median and the interval of 80 %; of a slot that was seen, what it was."""

    start: str
    kw: float
    lower_kw: float
    upper_kw: float
    is_seen: bool
    band: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """The stage a call is at."""

    stage: Literal["taking", "reviewing", "opened", "decided", "published"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandbyView:
    """What was drawn in closed hours."""

    days: int
    hours: float
    lowest_kw: float
    mean_kw: float
    drawn: LossView
    above_lowest: LossView


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmodelView:
    """A submodel; `template`: the published template whose id it carries."""

    id: str
    id_short: str
    kind: str
    semantic_id: str
    template: str
    elements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The summary of a report. Masses, processes, precursors, energy and costs are not in it."""

    operator: str
    installation: str
    country: str
    period: str
    report_sha256: str
    is_verified: bool
    goods: tuple[GoodSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierView:
    """An offer that another workspace shows and that fits a need."""

    workspace: str
    workspace_name: str
    offer: str
    supplier: str
    title: str
    score: float
    reasons: tuple[ReasonView, ...]
    fits: tuple[FitView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliersView:
    """What a need finds: how many offers are shown, how many fit, and how many were left out by which condition."""

    looked_at: int
    fitting: int
    left_out: dict[str, int]
    suppliers: tuple[SupplierView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenInView:
    """What came of replies: how many stand in the new version, and how many were refused."""

    version: int
    taken: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenView:
    """Whether it was waiting."""

    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyView:
    """How many alarms people looked at, how many of those were false, and the share that was not."""

    looked_at: int
    false: int
    precision: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFitView:
    """A theme that a voice may belong to."""

    theme: str
    share: float
    shared: tuple[SharedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeView:
    """A theme as it stands."""

    id: str
    version: int
    at: datetime
    theme: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenView:
    """A token without its secret."""

    id: str
    name: str
    account: str
    scopes: tuple[str, ...]
    created: datetime
    ends: datetime
    revoked: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldView:
    """What an agency told of a theme: `told` as it was sent."""

    agency: str
    agency_name: str
    at: datetime
    told: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedView:
    """What came of a table: nothing is kept where something is wrong, unless only what is right was wanted."""

    rows: int
    kept: int
    known: int
    left_out: int
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version of a plant, or of another document, in its history."""

    number: int
    at: datetime
    author: str
    file_name: str
    sha256: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceReceiptView:
    """That it was sent: its id, its hash and the moment that counts."""

    id: str
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceView:
    """A firm's own difficulty with its path: to whom it was sent, and what was answered, newest first."""

    id: str
    version: int
    at: datetime
    voice: dict[str, Any]
    sendings: tuple[SendingView, ...]
    answers: tuple[ToldView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WishesSending:
    """Wishes that were sent, and what became of them."""

    at: datetime
    state: str
    why: str
