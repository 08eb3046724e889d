"""The one FilterSet of zones: what each parameter of a query means, for every form of answer."""

import datetime
from collections.abc import Callable, Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import FloatField, Q, QuerySet, Value
from django.db.models.functions import ACos, Cast, Cos, Least, Radians, Sin
from django.utils.translation import gettext_lazy as _

from countries.choices import CorridorFamily, GatewayStatus, Sector, ZoneType
from countries.filters import KeysFilter, OneOfFilter, country_choices
from countries.models import Gateway, Province
from sez_portal.common import dates
from sez_portal.common.dates import add_months
from sez_portal.common.fields import wrapped
from sez_portal.common.filters import FilterGroup, Number, Ticked, Typed, Whole, Words
from sez_portal.common.geo import EARTH_RADIUS_KM, Point, box_around
from sez_portal.common.queries import LenientFilterSet
from sez_portal.common.text import fold
from zones.choices import Border, Management, PublicNote, Status
from zones.models import Zone
from zones.search.asking import Answer, answer
from zones.search.reading import words_of

DEFAULT_WITHIN_KM = 100
SORTS = {
    "relevance": _("best match"),
    "complete": _("most complete"),
    "name": _("name"),
    "area": _("area, largest first"),
    "confirmed": _("last confirmed"),
    "distance": _("distance"),
}


class ProvinceFilter(Ticked):
    """The zone lies, with at least a part, in one of the provinces."""

    columns = ("province_id", "further_provinces")

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        anywhere = Q(province_id__in=value)
        for key in value:
            anywhere |= Q(further_provinces__contains=wrapped(key))
        return qs.filter(anywhere)

    def values_in(self, *cells: Any) -> Iterable[str]:
        province, further = cells
        return [province, *further] if province else further


def _provinces() -> list[tuple[str, str]]:
    return list(Province.objects.published().values_list("key", "name_en"))


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


class GatewayFilter(Typed):
    field_class = GatewayField

    def typed(self, value: Gateway, text: str) -> str:
        return value.name_en


class MeaningFilter(Ticked):
    """Each choice has a condition of its own; a zone passes by any of those chosen.

    `key_of` tells the choice of a cell of the column, "" where it has none.
    """

    def __init__(
        self,
        *args: object,
        meanings: dict[str, Q],
        key_of: Callable[[Any], str],
        **more: object,
    ) -> None:
        super().__init__(*args, **more)
        self.meanings, self.key_of = meanings, key_of

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(reduce(or_, map(self.meanings.__getitem__, value))) if value else qs

    def values_in(self, *cells: Any) -> Iterable[str]:
        key = self.key_of(cells[0])
        return [key] if key else []


def _border(status: str) -> str:
    if not status:
        return Border.NONE
    return Border.OPEN if status == GatewayStatus.OPEN else Border.NOT_OPEN


