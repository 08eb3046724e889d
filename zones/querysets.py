"""What lists of zones ask for."""

from collections.abc import Iterable
from typing import Self

from django.db.models import Case, F, IntegerField, OrderBy, Value, When

from countries.querysets import PublishedQuerySet
from sez_portal.common.fields import columns_of
from zones import marks


def card_columns(fields: Iterable[str] = ()) -> set[str]:
    """Load only what a list writes of each zone and the columns of these fields of the record."""
    columns = {"key", "country", "province", "type", "status", "lat", "lon", "listed", *fields}
    columns |= set(marks.COLUMNS)
    return columns | set(columns_of("name"))


class ZoneQuerySet(PublishedQuerySet):
    def for_cards(self, fields: Iterable[str] = ()) -> Self:
        """What `card_columns` names; `cards_of` puts the country and the province to each."""
        return self.only(*card_columns(fields))

    def in_order(self, pks: Iterable[int]) -> Self:
        """These rows, in this order."""
        place = {pk: number for number, pk in enumerate(pks)}
        cases = [When(pk=pk, then=Value(number)) for pk, number in place.items()]
        rows = self.filter(pk__in=place)
        return rows.order_by(Case(*cases, default=Value(0), output_field=IntegerField()))

    def by_name(self) -> Self:
        return self.order_by("sort_name", "pk")

    def most_complete_first(self) -> Self:
        return self.order_by("-known", "sort_name", "pk")

    def largest_first(self, column: str = "area_ha") -> Self:
        """Sort by the figure; zones without it come last."""
        return self.order_by(
            OrderBy(F(column), descending=True, nulls_last=True), "sort_name", "pk"
        )

    def smallest_first(self, column: str) -> Self:
        """Sort by the figure; zones without it come last."""
        return self.order_by(OrderBy(F(column), nulls_last=True), "sort_name", "pk")

    def last_confirmed_first(self) -> Self:
        return self.order_by(
            OrderBy(F("confirmed_on"), descending=True, nulls_last=True),
            OrderBy(F("speaks_of"), descending=True),
            "sort_name",
            "pk",
        )
