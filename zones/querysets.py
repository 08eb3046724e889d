"""What lists of zones ask for."""

from collections.abc import Iterable
from typing import Self

from django.db.models import Exists, F, OrderBy, OuterRef

from countries.querysets import PublishedQuerySet
from sez_portal.common.fields import columns_of
from sez_portal.records.models import Submission

TABLES = ("tenants", "offers", "photos", "documents", "cautions")


class ZoneQuerySet(PublishedQuerySet):
    def for_cards(self, fields: Iterable[str] = ()) -> Self:
        """Only what a list writes of each zone and the columns of these fields of the record.

        `cards_of` puts the country and the province to each.
        """
        columns = {"key", "country", "province", "type", "status", "lat", "lon", "listed", *fields}
        return self.only(*columns, *columns_of("name"))

    def for_page(self) -> Self:
        """With a flag for each table of a zone and for changes its country has not confirmed:
        six questions in one query, since most of the answers are no."""
        tables = {
            f"has_{table}": Exists(
                self.model._meta.get_field(table).related_model.objects.filter(zone=OuterRef("pk"))
            )
            for table in TABLES
        }
        awaiting = Submission.objects.applied().filter(
            record="zone", key=OuterRef("key"), awaits_country=True
        )
        return self.annotate(**tables, is_awaiting=Exists(awaiting))

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
