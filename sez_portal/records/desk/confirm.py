"""Confirmation: on the desk by section, and by a mailed link without a password."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sez_portal.accounts.rate_limits import limited
from sez_portal.common.access import may
from sez_portal.records.desk.propose import form_for, send
from sez_portal.records.desk.shared import record_of, row_for, signed_in, user_of
from sez_portal.records.evidence.facts import Notes, facts_of
from sez_portal.records.forms import fields_of
from sez_portal.records.models import MailLink
from sez_portal.records.record import Record, get
from sez_portal.records.services.apply import title_of
from sez_portal.records.services.confirm import (
    confirm,
    fields_waiting,
    left_out,
    link_of,
    to_confirm,
    use,
    used_link_of,
    was_confirmation,
)
from sez_portal.records.services.propose import open_submission
from sez_portal.records.services.reminders import person_of, reminder_of


@signed_in
@require_POST
def confirm_section(request: HttpRequest, name: str, key: str, section: str) -> HttpResponse:
    """One press: the figures of this section are still true."""
    record = record_of(name)
    obj = row_for(request, record, key, "confirm")
    names = [field.key for field in to_confirm(record, obj, section)]
    waiting = fields_waiting(record, key)
    try:
        confirm(record=record, key=key, names=names, by=user_of(request))
        messages.success(request, _("Confirmed. Each figure keeps its own year."))
        if told := left_out(record, names, waiting):
            messages.warning(request, told)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("desk")


def _opened(token: str, act: str) -> tuple[MailLink, Record, Any] | None:
    """The link, its record and row, while its person may still do this with it."""
    link = link_of(token)
    if link is None:
        return None
    record = get(link.record)
    obj = record.model._default_manager.filter(key=link.key).first()
    return (link, record, obj) if obj and may(link.user, act, obj) else None


def _spent(request: HttpRequest, token: str) -> HttpResponse:
    """What a genuine link that was used did, and when; any other no longer works."""
    link = used_link_of(token)
    if link is None:
        return render(request, "desk/link_gone.html", status=410)
    record = get(link.record)
    obj = record.model._default_manager.filter(key=link.key).first()
    with translation.override(link.user.language):
        context = {
            "link": link,
            "row": obj,
            "title": title_of(obj) if obj else link.key,
            "is_confirmation": was_confirmation(link),
        }
        return render(request, "desk/link_done.html", context)


@never_cache
@limited("confirm", "60/h")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a mailed link; only its button confirms, since mail scanners open links."""
    found = _opened(token, "confirm")
    if found is None:
        return _spent(request, token)
    link, record, obj = found
    waiting = fields_waiting(record, link.key)
    of_section = to_confirm(record, obj, link.group)
    fields = [field for field in of_section if field.key not in waiting]
    with translation.override(link.user.language):
        context = {
            "link": link,
            "title": title_of(obj),
            "section": record.groups[link.group],
            "facts": list(facts_of(record, obj, notes=Notes(), fields=fields).values()),
            "token": token,
            "left_out": left_out(record, [field.key for field in of_section], waiting),
        }
        if request.method != "POST":
            return render(request, "desk/link.html", context)
        try:
            names = [field.key for field in fields]
            confirm(record=record, key=link.key, names=names, by=link.user, link=link)
        except (ValidationError, PermissionDenied):
            return _spent(request, token)
        return redirect("confirm-link", token)


@never_cache
@limited("confirm", "60/h")
@require_http_methods(["GET", "HEAD", "POST"])
def change_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The form of a mailed link: what is sent is a proposal of the link's person."""
    found = _opened(token, "propose")
    if found is None:
        return _spent(request, token)
    link, record, obj = found
    mine = open_submission(record, link.key, link.user)
    with translation.override(link.user.language):
        form = form_for(request, record, obj, fields_of(record, link.group), mine)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    if send(request, form, record, link.key, link.user):
                        use(link, link.user)
                        return redirect("change-link", token)
            except ValidationError:  # pressed twice: the other press was faster
                return _spent(request, token)
        context = {"form": form, "title": title_of(obj), "section": record.groups[link.group]}
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/link_change.html", context | {"token": token}, status=status)


@never_cache
@csrf_exempt  # mail programs press it for their reader (RFC 8058); the signed text says who
@require_http_methods(["GET", "HEAD", "POST"])
def stop_reminders(request: HttpRequest, signed: str) -> HttpResponse:
    """The stop link of a reminder; its button stops or starts the mails again."""
    person = person_of(signed)
    if person is None:
        return render(request, "desk/link_gone.html", status=410)
    with translation.override(person.language):
        row = reminder_of(person)
        if request.method == "POST":
            row.is_stopped = request.POST.get("do") != "start"
            row.save()
            if "do" in request.POST:  # a person; a mail program may not be sent on
                return redirect("stop-reminders", signed)
        return render(request, "desk/stop.html", {"is_stopped": row.is_stopped})
