"""What is packaged to try Pulmu with."""

from pulmu.model import Document


def sample_names() -> tuple[str, ...]:
    """Names of the packaged sample plants."""
    from pulmu.adapters.samples import sample_names as names

    return tuple(names())


def read_sample(name: str) -> Document:
    """A packaged sample plant."""
    from pulmu.adapters.samples import read_sample as read

    return read(name)


def sample_text(name: str) -> str:
    """The file of a packaged sample plant, to start one's own from."""
    from pulmu.adapters.samples import sample_text as text

    return text(name)


def sample_limits_text(name: str) -> str:
    """What may be written into the emulated plant of a sample line; nobody has signed it."""
    from pulmu.adapters.samples import sample_limits_text as text

    return text(name)


def sample_line_text(name: str) -> str:
    """The file of the line of a sample plant."""
    from pulmu.adapters.samples import sample_line_text as text

    return text(name)


def sample_calls() -> dict[str, Document]:
    """The packaged sample calls by name."""
    from pulmu.adapters.samples import read_sample_calls

    return read_sample_calls()


def sample_firm_text() -> str:
    """The file of the firm behind the sample plant `fasteners`."""
    from pulmu.adapters.samples import sample_firm_text as text

    return text()


def sample_offers_text() -> str:
    """The file of offers of suppliers that do not exist."""
    from pulmu.adapters.samples import sample_offers_text as text

    return text()


def sample_needs_text() -> str:
    """The file of what the firm of the sample plant `fasteners` needs."""
    from pulmu.adapters.samples import sample_needs_text as text

    return text()


def sample_readings() -> dict[str, bytes]:
    """Files of readings of the fastener maker's electricity meters, by name."""
    from pulmu.adapters.samples import sample_readings as readings

    return readings()


def sample_documents() -> dict[str, bytes]:
    """Bills and an export of the fastener maker, by name."""
    from pulmu.adapters.samples import sample_documents as documents

    return documents()
