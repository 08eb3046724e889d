"""The FilterSets of incentives and one-stop centres."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from countries.choices import Beneficiary, IncentiveCategory, Sector, Service
from countries.models import Country, Incentive, OneStopCentre
from sez_portal.common.alphabet import alphabetically
from sez_portal.common.fields import wrapped
from sez_portal.common.filters import Ticked
from sez_portal.common.queries import LenientFilterSet


def country_choices() -> list[tuple[str, str]]:
    """Country codes by the names that the reader's language has for them, in its order."""
    rows = alphabetically(Country.objects.published(), str)
    return [(row.iso2, str(row)) for row in rows]


class OneOfFilter(Ticked):
    """The column is one of the chosen keys: one IN instead of a chain of ORs."""

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class KeysFilter(Ticked):
    """Any of the chosen keys stands in a KeysField; `or_none` lets rows without any key pass."""

    def __init__(self, *args: object, or_none: bool = False, **more: object) -> None:
        super().__init__(*args, **more)
        self.or_none = or_none

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        any_of = Q(**{self.field_name: ""}) if self.or_none else Q()
        for key in value:
            any_of |= Q(**{f"{self.field_name}__contains": wrapped(key)})
        return qs.filter(any_of)

    def values_in(self, *cells: Any) -> Iterable[str]:
        return cells[0]


class IncentiveFilter(LenientFilterSet):
    """An incentive that names no sector is open to all, so it passes any sector."""

    country = OneOfFilter("country_id", choices=country_choices, label=_("country"))
    category = OneOfFilter("category", choices=IncentiveCategory.choices, label=_("category"))
    sector = KeysFilter("sectors", choices=Sector.choices, label=_("sector"), or_none=True)
    beneficiary = OneOfFilter("beneficiary", choices=Beneficiary.choices, label=_("for whom"))

    class Meta:
        model = Incentive
        fields: list[str] = []


class CentreFilter(LenientFilterSet):
    country = OneOfFilter("country_id", choices=country_choices, label=_("country"))
    service = KeysFilter("services", choices=Service.choices, label=_("service"))

    class Meta:
        model = OneStopCentre
        fields: list[str] = []
