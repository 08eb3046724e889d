"""The one FilterSet of zones: what each parameter of a query means, for every form of answer."""

import datetime
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import FloatField, Q, QuerySet, Value
from django.db.models.functions import ACos, Cast, Cos, Least, Radians, Sin
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from countries.choices import CorridorFamily, GatewayStatus, Sector, ZoneType
from countries.filters import KeysFilter, OneOfFilter, country_choices
from countries.models import Gateway, Province
from sez_portal.common.dates import add_months
from sez_portal.common.fields import wrapped
from sez_portal.common.form_fields import NumberFilter, WholeFilter
from sez_portal.common.geo import EARTH_RADIUS_KM, Point, box_around
from sez_portal.common.numbers import shown
from sez_portal.common.queries import LenientFilterSet
from sez_portal.common.text import fold
from zones import search
from zones.choices import Border, Management, PublicNote, Status
from zones.models import Zone

DEFAULT_WITHIN_KM = 100
SORTS = {
    "relevance": _("best match"),
    "complete": _("most complete"),
    "name": _("name"),
    "area": _("area, largest first"),
    "confirmed": _("last confirmed"),
    "distance": _("distance"),
}


class ProvinceFilter(django_filters.MultipleChoiceFilter):
    """The zone lies, with at least a part, in one of the provinces."""

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        anywhere = Q(province_id__in=value)
        for key in value:
            anywhere |= Q(further_provinces__contains=wrapped(key))
        return qs.filter(anywhere)


def _provinces() -> list[tuple[str, str]]:
    return list(Province.objects.published().values_list("key", "name_en"))


def _number(column: str, lookup: str, label: str, most: int, unit: str) -> NumberFilter:
    return NumberFilter(column, lookup, label=label, most=most, unit=unit)


class GatewayField(forms.CharField):
    """A gateway by its key, or by any part of its name when only one way of reading fits best."""

    def clean(self, value: Any) -> Gateway | None:
        text = super().clean(value)
        if not text:
            return None
        gateways = list(Gateway.objects.published().order_by("kind", "name_en"))
        wanted = fold(text)
        for fits in (
            lambda gateway: gateway.key == text,
            lambda gateway: fold(gateway.name_en) == wanted,
            lambda gateway: wanted in fold(f"{gateway.name_en} {gateway.local_name}"),
        ):
            found = next((gateway for gateway in gateways if wanted and fits(gateway)), None)
            if found:
                return found
        raise forms.ValidationError(_("No gateway has this name."))


class GatewayFilter(django_filters.CharFilter):
    field_class = GatewayField


class MeaningFilter(django_filters.MultipleChoiceFilter):
    """Each choice has a condition of its own; a zone passes by any of those chosen."""

    def __init__(self, *args: object, meanings: dict[str, Q], **more: object) -> None:
        super().__init__(*args, **more)
        self.meanings = meanings

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(reduce(or_, map(self.meanings.__getitem__, value))) if value else qs


