"""Pages of the desk about zones: claims, mandates to confirm, a preview of what was proposed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from countries.competence import competent
from countries.models import OneStopCentre, Procedure
from sez_portal.accounts.models import Appointment
from sez_portal.accounts.rate_limits import limited
from sez_portal.accounts.roles import roles_of
from sez_portal.common import uploads
from sez_portal.common.access import may
from sez_portal.common.forms import OneLine
from sez_portal.records.desk.lists import NO_CLOCK, SHOWN, DeskItem, DeskList, Task
from sez_portal.records.desk.media import served
from sez_portal.records.desk.shared import hidden, signed_in, user_of
from sez_portal.records.former_keys import row_called, sent_on_to_key
from sez_portal.records.models import Submission
from sez_portal.records.services.due import due_figures, overdue
from sez_portal.records.services.propose import would_be
from zones import claims
from zones.models import Claim, Zone
from zones.page import ZonePage
from zones.record import ZONE

GET_OR_POST = ["GET", "HEAD", "POST"]


class ClaimForm(OneLine, forms.Form):
    office = forms.CharField(label=gettext_lazy("Office"), max_length=200)
    position = forms.CharField(label=gettext_lazy("Your position"), max_length=200)
    letter = forms.FileField(
        label=gettext_lazy("Letter of the office"),
        help_text=gettext_lazy(
            "A PDF that names you. Not needed with a mail address of the office."
        ),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Anything else"), widget=forms.Textarea({"rows": 3}), required=False
    )

    def clean_letter(self) -> Any:
        letter = self.cleaned_data["letter"]
        return uploads.paper(letter) if letter else None


@signed_in
@limited("claim", "10/d")
@require_http_methods(GET_OR_POST)
def claim_zone(request: HttpRequest, key: str) -> HttpResponse:
    """Ask to keep the page of a zone."""
    zone = row_called(ZONE, key, Zone.objects.published())
    if zone.key != key:
        return sent_on_to_key(request, key, zone.key)
    form = ClaimForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(claims.claim(zone=zone, by=user_of(request), **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error.messages)
    context = {"form": form, "zone": zone}
    return render(request, "desk/claim_form.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(GET_OR_POST)
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one claim, for its author and for those who decide it."""
    claim, told = _claim(request, pk), ""
    if request.method == "POST":
        try:
            claims.decide(
                claim=claim,
                by=user_of(request),
                is_accepted=request.POST.get("do") == "accept",
                reason=request.POST.get("reason", "")[:2000],
            )
            messages.success(request, _("Decided. The author gets a mail."))
            return redirect(claim)
        except ValidationError as error:
            claim.refresh_from_db()
            told = " ".join(error.messages)
    holders = Appointment.objects.in_force().filter(zone_key=claim.zone.key)
    context = {
        "claim": claim,
        "may_decide": may(request.user, "decide", claim),
        "holders": holders.select_related("user"),
        "typed": request.POST.get("reason", ""),
        "error": told,
    }
    return render(request, "desk/claim.html", context, status=409 if told else 200)


def claims_waiting(request: HttpRequest) -> list[Task]:
    """The claims that this person can decide, oldest first, for the desk."""
    rows = Claim.objects.allowed(request.user, "decide").select_related("zone", "user")
    return [
        Task(
            NO_CLOCK,
            _("Claim"),
            _("%(who)s wants to keep the page of %(zone)s") % {"who": row.user, "zone": row.zone},
            row.get_absolute_url(),
            row.office,
            _("Decide"),
        )
        for row in rows.order_by("pk")[:SHOWN]
    ]


def my_claims(request: HttpRequest) -> DeskList:
    """List the claims of whoever is signed in, and what became of them."""
    rows = Claim.objects.filter(user=request.user.pk).select_related("zone")
    items = [
        DeskItem(str(row.zone), row.get_absolute_url(), row.get_status_display())
        for row in rows[:SHOWN]
    ]
    return DeskList(_("Pages that you asked to keep"), items)


