"""The queue: what waits for a decision, and for how many working days."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sez_portal.common import dates
from sez_portal.common.dates import Days, working_days
from sez_portal.records.choices import Tier
from sez_portal.records.desk.shared import signed_in
from sez_portal.records.models import Submission
from sez_portal.records.policy import DECISION_DAYS, days_off, overdue, overdue_before

PER_PAGE = 50


@dataclass(frozen=True)
class Waiting:
    """A submission of the queue and for how many working days it waits."""

    submission: Submission
    days: int
    is_late: bool


@signed_in
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, longest waiting first; in as many queries for 20 as for 2,000."""
    rows = Submission.objects.waiting().allowed(request.user, "endorse")
    names = ("country", "tier", "assigned", "age")
    asked = {name: request.GET.get(name, "")[:10] for name in names}
    countries = sorted(set(rows.order_by().values_list("country", flat=True).distinct()))
    if asked["country"] in countries:
        rows = rows.filter(country=asked["country"])
    if asked["tier"] in Tier.values:
        rows = rows.filter(tier=asked["tier"])
    if asked["assigned"] == "me":
        rows = rows.filter(assigned_to=request.user.pk)
    if asked["age"] == "late":
        rows = rows.filter(overdue(dates.today()))
    page = Paginator(rows.select_related("assigned_to"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": with_days(page),
        "countries": countries,
        "tiers": Tier.choices,
        "asked": asked,
        "limit": DECISION_DAYS,
        "title": _("Waiting for a decision"),
    }
    return render(request, "desk/queue.html", context)


def with_days(rows: Iterable[Submission]) -> list[Waiting]:
    calendars, today = days_off(), dates.today()
    return [_clock(row, today, calendars.get(row.country, ())) for row in rows]


def _clock(row: Submission, today: datetime.date, off: Days) -> Waiting:
    since = dates.day_of(row.submitted_at)
    return Waiting(row, working_days(since, today, off), since < overdue_before(today, off))
