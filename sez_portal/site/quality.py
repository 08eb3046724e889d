"""The page of data quality: how fresh and complete the data is now and was, and its download."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.models import Country
from sez_portal.common.lists import listed
from sez_portal.common.workbooks import Cell, safe
from sez_portal.records import record
from sez_portal.records.choices import Freshness
from sez_portal.records.models import QualitySnapshot
from sez_portal.records.page_cache import for_everybody
from sez_portal.site.quality_counts import board, months, section_labels
from zones.models import Zone
from zones.record import ZONE

COUNTS = ("countable", "known", *Freshness.values, "confirmed")


@require_safe
@for_everybody
def data_quality(request: HttpRequest) -> HttpResponse:
    counts = board()
    context = {
        "countries": counts.countries.values(),
        "sections": counts.sections.values(),
        "kinds": counts.kinds.values(),
        "months": months(),
        "zones": Zone.objects.published().count(),
        "volatility": _volatility(),
    }
    return render(request, "site/data_quality.html", context)


@require_safe
@for_everybody
def data_quality_csv(request: HttpRequest) -> HttpResponse:
    """The counts of today and of every month that was kept, a line each."""
    name = 'attachment; filename="data-quality.csv"'
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )
    writer: Any = csv.writer(response)
    writer.writerow(["day", "by", "key", "name", *COUNTS])
    writer.writerows([safe(cell) for cell in line] for line in _lines())
    return response


def _lines() -> Iterator[list[Cell]]:
    labels = {
        "country": {row.iso2: str(row) for row in Country.objects.published()},
        "section": {key: str(label) for key, label in section_labels().items()},
        "kind": {one.name: str(one.label) for one in record.every()},
        "all": {"all": _("All countries")},
    }
    told = [("now", board().as_json())]
    told += [(str(one.taken_on), one.counts) for one in QualitySnapshot.objects.all()]
    for day, counts in told:
        for by, group in counts.items():
            for key, numbers in group.items():
                values = [numbers.get(count, 0) for count in COUNTS]
                yield [day, by, key, labels.get(by, {}).get(key, key), *values]


def _volatility() -> list[tuple[int, str]]:
    """(months, the fields that stay fresh so long), shortest first."""
    by_months: dict[int, list[str]] = {}
    for zone_field in ZONE.fields:
        if zone_field.months and zone_field.counted:
            by_months.setdefault(zone_field.months, []).append(str(zone_field.label))
    return [(months, listed(labels)) for months, labels in sorted(by_months.items())]
