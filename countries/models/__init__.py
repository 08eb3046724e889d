"""Countries and what they offer to every zone: provinces, incentives, services, gateways."""

from countries.models.connectivity import Corridor, Gateway
from countries.models.cost import CostFigure
from countries.models.country import Country, ExchangeRate, Holiday, OfCountry, Province
from countries.models.incentive import Incentive
from countries.models.one_stop import OneStopCentre, Procedure, Step

__all__ = [
    "Corridor",
    "CostFigure",
    "Country",
    "ExchangeRate",
    "Gateway",
    "Holiday",
    "Incentive",
    "OfCountry",
    "OneStopCentre",
    "Procedure",
    "Province",
    "Step",
]
