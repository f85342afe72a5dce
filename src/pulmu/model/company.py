"""The legal person that operates an installation."""

from dataclasses import dataclass
from typing import Annotated

from pulmu.model.attribute import Doc, Text
from pulmu.model.flow import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One legal person or sole trader."""

    name: Annotated[Words, Text(400, r".*\S.*"), Doc("name in English, as the report prints it")]
    name_local: Words = ""
    country: Annotated[str, Text(60), Doc("country, by ISO code or name")]
    address: Words = ""
    registration_number: Annotated[Words, Doc("operator's number in the CBAM registry, if registered")] = ""
