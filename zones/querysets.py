"""What lists of zones ask for."""

from collections.abc import Iterable
from typing import Self

from django.db.models import F, OrderBy

from countries.querysets import PublishedQuerySet
from sez_portal.common.fields import columns_of


class ZoneQuerySet(PublishedQuerySet):
    def for_cards(self, fields: Iterable[str] = ()) -> Self:
        """Only what a list writes of each zone, with the names of its place and country, and
        the columns of these fields of the record."""
        names = [*columns_of("name")]
        columns = {"key", "country", "province", "type", "status", "lat", "lon", *names, *fields}
        related = [f"{to}__{name}" for to in ("country", "province") for name in names]
        return self.select_related("country", "province").only(
            *columns, *related, "country__iso2", "province__key"
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
