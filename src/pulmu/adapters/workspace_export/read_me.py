"""The text that explains an export to who has never seen Pulmu."""

from importlib.resources import files
from string import Template

from pulmu.services.export.pack import Facts
from pulmu.services.ports import Language


def read_me(facts: Facts, language: Language) -> bytes:
    """What each file of an export is, how it can be taken in again, and what is left out and why."""
    text = (files(__package__) / f"README.{language}.md").read_text(encoding="utf-8")
    company = " ".join(facts.company.split())
    said = Template(text).substitute(company=company, program=facts.program)
    return said.encode()
