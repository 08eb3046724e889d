"""What waits for me: my zones, my submissions, and for those who decide, the queue.

Whatever waits on the desk is listed here by name, so that nothing has to register itself.
"""

import datetime
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from investors.alerts.views import my_searches
from investors.enquiries.desk import enquiries_waiting
from investors.enquiries.gaps import asked_for, my_enquiries
from investors.models import Thread
from investors.shortlists import lists
from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment
from sez_portal.accounts.roles import roles_of
from sez_portal.records.choices import PROPOSED
from sez_portal.records.desk import tasks
from sez_portal.records.desk.campaigns import to_answer
from sez_portal.records.desk.lists import SHOWN, DeskItem, DeskList, Task
from sez_portal.records.desk.shared import signed_in
from sez_portal.records.history import entries_of_any
from sez_portal.records.models import Reminder, Submission
from sez_portal.records.taken_back import status_told, taken_back
from zones.desk import (
    claims_waiting,
    mandates_due,
    my_claims,
    services_of_mine,
    zones_to_confirm,
)
from zones.models import Zone

SAMPLE = 5


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The desk of whoever is signed in, by their roles: what is to be done stands first."""
    roles = roles_of(request.user)
    own_submissions = Submission.objects.of_own(request.user.pk)
    awaiting = Submission.objects.allowed(request.user, "confirm")
    found = [task for tasks_of in TASKS for task in tasks_of(request)]
    context = {
        "held": roles,
        "tasks": sorted(found, key=lambda task: task.rank),
        "zones": Zone.objects.filter(key__in=roles.zones).order_by("key"),
        "mine": _with_status(own_submissions.order_by("-pk")[:SHOWN]),
        "awaiting": entries_of_any(awaiting.order_by("pk")[:SHOWN], request.user),
        "lists": [desk_list for lister in LISTS if (desk_list := lister(request)).items],
        "shortlists": lists.with_counts(request),
        "has_enquiries": Thread.objects.allowed(request.user, "view").exists(),
    }
    return render(request, "desk/home.html", context)


def _with_status(rows: Iterable[Submission]) -> list[tuple[Submission, str]]:
    """Each submission and where it stands, in words."""
    sent = list(rows)
    back = taken_back(sent)
    return [(one, status_told(one, back[one.pk])) for one in sent]


def sampled(request: HttpRequest) -> DeskList:
    """List for MI what went live without a decision in the last week, to be looked at later."""
    if not roles_of(request.user).is_staff:
        return DeskList("", [])
    since = timezone.now() - datetime.timedelta(days=7)
    rows = Submission.objects.applied().filter(
        origin__in=PROPOSED, decided_by=None, proposal__isnull=False, applied_at__gte=since
    )
    items = [
        DeskItem(row.title, row.get_absolute_url(), f"{row.author_name}, {row.office}")
        for row in rows[:SAMPLE]
    ]
    return DeskList(str(_("Went live at once: please look at these")), items)


def refused(request: HttpRequest) -> DeskList:
    """List for MI and the country the officials whose address took no mail."""
    roles = roles_of(request.user)
    if not roles.is_staff and not roles.countries:
        return DeskList("", [])
    rows = Appointment.objects.in_force().filter(role=Role.OFFICIAL)
    rows = rows.filter(user__in=Reminder.objects.exclude(refused_on=None).values("user"))
    if not roles.is_staff:
        rows = rows.filter(country__in=roles.countries)
    items = [
        DeskItem(str(row.user), reverse("zone-people", args=[row.zone_key]), row.user.email)
        for row in rows.select_related("user")[:SHOWN]
    ]
    return DeskList(str(_("Mail to these officials comes back")), items)


TASKS: tuple[Callable[[HttpRequest], list[Task]], ...] = (
    enquiries_waiting,
    tasks.decisions,
    tasks.asked_back,
    tasks.declined,
    tasks.saved,
    tasks.begun,
    tasks.awaited,
    tasks.reported,
    claims_waiting,
    mandates_due,
    to_answer,
    tasks.figures_to_look_at,
    zones_to_confirm,
)
LISTS: tuple[Callable[[HttpRequest], DeskList], ...] = (
    sampled,
    refused,
    services_of_mine,
    asked_for,
    my_claims,
    my_enquiries,
    my_searches,
)
