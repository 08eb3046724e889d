"""Pages of the desk about people: who holds which role, who is invited, and a role of somebody."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from countries.models import Country
from sez_portal.accounts import mandates, services
from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment, Invitation
from sez_portal.accounts.permissions import may_appoint, may_hand_over
from sez_portal.accounts.rate_limits import limited
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import may
from sez_portal.records.desk.shared import hidden, row_for, signed_in, user_of
from zones import notifications
from zones.models import Zone
from zones.people import forms
from zones.people.page import LOOKS, PeoplePage, waiting_invitations
from zones.record import ZONE

GET_OR_POST = ["GET", "HEAD", "POST"]
RATE = "100/h"
ASKED = ("country", "look", "q", "page")


@signed_in
@limited("people", RATE)
@require_http_methods(GET_OR_POST)
def people(request: HttpRequest) -> HttpResponse:
    """Show who holds which role, and invite for those that one may give."""
    user, roles = user_of(request), roles_of(request.user)
    if not roles:
        raise PermissionDenied("people")
    page = PeoplePage(user, {name: request.GET.get(name, "")[:100] for name in ASKED})
    invites = _invites(request, page)
    sent = next((form for form in invites if form.is_bound), None)
    if sent is not None and sent.is_valid():
        place = sent.cleaned_data.get("place", "")
        if _invited(request, sent, place):
            return redirect("people")
    elif request.method == "POST" and sent is None:
        messages.error(request, _("Choose what to do."))
    context = {"page": page, "invites": invites, "looks": LOOKS, "roles": roles}
    is_wrong = sent is not None and bool(sent.errors)
    return render(request, "desk/people.html", context, status=422 if is_wrong else 200)


def _invites(request: HttpRequest, page: PeoplePage) -> list[Any]:
    """A form for each role that they may give; the one that was sent holds what was typed."""
    user, sent = user_of(request), request.POST.get("do", "")
    country = next(iter(page.roles.countries), "")
    return [
        kind(
            request.POST if sent == kind.role else None,
            by=user,
            places=_places(kind.role, page),
            auto_id=f"{kind.role}-%s",
        )
        for kind in forms.INVITES
        if may_appoint(user, kind.role, country)
    ]


def _places(role: str, page: PeoplePage) -> list[tuple[str, Any]]:
    """The zones, by country where there are several, or the countries."""
    if role == Role.FOCAL_POINT:
        return [(row.iso2, str(row)) for row in page.countries.values()]
    by_country = {
        str(row): [(zone.key, zone.name.text) for zone in page.zones if zone.country_id == row.iso2]
        for row in page.countries.values()
    }
    return next(iter(by_country.values())) if len(by_country) == 1 else list(by_country.items())


def _invited(request: HttpRequest, form: Any, place: str) -> bool:
    """Whether the invitation is on its way; else the form says why not."""
    data = {name: value for name, value in form.cleaned_data.items() if name != "place"}
    try:
        row = services.invite(by=user_of(request), role=form.role, **_of(form.role, place), **data)
    except ValidationError as error:
        form.add_error("email", error)
        return False
    _say_sent(request, row)
    return True


def _say_sent(request: HttpRequest, row: Invitation) -> None:
    day = date_format(row.expires_on, "DATE_FORMAT")
    sentence = _("The invitation is on its way to %(address)s. It stands until %(day)s.")
    messages.success(request, sentence % {"address": row.email, "day": day})


def _of(role: str, place: str) -> dict[str, str]:
    """What an invitation to the role names: zone, country and the name of either."""
    if role == Role.OFFICIAL:
        zone = Zone.objects.get(key=place)
        return {"zone_key": zone.key, "country": zone.country_id, "title": zone.name_en}
    if role == Role.FOCAL_POINT:
        return {"country": place, "title": _title(place)}
    return {}


def _title(country: str) -> str:
    """The name of a country as mails say it."""
    return str(Country.objects.values_list("name_en", flat=True).get(iso2=country))


def _titled(row: Appointment) -> Appointment:
    """The appointment with the name of its zone or country."""
    zone = Zone.objects.filter(key=row.zone_key).values_list("name_en", flat=True).first()
    row.title = zone or (_title(row.country) if row.country else "")
    return row


@signed_in
@limited("people", RATE)
@require_http_methods(GET_OR_POST)
def zone_people(request: HttpRequest, key: str) -> HttpResponse:
    """Show who keeps the page of a zone; invite another."""
    zone, user = row_for(request, ZONE, key, "propose"), user_of(request)
    may_give = may_appoint(user, Role.OFFICIAL, zone.country_id)
    kind = forms.InviteOfficial if may_give else forms.Successor
    form: Any = kind(request.POST if request.method == "POST" else None, by=user)
    form.fields.pop("place", None)
    form.role = Role.OFFICIAL
    if form.is_bound and form.is_valid() and _invited(request, form, zone.key):
        return redirect("zone-people", key)
    page = PeoplePage(user)
    own = next((row for row in _holders(page, key) if row.is_own), None)
    context = {
        "zone": zone,
        "holders": _holders(page, key),
        "own": own and _titled(own.appointment),
        "hand_over": forms.Successor(by=user, auto_id="successor-%s"),
        "form": form,
        "may_give": may_give,
        "invitations": waiting_invitations(user).filter(zone_key=key),
    }
    return render(request, "desk/zone_people.html", context, status=422 if form.errors else 200)


def _holders(page: PeoplePage, key: str) -> list[Any]:
    return [one for one in page.holders if one.appointment and one.appointment.zone_key == key]


@signed_in
@limited("people", RATE)
@require_POST
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again, or withdraw it."""
    user = user_of(request)
    row = Invitation.objects.filter(pk=pk).select_related("replaces__user").first()
    if row is None or not may(user, "view", row):
        raise hidden(request, "invitation", pk)
    try:
        if request.POST.get("do") == "again":
            _say_sent(request, services.send_again(invitation=row, by=user))
        elif request.POST.get("do") == "withdraw":
            services.revoke_invitation(invitation=row, by=user)
            sentence = _("The invitation of %(address)s is withdrawn. Its link says so.")
            messages.success(request, sentence % {"address": row.email})
        else:
            messages.error(request, _("Choose what to do."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("zone-people", row.zone_key) if "zone" in request.POST else redirect("people")


@signed_in
@limited("people", RATE)
@require_http_methods(GET_OR_POST)
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one role of somebody: its dates to set, one's own to confirm or hand over."""
    row, user = _role(request, pk), user_of(request)
    do = request.POST.get("do", "")
    data = request.POST
    dates = {"first_day": row.starts_on, "last_day": row.last_day}
    mandate = forms.Mandate(data if do == "dates" else None, initial=dates)
    successor = forms.Successor(
        data if do == "hand-over" else None, by=user, auto_id="successor-%s"
    )
    sent: Any = {"dates": mandate, "hand-over": successor}.get(do)
    if request.method == "POST" and (sent is None or sent.is_valid()):
        try:
            messages.success(request, _act(request, row, do, sent))
            return redirect("role", pk)
        except ValidationError as error:
            _put(request, error, sent)
    context = {
        "row": row,
        "mandate": mandate if may(user, "set", row) else None,
        "hand_over": successor if may_hand_over(user, row) else None,
        "is_own": row.user_id == user.pk,
        "may_end": row.user_id == user.pk or may(user, "end", row),
    }
    status = 422 if sent is not None and sent.errors else 200
    return render(request, "desk/role.html", context, status=status)


def _act(request: HttpRequest, row: Appointment, do: str, sent: Any) -> str:
    """Do what the button says; the services ask for the permission."""
    user = user_of(request)
    if do == "confirm":
        mandates.confirm_mandate(appointment=row, by=user)
        return _("Your mandate is confirmed for a year.")
    if do == "dates":
        is_new = mandates.set_mandate(appointment=row, by=user, **sent.cleaned_data)
        return _("Saved, and told by mail.") if is_new else _("Nothing was changed.")
    if do == "hand-over":
        data = sent.cleaned_data
        made = services.hand_over(
            appointment=row,
            to_email=data["email"],
            by=user,
            name=data["name"],
            language=data["language"],
            title=row.title,
        )
        sentence = _("%(address)s is invited to take over. The role stays until they accept.")
        return sentence % {"address": made.email}
    raise ValidationError(_("Choose what to do."))


def _put(request: HttpRequest, error: ValidationError, form: Any) -> None:
    """Say it at the field that it is about, where there is one."""
    if form is None:
        messages.error(request, " ".join(error.messages))
    else:
        names = error.message_dict if hasattr(error, "error_dict") else {}
        form.add_error(None if names else "email" if "email" in form.fields else None, error)


@signed_in
@limited("people", RATE)
@require_http_methods(GET_OR_POST)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role, with a reason that its holder reads; or lay one's own down."""
    row, user = _role(request, pk), user_of(request)
    is_own = row.user_id == user.pk
    if not is_own and not may(user, "end", row):
        raise PermissionDenied("end")
    form = forms.End(request.POST if request.method == "POST" else None, is_own=is_own)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            services.end_appointment(
                appointment=row, by=user, note=data["reason"], last_day=data["last_day"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _ended(row, data["last_day"]))
            if is_own and row.zone_key and not data["last_day"] and not _others(row):
                notifications.unkept(row)
            return redirect("desk" if is_own else "people")
    context = {"row": row, "form": form, "is_own": is_own, "left": _others(row)}
    return render(request, "desk/role_end.html", context, status=422 if form.errors else 200)


def _ended(row: Appointment, last_day: datetime.date | None) -> str:
    """What is said when a role was ended."""
    if last_day is None:
        return _("The role of %(who)s is ended.") % {"who": row.user}
    words = {"who": row.user, "day": date_format(last_day, "DATE_FORMAT")}
    return _("The role of %(who)s ends: the last day is %(day)s.") % words


def _others(row: Appointment) -> int:
    """How many others hold the same role."""
    rows = Appointment.objects.in_force().filter(role=row.role, zone_key=row.zone_key)
    return rows.filter(country=row.country).exclude(user=row.user_id).count()


def _role(request: HttpRequest, pk: int) -> Appointment:
    row = Appointment.objects.filter(pk=pk).select_related("user").first()
    if row is None or not may(request.user, "view", row):
        raise hidden(request, "role", pk)
    return _titled(row)
