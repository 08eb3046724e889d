"""What the process keeps of zones beside the index, until the data changes: rows that few have.

`zones.facets` renews it with its index; nobody changes a row that is kept here.
"""

from functools import cached_property

from countries.kept import Kept
from sez_portal.common.fields import columns_of
from sez_portal.records.models import Submission
from zones.models import CrossBorderZone, Zone

TABLES = ("tenants", "offers", "photos", "documents", "cautions")


class KeptZones(Kept):
    """Each part is read when a page first asks for it."""

    @cached_property
    def pairs(self) -> dict[str, list[CrossBorderZone]]:
        """Published cross-border zones with their names, by the key of either zone."""
        columns = ("key", "status", "zone_a", "zone_b", *columns_of("name"))
        found: dict[str, list[CrossBorderZone]] = {}
        for pair in CrossBorderZone.objects.published().only(*columns):
            for key in filter(None, (pair.zone_a_id, pair.zone_b_id)):
                found.setdefault(key, []).append(pair)
        return found

    @cached_property
    def filled(self) -> dict[str, frozenset[int]]:
        """By table the zones that have rows in it: most have none, and need not be asked."""
        return {name: frozenset(_zones_with(name)) for name in TABLES}

    @cached_property
    def awaiting(self) -> frozenset[str]:
        """The keys of zones with changes that their country has not confirmed."""
        parts = Submission.objects.applied().filter(record="zone", awaits_country=True)
        return frozenset(parts.order_by().values_list("key", flat=True))


def _zones_with(table: str) -> list[int]:
    rows = Zone._meta.get_field(table).related_model.objects.order_by()
    return rows.values_list("zone_id", flat=True).distinct()
