"""Who may do what with a country's records: its focal point, and MI; corridors are MI's."""

from typing import Any

from django.db.models import Q

from countries.models import (
    Corridor,
    CostFigure,
    Country,
    Gateway,
    Incentive,
    OneStopCentre,
    Procedure,
    Province,
)
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import ALL, NONE, Rule, rule
from sez_portal.records.models import Recorded


def _of_the_country(column: str) -> Rule:
    def of_country(user: Any) -> Q:
        roles = roles_of(user)
        return ALL if roles.is_staff else Q(**{f"{column}__in": roles.countries})

    return of_country


def _of_the_zone_too(user: Any) -> Q:
    """A zone's own one-stop centre and its procedures are proposed for by its officials."""
    roles = roles_of(user)
    return _of_the_country("country")(user) | Q(zone_key__in=roles.zones)


def _of_mi(user: Any) -> Q:
    return ALL if roles_of(user).is_staff else NONE


def _declare(
    model: type[Recorded], *, change: Rule, propose: Rule, publish: Rule | None = None
) -> None:
    rule(model, "change")(change)
    rule(model, "publish")(publish or change)
    rule(model, "propose", "confirm")(propose)
    rule(model, "view")(lambda user: model.shown() | change(user) | propose(user))


# A focal point keeps the country, and cannot take it from the public pages: MI shows and hides it.
_declare(Country, change=_of_the_country("iso2"), propose=_of_the_country("iso2"), publish=_of_mi)
_declare(Corridor, change=_of_mi, propose=_of_mi)
for _model in (Province, Gateway, Incentive, CostFigure):
    _declare(_model, change=_of_the_country("country"), propose=_of_the_country("country"))
for _model in (OneStopCentre, Procedure):
    _declare(_model, change=_of_the_country("country"), propose=_of_the_zone_too)
