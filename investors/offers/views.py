"""Plots, factories and warehouses on offer, searched across zones."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from investors.offers.filters import OfferFilter
from sez_portal.common import dates
from sez_portal.common.queries import with_value
from sez_portal.records.evidence.facts import evidence_of, mark_of
from sez_portal.records.page_cache import for_everybody
from zones.models import Offer, Zone
from zones.record import ZONE

PER_PAGE = 50


@require_safe
@for_everybody
def offers(request: HttpRequest) -> HttpResponse:
    all_offers = Offer.objects.filter(Zone.shown("zone__"))
    filter_ = OfferFilter(request.GET, all_offers)
    zones = Zone.objects.select_related("country").with_shown("province")
    offers = filter_.qs.prefetch_related(Prefetch("zone", zones)).order_by(
        "zone__sort_name", "zone_id", "order"
    )
    page = Paginator(offers, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": filter_,
        "groups": filter_.facets,
        "rows": _dated(list(page)),
        "page": page,
        "earlier": _page_query(request, page.number - 1) if page.has_previous() else "",
        "later": _page_query(request, page.number + 1) if page.has_next() else "",
        "any_known": bool(page.paginator.count) or all_offers.exists(),
        "is_narrowed": bool(filter_.given),
    }
    return render(request, "investors/offers.html", context)


def _dated(offers: list[Offer]) -> list[tuple[Offer, object]]:
    """Each offer with the mark of its zone's offers."""
    keys = list({offer.zone.key for offer in offers})
    evidence = evidence_of(ZONE, keys, ["offers"], sources=False)
    today, field = dates.today(), ZONE["offers"]
    marks = {key: mark_of(field, pieces[0], today) for (key, _name), pieces in evidence.items()}
    return [(offer, marks.get(offer.zone.key)) for offer in offers]


def _page_query(request: HttpRequest, number: int) -> str:
    return with_value(request.GET, "page", number)
