"""What lists of zones ask for."""

from typing import Self

from django.db.models import F, OrderBy

from countries.querysets import PublishedQuerySet
from sez_portal.common.fields import columns_of


class ZoneQuerySet(PublishedQuerySet):
    def for_cards(self) -> Self:
        """With the names of place and country, without the long texts of the zone's page."""
        long_texts = [*columns_of("summary"), "search_text", "search_name"]
        return self.select_related("country", "province").defer(
            *long_texts,
            *(f"country__{column}" for column in columns_of("summary")),
            "country__sez_law",
            "country__foreign_land_rule",
            "country__notes",
            "country__number_of_zones_text",
            "country__minimum_wage_text",
        )

    def by_name(self) -> Self:
        return self.order_by("sort_name", "pk")

    def most_complete_first(self) -> Self:
        return self.order_by("-known", "sort_name", "pk")

    def largest_first(self, column: str = "area_ha") -> Self:
        """Zones without the figure come last."""
        return self.order_by(
            OrderBy(F(column), descending=True, nulls_last=True), "sort_name", "pk"
        )

    def last_confirmed_first(self) -> Self:
        return self.order_by(
            OrderBy(F("confirmed_on"), descending=True, nulls_last=True),
            OrderBy(F("speaks_of"), descending=True),
            "sort_name",
            "pk",
        )
