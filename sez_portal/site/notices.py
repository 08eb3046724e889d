"""Notices for everybody: the list by year, and a page each."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.models import Country
from sez_portal.common.alphabet import alphabetically
from sez_portal.common.numbers import counter
from sez_portal.records.former_keys import rows_called
from sez_portal.records.models import PublicNotice
from sez_portal.records.page_cache import for_everybody
from sez_portal.records.record import every


@require_safe
@for_everybody
def notices(request: HttpRequest) -> HttpResponse:
    """The notices of a year, the newest first; of the latest year that has any."""
    years = [day.year for day in PublicNotice.objects.shown().dates("dated_on", "year")]
    years.sort(reverse=True)
    asked = counter(request.GET.get("year", ""))
    year = asked if asked in years else next(iter(years), None)
    rows = PublicNotice.objects.shown().filter(dated_on__year=year) if year else []
    return render(request, "site/notices.html", {"notices": rows, "years": years, "year": year})


@require_safe
@for_everybody
def notice(request: HttpRequest, key: str) -> HttpResponse:
    """One notice; 404 before it is published, when it is taken back, and past its last day."""
    row = PublicNotice.objects.shown().filter(key=key).first()
    if row is None:
        raise Http404
    context = {
        "notice": row,
        "concerned": concerned(row),
        "crumbs": [(_("Notices"), reverse("notices")), (row.title, "")],
    }
    return render(request, "site/notice.html", context)


def concerned(row: PublicNotice) -> list[Any]:
    """The countries and rows on show that a notice names."""
    countries = Country.objects.published().filter(iso2__in=row.countries)
    found = [*alphabetically(countries, str)]
    by_record: dict[str, list[str]] = {}
    for entry in row.concerns:
        name, _colon, key = entry.partition(":")
        by_record.setdefault(name, []).append(key)
    for record in every():
        if keys := by_record.get(record.name):
            rows = record.model._default_manager.filter(record.model.shown())
            found += rows_called(record, keys, rows).values()
    return found
