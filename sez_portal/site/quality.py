"""How fresh and how complete the data is, by country and section, counting what can apply."""

from collections import Counter
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.models import Country
from sez_portal.common import dates
from sez_portal.common.lists import listed
from sez_portal.records import record
from sez_portal.records.choices import Freshness
from sez_portal.records.models import Evidence
from sez_portal.records.page_cache import for_everybody
from sez_portal.records.record import is_known
from zones.models import Zone
from zones.record import GROUPS, ZONE


@dataclass
class Tally:
    """Facts of one country or section: what could be known, is known, and how fresh it is."""

    label: str
    url: str = ""
    countable: int = 0
    known: int = 0
    fresh: Counter = field(default_factory=Counter)

    @property
    def known_pct(self) -> float:
        return round(100 * self.known / self.countable, 1) if self.countable else 0

    @property
    def dated(self) -> int:
        return sum(self.fresh.values())

    def shares(self) -> list[tuple[str, int, float, float]]:
        """(state, count, start, width) of a bar 100 wide."""
        shares, start = [], 0.0
        for state in Freshness.values:
            width = round(100 * self.fresh[state] / self.dated, 2) if self.dated else 0
            shares.append((state, self.fresh[state], start, width))
            start = round(start + width, 2)
        return shares


@require_safe
@for_everybody
def data_quality(request: HttpRequest) -> HttpResponse:
    countries = {
        row.iso2: Tally(str(row), row.get_absolute_url()) for row in Country.objects.published()
    }
    sections = {key: Tally(str(label)) for key, label in _sections().items()}
    _count_facts(countries, sections)
    _count_freshness(countries, sections)
    context = {
        "countries": countries.values(),
        "sections": sections.values(),
        "zones": Zone.objects.published().count(),
        "records": [
            (row.label, row.model._default_manager.filter(row.model.shown()).count())
            for row in record.every()
        ],
        "volatility": _volatility(),
    }
    return render(request, "site/data_quality.html", context)


def _sections() -> dict[str, str]:
    return {
        **GROUPS,
        "tenants": _("Tenants"),
        "offers": _("Offers"),
        "identity": _("Names and kind"),
    }


def _count_facts(countries: dict[str, Tally], sections: dict[str, Tally]) -> None:
    """Walk over every zone's counted fields; a field that cannot apply does not count."""
    fields = [each for each in ZONE.fields if each.counted and each.group in sections]
    zones = Zone.objects.published().prefetch_related("tenants", "offers")
    for zone in zones.iterator(chunk_size=500):
        values = ZONE.read(zone, [zone_field.key for zone_field in fields])
        for zone_field in fields:
            has_value = is_known(zone_field, values[zone_field.key])
            if has_value or not zone_field.cannot_apply(zone):
                for tally in (countries[zone.country_id], sections[zone_field.group]):
                    tally.countable += 1
                    tally.known += has_value


def _count_freshness(countries: dict[str, Tally], sections: dict[str, Tally]) -> None:
    """The figures on show that can age, as of today; one query."""
    today = dates.today()
    groups = {zone_field.key: zone_field.group for zone_field in ZONE.fields}
    zones = Zone.objects.published().values("key")
    evidence = Evidence.objects.filter(
        record="zone", key__in=zones, is_shown=True, months__isnull=False
    )
    for piece in evidence.only("country", "field", "months", "due_on", "stale_on").iterator():
        state = piece.freshness(today)
        countries[piece.country].fresh[state] += 1
        if groups.get(piece.field) in sections:
            sections[groups[piece.field]].fresh[state] += 1


def _volatility() -> list[tuple[int, str]]:
    """(months, the fields that stay fresh so long), shortest first."""
    by_months: dict[int, list[str]] = {}
    for zone_field in ZONE.fields:
        if zone_field.months and zone_field.counted:
            by_months.setdefault(zone_field.months, []).append(str(zone_field.label))
    return [(months, listed(labels)) for months, labels in sorted(by_months.items())]
