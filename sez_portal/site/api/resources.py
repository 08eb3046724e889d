"""What the API offers: each resource is a record and the filters of its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from countries.choices import GatewayKind, GatewayStatus
from countries.filters import (
    CentreFilter,
    IncentiveFilter,
    KeysFilter,
    OneOfFilter,
    country_choices,
)
from countries.models import Corridor, Country, Gateway, Procedure, Province
from countries.one_stop_record import CENTRE, PROCEDURE
from countries.record import CORRIDOR, COUNTRY, GATEWAY, INCENTIVE, PROVINCE
from sez_portal.common.queries import LenientFilterSet
from sez_portal.records.record import Record
from zones.filters import ZoneFilter
from zones.models import CrossBorderZone
from zones.record import PAIR, ZONE


class CountryFilter(LenientFilterSet):
    class Meta:
        model = Country
        fields: list[str] = []


def _of_country() -> OneOfFilter:
    """The filter of rows that belong to one country each."""
    return OneOfFilter("country_id", choices=country_choices, label=_("country"))


class ProvinceFilter(LenientFilterSet):
    country = _of_country()

    class Meta:
        model = Province
        fields: list[str] = []


class ProcedureFilter(LenientFilterSet):
    country = _of_country()

    class Meta:
        model = Procedure
        fields: list[str] = []


class GatewayFilter(LenientFilterSet):
    country = _of_country()
    kind = OneOfFilter("kind", choices=GatewayKind.choices, label=_("kind"))
    status = OneOfFilter("status", choices=GatewayStatus.choices, label=_("status"))

    class Meta:
        model = Gateway
        fields: list[str] = []


class CorridorFilter(LenientFilterSet):
    country = KeysFilter("countries", choices=country_choices, label=_("country"))

    class Meta:
        model = Corridor
        fields: list[str] = []


class PairFilter(LenientFilterSet):
    class Meta:
        model = CrossBorderZone
        fields: list[str] = []


def _no_geometry(_row: Any) -> dict[str, Any] | None:
    return None


def _point(row: Any) -> dict[str, Any] | None:
    if row.lon is None or row.lat is None:
        return None
    return {"type": "Point", "coordinates": [float(row.lon), float(row.lat)]}


def _line(row: Any) -> dict[str, Any] | None:
    return {"type": "LineString", "coordinates": row.line} if row.line else None


@dataclass(frozen=True)
class Resource:
    """One kind of record under `/api/v1/`. `joined` are the foreign keys that a row reads."""

    name: str
    record: Record
    about: str | Promise
    filter_class: type[LenientFilterSet]
    geometry: Callable[[Any], dict[str, Any] | None] = _no_geometry
    has_page: bool = True  # a row has a page of its own on the site
    joined: tuple[str, ...] = ()

    @property
    def has_places(self) -> bool:
        return self.geometry is not _no_geometry

    def asked(self, query: QueryDict) -> tuple[models.QuerySet, list[tuple[str, str]]]:
        """The rows that visitors may see and the filters leave, by key; and the values that a
        filter cannot read, each with the filter's name."""
        published = self.record.model._default_manager.filter(self.record.model.shown())
        filter_ = self.filter_class(query, published)
        rows = filter_.qs.order_by("key").select_related(*self.joined)
        return rows, filter_.refused


RESOURCES = {
    resource.name: resource
    for resource in (
        Resource(
            "zones", ZONE, _("Special economic zones and industrial parks"), ZoneFilter, _point
        ),
        Resource("countries", COUNTRY, _("The six countries, with law and figures"), CountryFilter),
        Resource(
            "provinces",
            PROVINCE,
            _("Provinces, with their ISO 3166-2 codes where they have one"),
            ProvinceFilter,
            has_page=False,
        ),
        Resource("incentives", INCENTIVE, _("Tax and other incentives"), IncentiveFilter),
        Resource("one-stop-centres", CENTRE, _("One-stop service centres"), CentreFilter),
        Resource("procedures", PROCEDURE, _("Procedures, step by step"), ProcedureFilter),
        Resource(
            "gateways",
            GATEWAY,
            _("Ports, airports, stations and border crossings, with IATA or UN/LOCODE codes"),
            GatewayFilter,
            _point,
        ),
        Resource("corridors", CORRIDOR, _("Economic corridors"), CorridorFilter, _line),
        Resource(
            "cross-border-zones",
            PAIR,
            _("Two zones and the crossing between them"),
            PairFilter,
            joined=("zone_a", "zone_b"),
        ),
    )
}
