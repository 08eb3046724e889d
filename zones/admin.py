"""The administration of zones and cross-border zones."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from sez_portal.accounts.roles import roles_of
from sez_portal.common.geo import distance_km
from sez_portal.records.admin import RecordAdmin
from sez_portal.records.admin.filters import OnPages, Overdue, OwnCountry
from sez_portal.records.choices import RowAct
from zones.duplicates import NEAR_KM
from zones.models import CrossBorderZone, Zone
from zones.record import PAIR, ZONE
from zones.search.stored import matching

MOST_ALIKE = 5


@admin.register(Zone)
class ZoneAdmin(RecordAdmin):
    record = ZONE
    focal_points_add = True
    row_acts = (RowAct.RENAME, RowAct.MERGE, RowAct.PART)
    list_filter = (OwnCountry, "status", "type", Overdue, OnPages)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Find zones by every spelling that the directory finds them by."""
        return matching(queryset, search_term), False

    def alike(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Other zones of the country within a kilometre, or of the same name."""
        rows = self.get_queryset(request).filter(country=obj.country_id, is_published=True)
        return [
            row
            for row in rows.exclude(pk=obj.pk)
            if row.sort_name == obj.sort_name or distance_km(row.point, obj.point) < NEAR_KM
        ][:MOST_ALIKE]


@admin.register(CrossBorderZone)
class CrossBorderZoneAdmin(RecordAdmin):
    record = PAIR
    row_acts = (RowAct.RENAME, RowAct.MERGE)
    list_filter = ("status", Overdue, OnPages)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("zone_a")

    def get_fixed(self, request: HttpRequest) -> tuple[str, ...]:
        """Which zones it joins is said by MI: no side puts another zone in the other's place."""
        return () if roles_of(request.user).is_staff else ("zone_a", "zone_b")
