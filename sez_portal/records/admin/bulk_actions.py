"""What is done to whole rows: publish, change of status, "still true". A page asks first.

Opening the page changes nothing; what it does goes through the services, row by row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sez_portal.common.access import NONE, may, rule_of
from sez_portal.records.admin.access import office_for
from sez_portal.records.admin.bulk_forms import ConfirmForm, ShownForm, StatusForm
from sez_portal.records.former_keys import key_now
from sez_portal.records.models import Submission
from sez_portal.records.record import Record
from sez_portal.records.services.apply import publish, waits_for_other_side
from sez_portal.records.services.confirm import confirm
from sez_portal.records.services.edit import edit

MOST = 200  # rows at once


@dataclass(frozen=True)
class Act:
    """`do(record, row, form, user)` gives the submission it made, or None for no change.

    `right` is what the rules ask of whoever does it.
    """

    name: str
    label: str
    form: Callable[..., forms.Form]
    do: Callable[[Record, Any, Any, Any], Submission | None]
    right: str = "change"

    def fits(self, record: Record) -> bool:
        if self.name == "status":
            return "status" in record.by_key
        return self.name != "confirm" or any(field.months for field in record.fields)

    def fits_row(self, record: Record, obj: Any) -> bool:
        """Nothing to publish what is published; nothing at all to do with what is one with another
        row until they are parted."""
        if is_another(record, obj):
            return False
        return {"publish": not obj.is_published, "unpublish": obj.is_published}.get(self.name, True)

    def is_offered(self, user: Any, model: Any) -> bool:
        """Whether there may be rows with which this person does it."""
        return bool(rule_of(user, model, self.right) != NONE)


def links(model_admin: Any, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
    """(label, address) of what this person may do to the row, and nothing that is refused then."""
    if obj is None:
        return []
    kept = model_admin.kept(request)
    return [
        (act.label, f"{model_admin.act_address(act.name)}?ids={obj.pk}&row=1&{kept}".rstrip("&"))
        for act in ACTS
        if act.fits(model_admin.record)
        and act.fits_row(model_admin.record, obj)
        and may(request.user, act.right, obj)
    ]


def is_another(record: Record, obj: Any) -> bool:
    """Whether the row was made one with another, so that it has no page of its own."""
    return not obj.is_published and bool(key_now(record, obj.key))


def view(model_admin: Any, request: HttpRequest, name: str) -> HttpResponse:
    """The page that asks, and what happens when it is sent."""
    act = next((act for act in ACTS if act.name == name and act.fits(model_admin.record)), None)
    if act is None:
        raise Http404
    rows = _rows(model_admin, request, act)
    form = act.form(
        request.POST if request.method == "POST" else None, record=model_admin.record, rows=rows
    )
    back = _way_back(model_admin, request, rows)
    if not rows:
        return HttpResponseRedirect(back)
    if request.method == "POST" and form.is_valid():
        _do(act, model_admin.record, rows, form, request)
        return HttpResponseRedirect(_next_rows(model_admin, request, act, form) or back)
    request.current_app = model_admin.admin_site.name
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": act.label,
        "subtitle": None,
        "act": act,
        "rows": rows,
        "ids": ",".join(str(row.pk) for row in rows),
        "form": form,
        "back": back,
        "from_row": "row" in request.GET,
        "list_address": model_admin.list_address(request),
        "waits_for_other_side": act.name == "status"
        and any(waits_for_other_side(model_admin.record, row, request.user) for row in rows),
        "is_popup": False,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/records/act.html", context, status=status)


def _next_rows(model_admin: Any, request: HttpRequest, act: Act, form: Any) -> str:
    """The same page for the rows that did not fit on this one; "" when all are done."""
    rest = ",".join(str(row.pk) for row in getattr(form, "rest", ()))
    query = f"ids={rest}&{model_admin.kept(request)}".rstrip("&")
    return f"{model_admin.act_address(act.name)}?{query}" if rest else ""


def _rows(model_admin: Any, request: HttpRequest, act: Act) -> list[Any]:
    """The rows named that are theirs; of the others only the security log hears. Rows of theirs
    with which only the Mekong Institute does this are named, and left out."""
    text = request.POST.get("ids", "") or request.GET.get("ids", "")
    ids = [part for part in text.split(",") if part.isascii() and part.isdecimal()]
    ids = [part for part in ids if len(part) < 18][:MOST]
    rows = list(model_admin.get_queryset(request).filter(pk__in=ids).order_by("name_en", "pk"))
    model_admin.note_strangers(request, ids, rows)
    if not rows:
        messages.warning(request, _("Nothing was chosen."))
    allowed = _pks(model_admin.model, request.user, act.right, rows)
    for row in rows:
        if row.pk not in allowed:
            told = _("%(row)s: this is done by the Mekong Institute. Ask there.")
            messages.error(request, told % {"row": row})
        elif is_another(model_admin.record, row):
            allowed.discard(row.pk)
            told = _("%(row)s is one with another row now. Part them first.")
            messages.error(request, told % {"row": row})
    return [row for row in rows if row.pk in allowed]


def _pks(model: Any, user: Any, right: str, rows: list[Any]) -> set[int]:
    """Of these rows, those with which the person may do this."""
    allowed = model._default_manager.allowed(user, right)
    return set(allowed.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))


def _way_back(model_admin: Any, request: HttpRequest, rows: list[Any]) -> str:
    """To the row from whose form one came, else to the list as it was."""
    if "row" in request.GET and len(rows) == 1:
        return str(model_admin.row_address(request, rows[0]))
    return str(model_admin.list_address(request))


def _do(act: Act, record: Record, rows: list[Any], form: Any, request: HttpRequest) -> None:
    made = []
    for row in rows:
        try:
            made.append(act.do(record, row, form, request.user))
        except ValidationError as error:
            messages.error(request, f"{row}: {' '.join(error.messages)}")
        except PermissionDenied:
            told = _("%(row)s: this is done by the Mekong Institute. Ask there.")
            messages.error(request, told % {"row": row})
    waiting = sum(one is not None and one.is_waiting for one in made)
    done = sum(one is not None for one in made) - waiting
    if waiting:
        told = ngettext(
            "%(count)s change was sent; another person decides about it.",
            "%(count)s changes were sent; another person decides about them.",
            waiting,
        )
        messages.success(request, told % {"count": waiting})
    if done:
        told = ngettext("%(count)s row was changed.", "%(count)s rows were changed.", done)
        messages.success(request, told % {"count": done})
    if made and not (done or waiting):
        messages.info(request, _("Nothing was changed: it was so already."))


def _office(record: Record, row: Any, user: Any) -> str:
    return office_for(user, record, country=record.country(row), key=row.key)


def _publish(
    record: Record, row: Any, form: Any, user: Any, *, shown: bool = True
) -> Submission | None:
    return publish(
        record=record,
        key=row.key,
        is_published=shown,
        by=user,
        office=_office(record, row, user),
        note=form.cleaned_data["note"],
    )


def _unpublish(record: Record, row: Any, form: Any, user: Any) -> Submission | None:
    return _publish(record, row, form, user, shown=False)


def _status(record: Record, row: Any, form: StatusForm, user: Any) -> Submission | None:
    """A dated event; rows that are in that state already keep their date."""
    wanted = form.cleaned_data["status"]
    if row.status == wanted:
        return None
    values = {"status": wanted}
    if "status_since" in record.by_key:
        values["status_since"] = form.cleaned_data["since"]
    office = _office(record, row, user)
    return edit(
        record=record,
        key=row.key,
        values=values,
        evidence={"status": [form.piece(office)]},
        by=user,
        office=office,
        note=form.cleaned_data["note"],
    )


def _confirm(record: Record, row: Any, form: ConfirmForm, user: Any) -> Submission | None:
    names, note = form.names_of(row), form.cleaned_data["compared"]
    return confirm(record=record, key=row.key, names=names, by=user, note=note) if names else None


ACTS = (
    Act("confirm", gettext_lazy("Confirm that it is still true"), ConfirmForm, _confirm),
    Act("status", gettext_lazy("Change the status"), StatusForm, _status),
    Act("publish", gettext_lazy("Put on the public pages"), ShownForm, _publish, "publish"),
    Act("unpublish", gettext_lazy("Take from the public pages"), ShownForm, _unpublish, "publish"),
)
