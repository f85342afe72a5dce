"""Two sample plants, packaged: a maker of fasteners and an extruder of aluminium; and two calls. All are invented."""

from importlib import resources

from pulmu.adapters._document import parse_document
from pulmu.adapters.samples.documents import sample_documents
from pulmu.adapters.samples.readings import sample_readings
from pulmu.model import Document, InputError

__all__ = [
    "read_sample",
    "read_sample_calls",
    "sample_call_names",
    "sample_call_text",
    "sample_decisions_text",
    "sample_documents",
    "sample_emulation_text",
    "sample_firm_text",
    "sample_jobs_text",
    "sample_limits_text",
    "sample_line_names",
    "sample_line_text",
    "sample_names",
    "sample_needs_text",
    "sample_offers_text",
    "sample_readings",
    "sample_text",
]  # fmt: skip

_SAMPLES = ("fasteners", "extrusions")
_JOBS = ("fasteners",)
_CALLS = ("ai_voucher_round", "innovation_awards_round")
_TABLES = {
    "ai_voucher_round": {"applications": "ai_voucher_applications.csv", "scores": "ai_voucher_scores.csv"},
    "innovation_awards_round": {"applications": "innovation_awards_nominees.csv"},
}


def sample_names() -> tuple[str, ...]:
    """Names of the sample plants, in the order a demonstration shows them."""
    return _SAMPLES


def read_sample(name: str) -> Document:
    """The document of a sample plant.

    Raises
    ------
    InputError  There is no sample of that name (`input.unknown_sample`).
    """
    return parse_document(sample_text(name).encode(), f"{name}.yaml")


def sample_text(name: str) -> str:
    """The file of a sample plant, comments included: a start for a plant of one's own."""
    if name not in _SAMPLES:
        raise _unknown(name, _SAMPLES)
    return resources.files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def sample_line_names() -> tuple[str, ...]:
    """Names of the sample lines: each is named as its plant."""
    return _SAMPLES


def sample_line_text(name: str) -> str:
    """The file of a sample line, comments included.

    Raises
    ------
    InputError  There is no sample of that name (`input.unknown_sample`).
    """
    if name not in _SAMPLES:
        raise _unknown(name, _SAMPLES)
    return resources.files(__name__).joinpath("lines", f"{name}.yaml").read_text(encoding="utf-8")


def sample_emulation_text(name: str) -> str:
    """What the controllers of a sample line do where its plant is emulated.

    Raises
    ------
    InputError  There is no sample of that name (`input.unknown_sample`).
    """
    if name not in _SAMPLES:
        raise _unknown(name, _SAMPLES)
    return resources.files(__name__).joinpath("emulations", f"{name}.yaml").read_text(encoding="utf-8")


def sample_limits_text(name: str) -> str:
    """What may be written into the emulated plant of a sample line; nobody has signed it.

    Raises
    ------
    InputError  There is no sample of that name (`input.unknown_sample`).
    """
    if name not in _SAMPLES:
        raise _unknown(name, _SAMPLES)
    return resources.files(__name__).joinpath("limits", f"{name}.yaml").read_text(encoding="utf-8")


def sample_jobs_text(name: str) -> str:
    """The file of a week's jobs of a sample plant, comments included.

    Raises
    ------
    InputError  There is none of that name (`input.unknown_sample`).
    """
    if name not in _JOBS:
        raise _unknown(name, _JOBS)
    return resources.files(__name__).joinpath("jobs", f"{name}.yaml").read_text(encoding="utf-8")


def sample_firm_text() -> str:
    """The file of the firm that runs the sample plant `fasteners`, as far as it is told."""
    return resources.files(__name__).joinpath("fasteners_firm.yaml").read_text(encoding="utf-8")


def sample_offers_text() -> str:
    """The file of offers of suppliers that do not exist."""
    return resources.files(__name__).joinpath("offers", "offers.yaml").read_text(encoding="utf-8")


def sample_needs_text() -> str:
    """The file of what the firm of the sample plant `fasteners` needs."""
    return resources.files(__name__).joinpath("offers", "needs.yaml").read_text(encoding="utf-8")


def sample_call_names() -> tuple[str, ...]:
    """Names of the sample calls."""
    return _CALLS


def sample_call_text(name: str) -> str:
    """The file of a sample call, comments included.

    Raises
    ------
    InputError  There is no sample of that name (`input.unknown_sample`).
    """
    if name not in _CALLS:
        raise _unknown(name, _CALLS)
    return resources.files(__name__).joinpath("calls", f"{name}.yaml").read_text(encoding="utf-8")


def read_sample_calls() -> dict[str, Document]:
    """The documents of the sample calls by name."""
    return {name: parse_document(sample_call_text(name).encode(), f"{name}.yaml") for name in _CALLS}


def sample_decisions_text() -> str:
    """The file of decisions of a sample call, one of each kind."""
    return resources.files(__name__).joinpath("decisions", "ai_voucher_round.yaml").read_text(encoding="utf-8")


def sample_call_tables(name: str) -> dict[str, bytes]:
    """Files of a sample call beside it, by what they are: `applications`, and `scores` where reviewers gave any.

    Raises
    ------
    InputError  There is no sample of that name (`input.unknown_sample`).
    """
    if name not in _CALLS:
        raise _unknown(name, _CALLS)
    folder = resources.files(__name__).joinpath("calls")
    return {kind: folder.joinpath(file).read_bytes() for kind, file in _TABLES[name].items()}


def _unknown(name: str, known: tuple[str, ...]) -> InputError:
    return InputError.of(
        "input.unknown_sample", repr(name[:60]), "there is no sample of that name",
        "choose one of: " + ", ".join(known), known=", ".join(known),
    )  # fmt: skip
