"""Somebody proposes a zone that the directory does not have yet."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sez_portal.accounts.models import User
from sez_portal.accounts.rate_limits import limited
from sez_portal.common.locks import take_turn
from sez_portal.records.desk.propose import send
from sez_portal.records.desk.shared import signed_in, user_of
from sez_portal.records.field_types.basic import Choice, Json
from sez_portal.records.forms import RecordForm, typed_of
from sez_portal.records.models import Submission
from sez_portal.records.record import Field
from sez_portal.records.services.propose import just_sent
from zones.models import Zone
from zones.record import ZONE

NEW_FIELDS = ("name_en", "country", "province", "type", "status", "management", "lat", "lon")


@signed_in
@limited("new-zone", "20/d")
@require_http_methods(["GET", "HEAD", "POST"])
def propose_new(request: HttpRequest) -> HttpResponse:
    """A zone that the directory does not have yet."""
    fields = [ZONE[key] for key in NEW_FIELDS]
    values = {field.key: _nothing_chosen(field) for field in fields}
    form = RecordForm(request.POST or None, record=ZONE, fields=fields, values=values)
    user = user_of(request)
    if request.method == "POST" and form.is_valid() and not _lacks(form):
        if submission := _send(request, form, user):
            return redirect(submission)
    return render(request, "desk/new.html", {"form": form}, status=422 if form.errors else 200)


def _nothing_chosen(field: Field) -> Json:
    """What the form opens with: nobody chose the first of a vocabulary."""
    choices = field.kind.choices.values if isinstance(field.kind, Choice) else []
    return "unknown" if "unknown" in choices else field.kind.empty


def _lacks(form: RecordForm) -> bool:
    """Whether something is missing or at odds without which nobody could accept the zone."""
    values, province = form.values, "province"
    if not values["name_en"]:
        form.add_error("name_en", _("Give the name of the zone."))
    if not values["country"]:
        form.add_error("country", _("Say in which country it lies."))
    elif values[province] and not values[province].startswith(f"{values['country'].lower()}-"):
        form.add_error(province, _("This province lies in another country."))
    return bool(form.errors)


@transaction.atomic
def _send(request: HttpRequest, form: RecordForm, user: User) -> Submission | None:
    """The proposal; of what was pressed twice the first. In turn, so that no two get one key."""
    stem = slugify(f"{form.values['country'] or ''} {form.values['name_en']}")[:70]
    take_turn(f"new zone {stem}")
    if same := just_sent(ZONE, user, typed_of(request.POST)):
        messages.success(request, _("Sent. You get a mail when it is decided."))
        return same
    values = form.values | {"coord_precision": "town"}
    return send(request, form, ZONE, _free(stem), user, values)


def _free(stem: str) -> str:
    """A key that neither a row nor a proposal has."""
    keys = {
        *Zone.objects.filter(key__startswith=stem).values_list("key", flat=True),
        *Submission.objects.filter(key__startswith=stem).values_list("key", flat=True),
    }
    number, key = 1, stem
    while key in keys:
        number += 1
        key = f"{stem}-{number}"
    return key
