"""The pages about the portal itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sez_portal.common import dates
from sez_portal.records.choices import Audience
from sez_portal.records.models import Submission
from sez_portal.records.page_cache import for_everybody


@require_safe
@for_everybody
def about(request: HttpRequest) -> HttpResponse:
    newest = Submission.objects.applied().filter(audience=Audience.EVERYBODY).first()
    context = {
        "contact": settings.CONTACT_EMAIL,
        "portal_version": settings.VERSION,
        "today": dates.today(),
        "newest": newest and newest.applied_at,
    }
    return render(request, "site/about.html", context)


@require_safe
@for_everybody
def privacy(request: HttpRequest) -> HttpResponse:
    keep_months = settings.ENQUIRY_KEEP_MONTHS
    return render(request, "site/privacy.html", {"keep_months": keep_months})


@require_safe
@for_everybody
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")