def zones_to_confirm(request: HttpRequest) -> list[Task]:
    """How many zones of a country have figures to confirm, and how many figures there are in all:
    for its focal point. The administration tells the same numbers."""
    countries = roles_of(request.user).countries
    if not countries:
        return []
    rows = Zone.objects.filter(country__in=countries).annotate(overdue=overdue(ZONE))
    count = rows.filter(overdue__gt=0).count()
    if not count:
        return []
    told = ngettext(
        "%(count)s zone has figures to confirm", "%(count)s zones have figures to confirm", count
    )
    return [
        Task(
            NO_CLOCK + 1,
            _("To look at"),
            told % {"count": count},
            f"{reverse('admin:zones_zone_changelist')}?overdue=yes",
            _figures_in_all(due_figures().filter(country__in=countries).count()),
            _("Begin"),
        )
    ]


def _figures_in_all(count: int) -> str:
    told = ngettext(
        "%(count)s figure is to be confirmed in the records of your country. The zones with the "
        "most stand first.",
        "%(count)s figures are to be confirmed in the records of your country. The zones with the "
        "most stand first.",
        count,
    )
    return told % {"count": count}


def services_of_mine(request: HttpRequest) -> DeskList:
    """List the one-stop centres and procedures of an official's zones, for the desk."""
    zones = list(Zone.objects.filter(key__in=roles_of(request.user).zones))
    items = []
    for name, label, model in (
        ("centre", _("One-stop service centre"), OneStopCentre),
        ("procedure", _("Procedure"), Procedure),
    ):
        proposable = set(
            model.objects.allowed(request.user, "propose").values_list("key", flat=True)
        )
        for row in _of_these(model, zones):
            form = reverse("propose", args=[name, row.key])
            address = form if row.key in proposable else row.get_absolute_url()
            items.append(DeskItem(str(row), address, label))
    return DeskList(_("One-stop services of my zones"), items)


def _of_these(model: type[Any], zones: list[Zone]) -> list[Any]:
    """The rows that are for one of the zones and not for the whole country."""
    countries = {zone.country_id for zone in zones}
    rows = list(model.objects.filter(country__in=countries).order_by("key"))
    keys = {row.key for zone in zones for row in competent(rows, zone) if not row.is_countrywide}
    return [row for row in rows if row.key in keys]


def mandates_due(request: HttpRequest) -> list[Task]:
    """The mandates that were not confirmed for a year, for the desk."""
    rows = [
        row
        for row in Appointment.objects.in_force().filter(user=request.user.pk)
        if row.is_to_confirm
    ]
    zones = Zone.objects.filter(key__in=[row.zone_key for row in rows])
    names = {zone.key: zone.name.text for zone in zones}
    return [
        Task(
            NO_CLOCK,
            _("Once a year"),
            _("Do you still hold this mandate? Please confirm it"),
            reverse("role", args=[row.pk]),
            f"{names.get(row.zone_key) or row.get_role_display()}, {row.office}",
            _("Confirm"),
        )
        for row in rows
    ]


@signed_in
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """Send the letter of a claim, never shown in the browser."""
    claim = _claim(request, pk)
    if not claim.letter:
        raise Http404
    return served(claim.letter.name, title=f"claim-{pk}", is_public=False)


def _claim(request: HttpRequest, pk: int) -> Claim:
    rows = Claim.objects.allowed(request.user, "view").select_related("zone__country", "user")
    claim = rows.filter(pk=pk).first()
    if claim is None:
        raise hidden(request, "claim", pk)
    return claim


@signed_in
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the zone's page as it would be if everything in a submission were accepted."""
    rows = Submission.objects.allowed(request.user, "view").open()
    submission = get_object_or_404(rows, pk=pk, record=ZONE.name, is_new=False)
    zones = Zone.objects.select_related("country")
    zone = get_object_or_404(zones, key=submission.key)
    proposed = would_be(ZONE, submission, zone)
    context = {"page": ZonePage(zone, proposed=proposed), "ignored": ""}
    return render(request, "zones/zone.html", context)
