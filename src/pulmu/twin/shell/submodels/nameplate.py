"""Digital Nameplate, IDTA 02006-3-0-1."""

from dataclasses import dataclass

from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.submodels.make import IDTA, Words, collected, made, meaning, text, told

_IEC = "0112/2///61987#"
ADDRESS = "https://admin-shell.io/zvei/nameplate/1/0/ContactInformations/AddressInformation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameplate:
    """What stands on a product.

    Parameters
    ----------
    street : The address in one line, as it is known.
    country, country_of_origin : By ISO 3166-1, two letters.
    facility : Identifier of the installation that made it; empty: left out.
    """

    uri: str
    manufacturer: Words
    designation: Words
    street: str
    country: str
    order_code: str
    product_type: str = ""
    year: str = ""
    country_of_origin: str = ""
    facility: str = ""


def nameplate_submodel(id_: str, plate: Nameplate) -> Submodel:
    """The nameplate; what is not known and may be left out is left out."""
    address = collected(
        "AddressInformation", ADDRESS,
        told("Street", {"en": plate.street}, "0173-1#02-AAO128#002") if plate.street else None,
        told("NationalCode", {"en": plate.country}, "0173-1#02-AAO134#002"),
    )  # fmt: skip
    elements = [
        text("URIOfTheProduct", plate.uri, f"{_IEC}ABN590#002", "xs:anyURI"),
        told("ManufacturerName", plate.manufacturer, f"{_IEC}ABA565#009"),
        told("ManufacturerProductDesignation", plate.designation, f"{_IEC}ABA567#009"),
        address,
        text("ManufacturerProductType", plate.product_type, f"{_IEC}ABA300#008") if plate.product_type else None,
        text("OrderCodeOfManufacturer", plate.order_code, f"{_IEC}ABA950#008"),
        text("YearOfConstruction", plate.year, f"{_IEC}ABP000#002") if plate.year else None,
        text("CountryOfOrigin", plate.country_of_origin, f"{_IEC}ABP462#001") if plate.country_of_origin else None,
        text("UniqueFacilityIdentifier", plate.facility, f"{IDTA}nameplate/3/0/UniqueFacilityIdentifier")
        if plate.facility
        else None,
    ]
    template = "https://admin-shell.io/idta-02006-3-0"
    return made(id_, "Nameplate", meaning(f"{IDTA}nameplate/3/0/Nameplate"), ("3", "0"), template, elements)
