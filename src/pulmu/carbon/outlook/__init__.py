"""A plant's goods in later years: rates, certificates and cost under a named rule set and price scenario."""

from pulmu.carbon.outlook.carry import plant_in_year
from pulmu.carbon.outlook.rates import YearRates, rates_of
from pulmu.carbon.outlook.state import GoodYear, YearOutlook, state_outlook

__all__ = ["GoodYear", "YearOutlook", "YearRates", "plant_in_year", "rates_of", "state_outlook"]
