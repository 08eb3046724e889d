"""Pages of the calculators. All are read from their address; nothing of who asks is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from investors.calculators.cost.page import CostPage
from investors.calculators.cost.workbook import book_of
from investors.calculators.match.page import MatchPage
from investors.calculators.schedule.page import IncentivesPage
from sez_portal.common.workbooks import answer
from sez_portal.records.page_cache import for_everybody


@require_safe
@for_everybody
def incentives(request: HttpRequest) -> HttpResponse:
    """The incentive schedule of a country or up to four zones."""
    page = IncentivesPage(request.GET)
    if page.picker.settled:
        return redirect(f"{reverse('tool-incentives')}{page.picker.settled}")
    return render(request, "tools/incentives.html", {"page": page})


@require_safe
@for_everybody
def cost(request: HttpRequest) -> HttpResponse:
    """The ten-year cost of a site in up to four zones, or in all that the filters leave."""
    page = CostPage(request.GET)
    if page.picker.settled:
        return redirect(f"{reverse('tool-cost')}{page.picker.settled}")
    return render(request, "tools/cost.html", {"page": page})


@require_safe
def cost_workbook(request: HttpRequest) -> HttpResponse:
    """Send the result as a workbook; a question that is not right leads to its page."""
    page = CostPage(request.GET)
    address = f"{reverse('tool-cost')}?{request.GET.urlencode()}"
    return answer(book_of(page, address), "cost.xlsx") if page.is_right else redirect(address)


@require_safe
@for_everybody
def match(request: HttpRequest) -> HttpResponse:
    """Zones that pass the must-haves, ranked by weights."""
    return render(request, "tools/match.html", {"page": MatchPage(request.GET)})