class ZoneFilter(LenientFilterSet):
    """`given` holds the parameters in force, `notes` what was ignored and why.

    Declare a filter here and it is everywhere: in the form, on chips, in the count of each
    choice, on the map, in the match and in the mails. Their order is that of the form.
    """

    form_groups = {
        "near": FilterGroup(_("Near a gateway")),
        "land": FilterGroup(_("Land and price"), _("Zones without the figure are left out.")),
        "freshness": FilterGroup(_("Freshness")),
    }

    q = Words(method="by_words", label=_("Words"), chip=_("“%(value)s”"))
    country = OneOfFilter("country_id", choices=country_choices, label=_("country"))
    province = ProvinceFilter(choices=_provinces, label=_("province"))
    type = OneOfFilter("type", choices=ZoneType.choices, label=_("kind"))
    status = OneOfFilter("status", choices=Status.choices, label=_("status"))
    sector = KeysFilter("sectors", choices=Sector.choices, label=_("sector"))
    management = OneOfFilter("management", choices=Management.choices, label=_("management"))
    corridor = KeysFilter("corridors", choices=CorridorFamily.choices, label=_("corridor"))
    note = MeaningFilter(
        "has_note",
        choices=PublicNote.choices,
        label=_("public note"),
        meanings={PublicNote.WITH: Q(has_note=True), PublicNote.WITHOUT: Q(has_note=False)},
        key_of=lambda has_note: PublicNote.WITH if has_note else PublicNote.WITHOUT,
    )
    border = MeaningFilter(
        "border",
        choices=Border.choices,
        label=_("border"),
        meanings={
            Border.OPEN: Q(border=GatewayStatus.OPEN),
            Border.NOT_OPEN: ~Q(border__in=("", GatewayStatus.OPEN)),
            Border.NONE: Q(border=""),
        },
        key_of=_border,
    )
    near = GatewayFilter(
        method="by_distance",
        label=_("Gateway"),
        chip=_("near %(value)s"),
        prompt=_("Port, airport, station or crossing"),
        placeholder="Da Nang Port",
        group="near",
    )
    within = Number(
        method="unchanged",
        label=_("Distance"),
        least=1,
        most=2000,
        unit="km",
        chip=_("within %(value)s km"),
        prompt=_("Within, km in a straight line"),
        placeholder=str(DEFAULT_WITHIN_KM),
        group="near",
    )
    area_min = Number(
        "area_ha",
        "gte",
        label=_("Least area"),
        most=10**8,
        unit=_("ha"),
        chip=_("at least %(value)s ha"),
        group="land",
    )
    available_min = Number(
        "available_ha",
        "gte",
        label=_("Least free land"),
        most=10**8,
        unit=_("ha"),
        chip=_("at least %(value)s ha free"),
        group="land",
    )
    lease_max = Number(
        "lease_price_usd_m2",
        "lte",
        label=_("Highest land price"),
        most=10**6,
        unit=_("US$ per m²"),
        chip=_("at most US$ %(value)s per m²"),
        group="land",
    )
    confirmed_within = Whole(
        method="by_confirmation",
        label=_("Confirmed within"),
        least=1,
        most=120,
        chip=_("confirmed within %(value)s months"),
        prompt=_("Confirmed by the zone within, months"),
        group="freshness",
    )

    class Meta:
        model = Zone
        fields: list[str] = []

    def by_words(self, zones: QuerySet[Zone], _name: str, value: str) -> QuerySet[Zone]:
        return zones.filter(pk__in=list(answer(value).pks)) if words_of(value) else zones

    def by_distance(self, zones: QuerySet[Zone], _name: str, gateway: Gateway) -> QuerySet[Zone]:
        return near(zones, gateway.point, self.within_km)

    def by_confirmation(self, zones: QuerySet[Zone], _name: str, months: int) -> QuerySet[Zone]:
        since = add_months(self.today, -months)
        return zones.filter(confirmed_on__gte=since)

    def unchanged(self, zones: QuerySet[Zone], _name: str, _value: object) -> QuerySet[Zone]:
        return zones

    @property
    def today(self) -> datetime.date:
        return dates.today()

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
            return zones.in_order(answer(self.given["q"]).ranked)
        if sort == "distance":
            return zones.order_by("distance_km", "pk")
        order = {
            "complete": zones.most_complete_first,
            "name": zones.by_name,
            "area": zones.largest_first,
            "confirmed": zones.last_confirmed_first,
        }
        return order[sort]()

    def among(self, answer: Answer, others: Collection[str], sort: str) -> list[int]:
        """The pks of the answer to the words that the other filters leave, in order."""
        if sort == "relevance" and not others:
            return answer.ranked
        zones = self.narrowed(others)
        if sort == "relevance":
            left = set(zones.values_list("pk", flat=True))
            return [pk for pk in answer.ranked if pk in left]
        found = set(answer.pks)
        ordered = self.ordered(zones, sort).values_list("pk", flat=True)
        return [pk for pk in ordered if pk in found]

    def sorts(self) -> dict[str, str]:
        """The orders that make sense for this query; the first is the default."""
        fitting = dict(SORTS)
        if not words_of(self.given.get("q", "")):
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
