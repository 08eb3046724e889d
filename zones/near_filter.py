"""Near what a zone shall lie: a kind of gateway, or one of them, chosen from a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import F, FilteredRelation, FloatField, Q, QuerySet, Value
from django.db.models.functions import ACos, Cast, Cos, Least, Radians, Sin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.choices import GatewayKind
from countries.models import Gateway
from sez_portal.common.fields import columns_of, text_in
from sez_portal.common.filters import Typed
from sez_portal.common.geo import EARTH_RADIUS_KM, Point, box_around
from sez_portal.common.text import fold
from zones.models import Zone

DEFAULT_WITHIN_KM = 100
# By the key of the address: by which distances are kept, as a sentence names it, as a column does.
KINDS: dict[str, tuple[str, Any, Any]] = {
    "seaport": ("seaport", gettext_lazy("a seaport"), GatewayKind.SEAPORT.label),
    "main_seaport": ("main_seaport", gettext_lazy("a main seaport"), gettext_lazy("Main seaport")),
    "river_port": ("river_port", gettext_lazy("a river port"), GatewayKind.RIVER_PORT.label),
    "dry_port": ("dry_port", gettext_lazy("a dry port"), GatewayKind.DRY_PORT.label),
    "airport": ("airport", gettext_lazy("an airport"), GatewayKind.AIRPORT.label),
    "main_airport": ("main_airport", gettext_lazy("a main airport"), gettext_lazy("Main airport")),
    "rail_station": (
        "own_rail_station",
        gettext_lazy("a rail station of its country"),
        GatewayKind.RAIL_STATION.label,
    ),
    "open_crossing": (
        "open_border_crossing",
        gettext_lazy("an open border crossing of its country"),
        gettext_lazy("Open crossing"),
    ),
}


@dataclass(frozen=True)
class NearPlace:
    """What was chosen: a kind of `KINDS`, or one gateway."""

    key: str
    gateway: Gateway | None = None

    @property
    def kept_as(self) -> str:
        """By which kind distances to the nearest of it are kept."""
        return KINDS[self.key][0]

    @property
    def name(self) -> str:
        """As the middle of a sentence."""
        return str(text_in(self.gateway, "name")) if self.gateway else str(KINDS[self.key][1])

    @property
    def label(self) -> str:
        """As the head of a column."""
        return self.name if self.gateway else str(KINDS[self.key][2])


class NearField(forms.CharField):
    """A kind, or a gateway by its key; an old link may name it in full."""

    def clean(self, value: Any) -> NearPlace | None:
        text = super().clean(value)
        if not text:
            return None
        if text in KINDS:
            return NearPlace(text)
        gateways = list(Gateway.objects.published())
        by_key = {gateway.key: gateway for gateway in gateways}
        found = by_key.get(text) or _by_name(gateways, text)
        if found is None:
            raise forms.ValidationError(_("No gateway has this name: choose one from the list."))
        return NearPlace(found.key, found)

    def written(self, place: NearPlace) -> str:
        """The value as links keep it."""
        return place.key


def _by_name(gateways: Iterable[Gateway], text: str) -> Gateway | None:
    """The gateway that is called so, with or without what stands in brackets."""
    wanted = fold(text)
    for gateway in gateways:
        names = filter(None, (getattr(gateway, column) for column in columns_of("name")))
        if wanted and any(wanted in (fold(name), fold(name.partition("(")[0])) for name in names):
            return gateway
    return None


class NearFilter(Typed):
    field_class = NearField
    template = "zones/_near_select.html"

    def in_words(self, value: NearPlace) -> str:
        return value.name


def near_kind(zones: QuerySet[Zone], kind: str, km: Decimal) -> QuerySet[Zone]:
    """The zones within `km` of a gateway of the kind, each with `distance_km`."""
    row = FilteredRelation("nearest_gateways", condition=Q(nearest_gateways__kind=kind))
    within = zones.annotate(measured=row).filter(measured__distance_km__lte=km)
    return within.annotate(distance_km=F("measured__distance_km"))


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
