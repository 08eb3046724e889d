"""The first page of the administration in numbers: what is stale, what waits, what is missing.

As many queries for six countries as for one.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Sum
from django.urls import reverse

from countries.models import Country
from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.records.models import Flag, Submission
from sez_portal.records.services.due import due_by, due_figures
from zones.models import Zone

register = template.Library()

TOP = 20  # zones listed
LISTED = 5  # submissions and flags listed


@dataclass(frozen=True)
class CountryLine:
    """A country or zone: its figures to confirm, those of them that are stale, what is known.

    `due` counts every figure whose period has passed; `stale` those where it passed twice.
    """

    title: str
    url: str
    due: int
    stale: int
    known: int
    countable: int

    @property
    def percent(self) -> int:
        return round(100 * self.known / self.countable) if self.countable else 0


@dataclass(frozen=True)
class Start:
    countries: list[CountryLine]
    zones: list[CountryLine]
    waiting: list[Submission]
    waiting_count: int
    flags: list[Flag]
    flag_count: int


@register.simple_tag
def start_of(user: Any, today: datetime.date | None = None) -> Start:
    """What the first page shows to whoever answers for these countries."""
    today = today or dates.today()
    due = _own_figures(user, today)
    waiting = Submission.objects.waiting().allowed(user, "endorse")
    flags = Flag.objects.open().allowed(user, "view")
    return Start(
        countries=_countries(user, due, today),
        zones=_zones(user, due, today),
        waiting=list(waiting[:LISTED]),
        waiting_count=waiting.count(),
        flags=list(flags[:LISTED]),
        flag_count=flags.count(),
    )


def _own_figures(user: Any, day: datetime.date) -> Any:
    """What is to be confirmed in the countries for which they answer."""
    roles, due = roles_of(user), due_figures(day)
    return due if roles.is_staff else due.filter(country__in=roles.countries)


def _countries(user: Any, due: Any, today: datetime.date) -> list[CountryLine]:
    """Figures of all records of the country; what is known of its zones."""
    tallies = due_by("country", due, today)
    zones = Zone.objects.allowed(user, "change").order_by()
    sums = zones.values("country").annotate(k=Sum("known"), c=Sum("countable"))
    completeness = {row["country"]: (row["k"], row["c"]) for row in sums}
    rows = Country.objects.allowed(user, "change")
    return [
        _line(row, "countries_country", tallies.get(row.iso2), completeness.get(row.iso2, (0, 0)))
        for row in rows
    ]


def _zones(user: Any, due: Any, today: datetime.date) -> list[CountryLine]:
    """Return the zones with the most stale figures first."""
    tallies = due_by("key", due.filter(record="zone"), today)
    rows = Zone.objects.allowed(user, "change")
    rows = rows.only("key", "name_en", "known", "countable")

    def urgency(row: Any) -> tuple[int, int, str]:
        counts = tallies.get(row.key, {"stale": 0, "due": 0})
        return -counts["stale"], -counts["due"], row.name_en

    return [
        _line(row, "zones_zone", tallies.get(row.key), (row.known, row.countable))
        for row in sorted(rows, key=urgency)[:TOP]
    ]


def _line(
    row: Any, name: str, counts: dict[str, int] | None, completeness: tuple[int, int]
) -> CountryLine:
    counts = counts or {"due": 0, "stale": 0}
    url = reverse(f"admin:{name}_change", args=[row.pk])
    return CountryLine(str(row), url, counts["due"], counts["stale"], *completeness)
