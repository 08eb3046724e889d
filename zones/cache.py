"""What the process keeps of zones beside the index, until the data changes: rows that few have.

`zones.facets` renews it with its index; nobody changes a row that is kept here.
"""

from decimal import Decimal
from functools import cached_property

from countries.cache import ReferenceData
from sez_portal.common.fields import columns_of
from sez_portal.records.models import Submission
from zones.incentives.best_case import Best, best_case
from zones.incentives.combining import Book, Question
from zones.incentives.eligibility import Place
from zones.models import CrossBorderZone, Zone

TABLES = ("tenants", "offers", "photos", "documents", "cautions")


class ZoneCache(ReferenceData):
    """Each part is read when a page first asks for it."""

    @cached_property
    def pairs(self) -> dict[str, list[CrossBorderZone]]:
        """Published cross-border zones with their names, by the key of either zone."""
        columns = ("key", "status", "zone_a", "zone_b", *columns_of("name"))
        by_zone: dict[str, list[CrossBorderZone]] = {}
        for pair in CrossBorderZone.objects.published().only(*columns):
            for key in filter(None, (pair.zone_a_id, pair.zone_b_id)):
                by_zone.setdefault(key, []).append(pair)
        return by_zone

    @cached_property
    def filled(self) -> dict[str, frozenset[int]]:
        """Return by table the zones that have rows in it: most have none, and need not be asked."""
        return {name: frozenset(_zones_with(name)) for name in TABLES}

    @cached_property
    def awaiting(self) -> frozenset[str]:
        """The keys of zones with changes that their country has not confirmed."""
        parts = Submission.objects.applied().filter(record="zone", awaits_country=True)
        return frozenset(parts.order_by().values_list("key", flat=True))

    @cached_property
    def book(self) -> Book:
        """Every published incentive with what its words say of the others."""
        return Book(incentive for offered in self.incentives.values() for incentive in offered)

    def best(self, place: Place, start: int) -> Best | None:
        """The best case of a new tenant; places that no rule tells apart are judged once."""
        standard = self.countries[place.country].standard_cit_rate_pct
        if standard is None:
            return None
        cache_key = self.book.alike(place), standard, start
        if cache_key not in self._best:
            self._best[cache_key] = best_case(self.book, *cache_key[:2], Question(start))
        return self._best[cache_key]

    @cached_property
    def _best(self) -> dict[tuple[Place, Decimal, int], Best | None]:
        return {}


def _zones_with(table: str) -> list[int]:
    rows = Zone._meta.get_field(table).related_model.objects.order_by()
    return rows.values_list("zone_id", flat=True).distinct()
