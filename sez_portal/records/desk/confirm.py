"""Confirmation: on the desk by section, and by a mailed link without a password."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sez_portal.accounts.models import User
from sez_portal.accounts.rate_limits import limited
from sez_portal.common.access import may
from sez_portal.records.desk.figures import (
    SectionToConfirm,
    due_ticks,
    labels_of_moved,
    names_ticked,
    sections_to_confirm,
)
from sez_portal.records.desk.propose import form_for, send
from sez_portal.records.desk.shared import record_of, row_for, signed_in, user_of
from sez_portal.records.forms import RecordForm
from sez_portal.records.models import MailLink
from sez_portal.records.record import Record, get
from sez_portal.records.sections import ageing_sections, fields_of
from sez_portal.records.services.apply import title_of
from sez_portal.records.services.confirm import (
    LONGEST_COMPARED,
    confirm,
    last_confirmation,
    link_of,
    use,
    used_link_of,
    was_confirmation,
)
from sez_portal.records.services.propose import open_submission
from sez_portal.records.services.reminders import person_of, reminder_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_figures(request: HttpRequest, name: str, key: str, section: str = "") -> HttpResponse:
    """The figures of a row, or of one section of it, to be ticked where they are still true."""
    record = record_of(name)
    obj = row_for(request, record, key, "confirm")
    if section and section not in ageing_sections(record):
        raise Http404
    found = sections_to_confirm(record, obj, section)
    if request.method == "POST" and _confirm(request, record, obj, found, user_of(request)):
        return redirect(request.get_full_path())
    context = {
        "record": record,
        "key": key,
        "title": title_of(obj),
        "sections": found,
        "ticks": _ticks(request, found),
        "last": last_confirmation(record, key, user_of(request)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/confirm.html", context, status=status)


def _ticks(request: HttpRequest, found: list[SectionToConfirm]) -> list[str]:
    return request.POST.getlist("tick") if request.method == "POST" else due_ticks(found)


def _confirm(
    request: HttpRequest,
    record: Record,
    obj: Any,
    found: list[SectionToConfirm],
    by: User,
    link: MailLink | None = None,
) -> bool:
    """Confirm what was ticked and stands as it was seen; says what it did, or why nothing."""
    ticks = request.POST.getlist("tick")
    names, moved = names_ticked(found, ticks), labels_of_moved(record, found, ticks)
    if moved:
        told = _("Changed since you opened the page, so not confirmed: %(fields)s. Look again.")
        messages.warning(request, told % {"fields": get_text_list(moved, _("and"))})
    if not names:
        messages.error(request, _("Tick the figures that you looked at. Nothing was confirmed."))
        return False
    note = request.POST.get("compared", "").strip()[:LONGEST_COMPARED]
    try:
        made = confirm(record=record, key=obj.key, names=names, by=by, link=link, note=note)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    labels = [str(record[name].label) for name in made.fields]
    told = _("Confirmed: %(fields)s. Each figure keeps its own year.")
    messages.success(request, told % {"fields": get_text_list(labels, _("and"))})
    return True


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
    with translation.override(link.user.language):
        sections = sections_to_confirm(record, obj, link.group)
        if request.method == "POST":
            try:
                if _confirm(request, record, obj, sections, link.user, link):
                    return redirect("confirm-link", token)
            except PermissionDenied:
                return _spent(request, token)
            if link_of(token) is None:  # pressed twice: the other press was faster
                return _spent(request, token)
        context = {
            "link": link,
            "title": title_of(obj),
            "sections": sections,
            "ticks": _ticks(request, sections),
            "token": token,
        }
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/link.html", context, status=status)


@never_cache
@limited("confirm", "60/h")
@require_http_methods(["GET", "HEAD", "POST"])
def change_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The form of a mailed link: what is sent is a proposal of the link's person, and what they
    tick beside it is still true."""
    found = _opened(token, "propose")
    if found is None:
        return _spent(request, token)
    link, record, obj = found
    mine = open_submission(record, link.key, link.user)
    with translation.override(link.user.language):
        sections = sections_to_confirm(record, obj, link.group)
        form = form_for(request, record, obj, fields_of(record, link.group), mine, by=link.user)
        if request.method == "POST" and form.is_valid():
            try:
                if _send_and_confirm(request, form, record, link, sections):
                    return redirect("change-link", token)
            except ValidationError:  # pressed twice: the other press was faster
                return _spent(request, token)
        context = {
            "form": form,
            "title": title_of(obj),
            "section": ageing_sections(record)[link.group],
            "sections": sections,
            "ticks": request.POST.getlist("tick"),
            "token": token,
        }
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/link_change.html", context, status=status)


@transaction.atomic
def _send_and_confirm(
    request: HttpRequest,
    form: RecordForm,
    record: Record,
    link: MailLink,
    sections: list[SectionToConfirm],
) -> bool:
    """Send what was changed and confirm what was ticked and not changed; spends the link.

    False when the form was refused. Raises ValidationError when the link was spent meanwhile.
    """
    sent = send(request, form, record, link.key, link.user)
    if sent is None:
        return False
    ticked = names_ticked(sections, request.POST.getlist("tick"))
    if names := [name for name in ticked if name not in sent.fields]:
        confirm(record=record, key=link.key, names=names, by=link.user)
    use(link, link.user)
    return True


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
