"""What changed, newest first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sez_portal.records import record
from sez_portal.records.history import news
from sez_portal.records.page_cache import for_everybody
from sez_portal.site.history import address_in_history, address_of
from sez_portal.site.lookup import with_marks
from zones import facets

PER_PAGE = 40


@require_safe
@for_everybody
def updates(request: HttpRequest) -> HttpResponse:
    """What changed, newest first; a page past the end is the last page."""
    page = Paginator(news(), PER_PAGE).get_page(request.GET.get("page"))
    countries = facets.current().reference.countries
    for change in with_marks(page):
        of = record.get(change.record)
        change.label, change.removed = of.label, of.removed
        change.url, change.told_at = address_of(change), address_in_history(change)
        country = countries.get(change.country)
        change.of_country = str(country) if country else change.country
    return render(request, "site/updates.html", {"page": page})
