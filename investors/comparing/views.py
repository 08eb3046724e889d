"""Up to four zones side by side: the page, and the same as a workbook. The state is the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from investors.comparing.comparison import Comparison
from investors.comparing.examples import examples
from investors.comparing.workbook import book_of
from investors.shortlists import storage as shortlists
from investors.zone_picker import MOST, ZonePicker
from sez_portal.common.queries import with_value, without
from sez_portal.common.workbooks import answer
from zones.models import Zone


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Made for each reader: it offers the zones of their own shortlist."""
    picker = ZonePicker(request.GET)
    zones = picker.zones
    if picker.settled:
        return redirect(reverse("compare") + picker.settled)
    only_differing = request.GET.get("rows") == "differ"
    context = {
        "chosen": picker,
        "comparison": Comparison(zones, only_differing=only_differing),
        "columns": [(zone, _query_without(request, zone)) for zone in zones],
        "all_rows": without(request.GET, "rows"),
        "differing_rows": with_value(request.GET, "rows", "differ"),
        "with_dates": "" if "dates" in request.GET else with_value(request.GET, "dates", "all"),
        "without_dates": without(request.GET, "dates"),
        "examples": [] if zones else examples(),
        "is_full": len(zones) >= MOST,
        "listed": shortlists.of(request),
    }
    return render(request, "investors/compare.html", context)


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """Send all rows, whatever the page shows; the file says where it is from."""
    zones = ZonePicker(request.GET).zones
    query = "&".join(f"zone={zone.key}" for zone in zones)
    return answer(book_of(Comparison(zones), f"{reverse('compare')}?{query}"), "compare.xlsx")


def _query_without(request: HttpRequest, zone: Zone) -> str:
    return without(request.GET, "zone", zone.key)