class ZoneFilter(LenientFilterSet):
    """`given` holds the parameters in force, `notes` what was ignored and why."""

    q = django_filters.CharFilter(method="by_words", label=_("Words"))
    country = OneOfFilter("country_id", choices=country_choices, label=_("country"))
    province = ProvinceFilter(choices=_provinces, label=_("province"))
    type = OneOfFilter("type", choices=ZoneType.choices, label=_("kind"))
    status = OneOfFilter("status", choices=Status.choices, label=_("status"))
    sector = KeysFilter("sectors", choices=Sector.choices, label=_("sector"))
    management = OneOfFilter("management", choices=Management.choices, label=_("management"))
    corridor = KeysFilter("corridors", choices=CorridorFamily.choices, label=_("corridor"))
    note = MeaningFilter(
        choices=PublicNote.choices,
        label=_("public note"),
        meanings={PublicNote.WITH: Q(has_note=True), PublicNote.WITHOUT: Q(has_note=False)},
    )
    border = MeaningFilter(
        choices=Border.choices,
        label=_("border"),
        meanings={
            Border.OPEN: Q(border=GatewayStatus.OPEN),
            Border.NOT_OPEN: ~Q(border__in=("", GatewayStatus.OPEN)),
        },
    )
    near = GatewayFilter(method="by_distance", label=_("Gateway"))
    within = NumberFilter(method="unchanged", label=_("Distance"), least=1, most=2000, unit="km")
    area_min = _number("area_ha", "gte", _("Least area"), 10**8, _("ha"))
    available_min = _number("available_ha", "gte", _("Least free land"), 10**8, _("ha"))
    lease_max = _number(
        "lease_price_usd_m2", "lte", _("Highest land price"), 10**6, _("US$ per m²")
    )
    confirmed_within = WholeFilter(
        method="by_confirmation", label=_("Confirmed within"), least=1, most=120
    )

    class Meta:
        model = Zone
        fields: list[str] = []

    def by_words(self, zones: QuerySet[Zone], _name: str, value: str) -> QuerySet[Zone]:
        return search.matching(zones, value)

    def by_distance(self, zones: QuerySet[Zone], _name: str, gateway: Gateway) -> QuerySet[Zone]:
        return near(zones, gateway.point, self.within_km)

    def by_confirmation(self, zones: QuerySet[Zone], _name: str, months: int) -> QuerySet[Zone]:
        since = add_months(self.today, -months)
        return zones.filter(confirmed_on__gte=since)

    def unchanged(self, zones: QuerySet[Zone], _name: str, _value: object) -> QuerySet[Zone]:
        return zones

    @property
    def today(self) -> datetime.date:
        return datetime.date.today()  # noqa: DTZ011  days of the calendar

    @property
    def within_km(self) -> float:
        return float(self.cleaned.get("within") or DEFAULT_WITHIN_KM)

    @property
    def gateway(self) -> Gateway | None:
        return self.cleaned.get("near")

    def sort_of(self, wanted: str) -> str:
        """The order wanted, or the one that suits the query."""
        fitting = self.sorts()
        return wanted if wanted in fitting else next(iter(fitting))

    def ordered(self, zones: QuerySet[Zone], sort: str) -> QuerySet[Zone]:
        if sort == "relevance":
            return search.best_first(zones, self.given.get("q", ""))
        if sort == "distance":
            return zones.order_by("distance_km", "pk")
        order = {
            "complete": zones.most_complete_first,
            "name": zones.by_name,
            "area": zones.largest_first,
            "confirmed": zones.last_confirmed_first,
        }
        return order[sort]()

    def sorts(self) -> dict[str, str]:
        """The orders that make sense for this query; the first is the default."""
        fitting = dict(SORTS)
        if not search.words_of(self.given.get("q", "")):
            del fitting["relevance"]
        distance = fitting.pop("distance")
        return {"distance": distance, **fitting} if "near" in self.given else fitting


def near(zones: QuerySet[Zone], centre: Point, km: float) -> QuerySet[Zone]:
    """The zones within `km` of the point by great circle, each with `distance_km`."""
    west, south, east, north = box_around(centre, km)
    lon, lat = (Radians(Value(part, FloatField())) for part in centre)
    zone_lon = Radians(Cast("lon", FloatField()))
    zone_lat = Radians(Cast("lat", FloatField()))
    cosine = Sin(lat) * Sin(zone_lat) + Cos(lat) * Cos(zone_lat) * Cos(zone_lon - lon)
    in_box = zones.filter(lon__range=(west, east), lat__range=(south, north))
    distance = Value(EARTH_RADIUS_KM) * ACos(Least(cosine, Value(1.0)))
    return in_box.annotate(distance_km=distance).filter(distance_km__lte=km)


def label_of(filter_: ZoneFilter, name: str, value: str) -> str:
    """How a parameter in force is called on its chip."""
    patterns = {
        "q": _now("“%(value)s”"),
        "within": _now("within %(value)s km"),
        "area_min": _now("at least %(value)s ha"),
        "available_min": _now("at least %(value)s ha free"),
        "lease_max": _now("at most US$ %(value)s per m²"),
        "confirmed_within": _now("confirmed within %(value)s months"),
    }
    if name == "near":
        return _now("near %(gateway)s") % {"gateway": filter_.gateway}
    if name in patterns:
        return patterns[name] % {"value": value if name == "q" else shown(value)}
    return str(dict(filter_.filters[name].field.choices).get(value, value))
