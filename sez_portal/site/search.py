"""One search over all: a page of results in groups, and the same groups while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sez_portal.records.page_cache import for_everybody
from sez_portal.site.finding import Finding
from zones.search.reading import LONGEST_QUERY
from zones.suggestions import did_you_mean
from zones.understood import understood

SHOWN, SUGGESTED = 5, 3  # of each group


@require_safe
@for_everybody
def search(request: HttpRequest) -> HttpResponse:
    """Show what the words in `q` find; `group` names one group, of which all is shown."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    finding = Finding(query, SHOWN, only=request.GET.get("group", ""))
    context = {
        "query": query,
        "finding": finding,
        "understood": understood(finding.answer, request.GET, finding.reference) if query else None,
        "near_names": did_you_mean(query) if query and not finding.groups else [],
    }
    return render(request, "site/search.html", context)


@require_safe
@for_everybody
def suggestions(request: HttpRequest) -> HttpResponse:
    """The first hits of each group for words that are still being typed; a part of a page."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    finding = Finding(query, SUGGESTED, is_typing=True)
    return render(request, "site/_suggestions.html", {"query": query, "finding": finding})
