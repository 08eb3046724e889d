"""The directory's filters as the calculators use them: what is in force, and how to drop it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from sez_portal.common.queries import Boxes, query_string
from zones.directory import Chip
from zones.filters import ZoneFilter, query_without
from zones.models import Zone

BOXED = ("country", "status", "sector", "type")  # with boxes to tick in the form itself


@dataclass
class Narrowed:
    """The zones that a query string leaves, by the very filters of the directory."""

    query: QueryDict
    boxed: Sequence[str] = BOXED
    ticked: Sequence[tuple[str, str]] = ()  # (filter, value) with a box elsewhere in the form

    @cached_property
    def filter(self) -> ZoneFilter:
        return ZoneFilter(self.query, Zone.objects.published())

    @property
    def notes(self) -> list[str]:
        return self.filter.notes

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(self.filter.chip(name, value), query_without(self.query, name, value))
            for name, value in self.filter.in_force()
        ]

    @property
    def hidden_inputs(self) -> list[tuple[str, str]]:
        """Filters that are no box of the form, to be sent with it."""
        told = {*self.ticked}
        return [
            pair for pair in self.filter.active() if pair[0] not in self.boxed and pair not in told
        ]

    @property
    def boxes(self) -> list[Boxes]:
        return self.filter.boxes(self.boxed)

    @property
    def directory_query(self) -> str:
        """The filters alone: the same zones in the directory."""
        return query_string(self.filter.given)

    @property
    def nothing(self) -> str:
        return _("No zone fits all of these filters.")
