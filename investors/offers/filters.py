"""Plots and buildings on offer, across zones: what each parameter of the search means."""

import calendar
import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from countries.filters import OneOfFilter, country_choices
from sez_portal.common.filters import Day, FilterGroup, Number
from sez_portal.common.queries import Boxes, LenientFilterSet
from zones.choices import OfferKind
from zones.models import Offer


class OfferFilter(LenientFilterSet):
    """An offer without the figure that is asked for is left out, as zones are."""

    form_groups = {"figures": FilterGroup("", _("Offers without the figure are left out."))}

    kind = OneOfFilter("kind", choices=OfferKind.choices, label=_("kind"))
    country = OneOfFilter("zone__country_id", choices=country_choices, label=_("country"))
    size_min = Number(
        "size_m2", "gte", label=_("Least size"), most=10**12, unit=_("m²"), group="figures"
    )
    price_max = Number(
        "price_usd_m2",
        "lte",
        label=_("Highest price"),
        most=10**6,
        unit=_("US$ per m²"),
        group="figures",
    )
    free_by = Day(method="by_date", label=_("Available by"), group="figures")

    class Meta:
        model = Offer
        fields: list[str] = []

    def by_date(self, offers: QuerySet, _name: str, day: datetime.date) -> QuerySet:
        """Free for sure on that day: a bare year or month counts from its last day."""
        text = day.isoformat()
        last = calendar.monthrange(day.year, day.month)[1]
        unsure = []
        if day.day < last:
            unsure.append(text[:7])
        if (day.month, day.day) < (12, 31):
            unsure.append(text[:4])
        dated = offers.exclude(free_from="").filter(free_from__lte=text)
        return dated.exclude(free_from__in=unsure)

    @property
    def facets(self) -> list[Boxes]:
        """The filters that are boxes to tick."""
        return self.boxes()
