"""Closing one's own account: the roles, what signs one in, and what each app keeps of a person."""

from dataclasses import dataclass
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from countries.models import Country
from investors.models import Enquiry, SavedSearch, Shortlist
from sez_portal.accounts.choices import Role
from sez_portal.accounts.closing import close, demand_another_administrator
from sez_portal.accounts.middleware import unless_shown_just_now
from sez_portal.accounts.models import Appointment, User
from sez_portal.accounts.rate_limits import limited
from sez_portal.common import tokens
from sez_portal.records.choices import OPEN
from sez_portal.records.models import Draft, MailLink, Reminder, Submission
from sez_portal.records.services.review_drafts import RECORD as REVIEW
from zones import notifications
from zones.choices import ClaimStatus
from zones.models import Claim, Zone

SALT = "who presses that their account is closed"
DAYS_PRESSED = 1


@dataclass(frozen=True)
class RoleThatEnds:
    """A role of whoever closes the account, and whether nobody else holds it."""

    appointment: Appointment
    is_last: bool


@require_http_methods(["GET", "HEAD", "POST"])
@limited("close-account", "10/d")
@never_cache
def close_account(request: HttpRequest) -> HttpResponse:
    """Say what closing means, and close the account of whoever has just shown who they are."""
    if request.method == "POST" and _was_pressed_before(request):
        return redirect("account-closed")
    return _close(request)


@login_required
@reauthentication_required
def _close(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if refusal := unless_shown_just_now(request):
        return refusal
    if request.method == "POST":
        try:
            close_all(user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("account-close")
        logout(request)
        return redirect("account-closed")
    context = {
        "roles": roles_that_end(user),
        "waiting": Submission.objects.filter(author=user, status__in=OPEN).count(),
        "drafts": Draft.objects.filter(author=user).exclude(record=REVIEW).count(),
        "is_last": _is_last_administrator(user),
        "pressed": tokens.sign(user.pk, SALT),
    }
    return render(request, "account/close.html", context)


@require_safe
@never_cache
def closed(request: HttpRequest) -> HttpResponse:
    """Say that the account is closed."""
    return render(request, "account/closed.html")


def _was_pressed_before(request: HttpRequest) -> bool:
    """Whether a second press of the button comes from a page whose account is closed by now."""
    pk = tokens.read(request.POST.get("pressed", ""), SALT, DAYS_PRESSED)
    user = User.objects.filter(pk=pk).first() if isinstance(pk, int) else None
    return user is not None and user.is_given_up and not request.user.is_authenticated


@transaction.atomic
def _is_last_administrator(user: User) -> bool:
    try:
        demand_another_administrator(user)
    except ValidationError:
        return True
    return False


def roles_that_end(user: User) -> list[RoleThatEnds]:
    """The roles of somebody, each with the name of its zone or country."""
    rows = list(Appointment.objects.not_ended().filter(user=user))
    zones = Zone.objects.filter(key__in=[row.zone_key for row in rows])
    titles = {zone.key: zone.name.text for zone in zones}
    titles |= {row.iso2: str(row) for row in Country.objects.all()}
    for row in rows:
        row.title = titles.get(row.zone_key) or titles.get(row.country, "")
    return [RoleThatEnds(row, _is_held_by_none_else(row)) for row in rows]


def _is_held_by_none_else(row: Appointment) -> bool:
    others = Appointment.objects.in_force().exclude(user=row.user_id)
    others = others.filter(role=row.role, zone_key=row.zone_key, country=row.country)
    return not others.filter(user__is_active=True).exists()


@transaction.atomic
def close_all(user: User) -> None:
    """Close the account, and remove what the apps keep of the person. What was sent stays."""
    left = [one.appointment for one in roles_that_end(user) if one.is_last]
    close(user=user)
    for model in (MailLink, Reminder, Shortlist, SavedSearch):
        model.objects.filter(user=user).delete()
    Draft.objects.filter(author=user).delete()
    Submission.objects.filter(assigned_to=user).update(assigned_to=None)
    Enquiry.objects.filter(user=user).update(user=None)
    claims = Claim.objects.filter(user=user)
    claims.filter(status=ClaimStatus.OPEN).delete()
    claims.update(letter="", note="", position="")
    for row in left:
        if row.role == Role.OFFICIAL:
            transaction.on_commit(lambda row=row: notifications.unkept(row))
