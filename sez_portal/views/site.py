"""Updates, the pages about the portal itself, and what machines ask."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sez_portal.records import record
from sez_portal.records.history import news
from sez_portal.records.models import Submission
from sez_portal.views.shared import with_marks

PER_PAGE = 40


@require_safe
def updates(request: HttpRequest) -> HttpResponse:
    """What changed, newest first; a page past the end is the last page."""
    page = Paginator(news(), PER_PAGE).get_page(request.GET.get("page"))
    for change in with_marks(page):
        of = record.get(change.record)
        change.label, change.removed = of.label, of.removed
        change.url = address_of(change)
    return render(request, "site/updates.html", {"page": page})


def address_of(change: Submission) -> str:
    """The address of the record that changed; provinces have no page of their own."""
    names = {"pair": "cross-border"}
    name = names.get(change.record, change.record)
    return "" if name == "province" else reverse(name, args=[change.key])


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    keep_months = settings.ENQUIRY_KEEP_MONTHS
    return render(request, "site/privacy.html", {"keep_months": keep_months})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the process and its database answer, 503 when the database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database does not answer"}, status=503)
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where the icon is, for those who ask for it by the old name without reading a page.

    Not for ever: the address of the icon follows its content.
    """
    return redirect(static("favicon.svg"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
