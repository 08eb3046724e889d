"""What waits for me: my zones, my submissions, and for those who decide, the queue."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment
from sez_portal.accounts.roles import held_by
from sez_portal.common.dates import Days, working_days
from sez_portal.records.choices import PROPOSED, Tier
from sez_portal.records.confirming import fields_waiting, left_out, to_confirm
from sez_portal.records.desk.lists import Item, Listed, lists_for, register
from sez_portal.records.desk.shared import signed_in
from sez_portal.records.evidence import Fact, Notes, facts_of
from sez_portal.records.history import told
from sez_portal.records.models import Flag, Reminder, Submission
from sez_portal.records.policy import DECISION_DAYS, days_off, overdue, overdue_before
from sez_portal.records.record import Record, get
from sez_portal.records.services import title_of

PER_PAGE = 50
SHOWN = 20
SAMPLE = 5


@dataclass(frozen=True)
class Section:
    """A section of a record whose figures somebody can confirm."""

    key: str
    title: str  # of its zone
    group: str
    label: str
    facts: list[Fact]
    left_out: str = ""  # which figures cannot be confirmed now

    @property
    def is_due(self) -> bool:
        return any(fact.mark and fact.mark.is_overdue for fact in self.facts)


@dataclass(frozen=True)
class Waiting:
    """A submission of the queue and for how many working days it waits."""

    submission: Submission
    days: int
    is_late: bool


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The desk of whoever is signed in, by their roles."""
    held, zone = held_by(request.user), get("zone")
    model: Any = zone.model
    mine = Submission.objects.proposals().filter(author=request.user.pk)
    zones = list(model.objects.filter(key__in=held.zones).order_by("key"))
    sections = [section for row in zones for section in sections_to_confirm(zone, row)]
    waiting = Submission.objects.waiting().allowed(request.user, "endorse")
    flags = Flag.objects.open().allowed(request.user, "view")
    awaiting = Submission.objects.allowed(request.user, "confirm")
    context = {
        "held": held,
        "zones": zones,
        "sections": sections,
        "due": [section for section in sections if section.is_due],
        "mine": mine.order_by("-pk")[:SHOWN],
        "waiting": _waited(waiting[:SHOWN]),
        "waiting_count": waiting.count(),
        "awaiting": [told(get(part.record), part) for part in awaiting.order_by("pk")[:SHOWN]],
        "lists": lists_for(request),
        "flags": flags[:SHOWN],
        "flag_count": flags.count(),
    }
    return render(request, "desk/home.html", context)


def sections_to_confirm(record: Record, row: Any) -> list[Section]:
    """The sections with figures that age, those that are due first."""
    sections = []
    facts, waiting = facts_of(record, row, notes=Notes()), fields_waiting(record, row.key)
    for group, label in record.groups.items():
        fields = to_confirm(record, row, group)
        found = [facts[field.key] for field in fields if field.key not in waiting]
        told = left_out(record, [field.key for field in fields], waiting)
        if fields:
            sections.append(Section(row.key, title_of(row), group, str(label), found, told))
    return sorted(sections, key=lambda section: not section.is_due)


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
        rows = rows.filter(overdue(timezone.localdate()))
    page = Paginator(rows.select_related("assigned_to"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _waited(page),
        "countries": countries,
        "tiers": Tier.choices,
        "asked": asked,
        "limit": DECISION_DAYS,
        "title": _("Waiting for a decision"),
    }
    return render(request, "desk/queue.html", context)


def sampled(request: HttpRequest) -> Listed:
    """For MI: what went live without a decision in the last week, to be looked at afterwards."""
    if not held_by(request.user).is_staff:
        return Listed("", [])
    since = timezone.now() - datetime.timedelta(days=7)
    rows = Submission.objects.applied().filter(
        origin__in=PROPOSED, decided_by=None, proposal__isnull=False, applied_at__gte=since
    )
    found = [
        Item(row.title, row.get_absolute_url(), f"{row.author_name}, {row.office}")
        for row in rows[:SAMPLE]
    ]
    return Listed(str(_("Went live at once: please look at these")), found)


def refused(request: HttpRequest) -> Listed:
    """For MI and the country: officials whose address took no mail."""
    held = held_by(request.user)
    if not held.is_staff and not held.countries:
        return Listed("", [])
    rows = Appointment.objects.in_force().filter(role=Role.OFFICIAL)
    rows = rows.filter(user__in=Reminder.objects.exclude(refused_on=None).values("user"))
    if not held.is_staff:
        rows = rows.filter(country__in=held.countries)
    found = [
        Item(str(row.user), reverse("zone-people", args=[row.zone_key]), row.user.email)
        for row in rows.select_related("user")[:SHOWN]
    ]
    return Listed(str(_("Mail to these officials comes back")), found)


register(sampled)
register(refused)


def _waited(rows: Iterable[Submission]) -> list[Waiting]:
    calendars, today = days_off(), timezone.localdate()
    return [_clock(row, today, calendars.get(row.country, ())) for row in rows]


def _clock(row: Submission, today: datetime.date, off: Days) -> Waiting:
    since = timezone.localdate(row.submitted_at)
    return Waiting(row, working_days(since, today, off), since < overdue_before(today, off))
