"""One administration for every record: lists, forms and history of the rows somebody keeps.

What is saved goes through `records.services.apply`: live at once, recorded, with a reason.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from sez_portal.common.numbers import counter
from sez_portal.common.snippets import snippet
from sez_portal.records.admin import bulk_actions, row_acts
from sez_portal.records.admin.access import nothing_lost, office_for, watched
from sez_portal.records.admin.clashes import meanwhile
from sez_portal.records.admin.forms import AdminForm
from sez_portal.records.admin.listing import PER_PAGE, RecordList
from sez_portal.records.choices import Origin
from sez_portal.records.evidence.facts import evidence_of
from sez_portal.records.history import history_entries
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.past import values_at
from sez_portal.records.present import present
from sez_portal.records.record import Field
from sez_portal.records.services.apply import locked, origin_of, waits_for_other_side
from sez_portal.records.services.edit import edit


class RecordAdmin(row_acts.WholeRows, RecordList):
    """`fixed` are fields that nobody changes once the row stands."""

    fixed: tuple[str, ...] = ()

    def get_fixed(self, request: HttpRequest) -> tuple[str, ...]:
        """The fields that this person does not change."""
        return self.fixed

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        view = self.admin_site.admin_view(self.act_view)
        urls = [path("act/<slug:name>/", view, name=name), *row_acts.urls(self)]
        urls += super().get_urls()
        for pattern in urls:
            pattern.callback = nothing_lost(pattern.callback)
        return urls

    @watched
    def act_view(self, request: HttpRequest, name: str) -> HttpResponse:
        return bulk_actions.view(self, request, name)

    @watched
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; what is ticked there and is no number is no row."""
        if "_selected_action" in request.POST:
            chosen = request.POST.copy()
            ticked = [pk for pk in chosen.getlist("_selected_action") if counter(pk)]
            chosen.setlist("_selected_action", ticked)
            request.POST = chosen
        return super().changelist_view(request, extra_context)

    @watched
    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        raise PermissionDenied("nothing is deleted: history keeps it")

    @watched
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """The form of one row, or of a new one."""
        obj = None
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied("add")
        else:
            if not self.has_change_permission(request):
                raise PermissionDenied("change")
            obj = self.get_object(request, object_id)
            if obj is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = self._form(request, obj)
        if request.method == "POST" and form.is_valid():
            done = self._save(request, form)
            if isinstance(done, HttpResponse):
                return done
            form = done
        return self._page(request, form)

    def _form(self, request: HttpRequest, obj: Any) -> AdminForm:
        """Filled with what stood there when the form was opened: what others changed since is
        no change of whoever sends it."""
        fields = [
            f for f in self.record.fields if obj is None or f.key not in self.get_fixed(request)
        ]
        current = DataVersion.current()
        version = _version(request.POST.get("based_on", ""), current)
        values = {field.key: field.kind.empty for field in fields}
        if obj is not None and version < current:
            values = values_at(self.record, obj.key, version, values)
        elif obj is not None:
            values = self.record.read(obj, values)
        found = evidence_of(self.record, [obj.key], list(values), sources=True) if obj else {}
        form = AdminForm(
            request.POST if request.method == "POST" else None,
            files=request.FILES if request.method == "POST" else None,
            record=self.record,
            fields=fields,
            values=values | {"based_on": version},
            dated={name: pieces[0].speaks_of for (_key, name), pieces in found.items()},
            obj=obj,
            user=request.user,
        )
        if obj is not None:
            live = self.record.read(obj, [field.key for field in fields])
            form.now = present(self.record, obj, live, found, request.user)
        elif form.data.get("country") is None:
            _choose_the_only_country(form)
        return form

    @transaction.atomic
    def _save(self, request: HttpRequest, form: AdminForm) -> HttpResponse | AdminForm:
        """Through the services; the form when it has to be looked at again."""
        key = form.obj.key if form.obj else form.cleaned_data["key"]
        obj = locked(self.record, key)
        country = self.record.country(form.obj) if form.obj else form.values.get("country") or ""
        office = office_for(request.user, self.record, country=country, key=key)
        values = {name: form.values[name] for name in form.values if name in form.changed_data}
        pieces = form.evidence(office)
        if obj and (moved := self._moved(form, obj, {*values, *pieces})):
            return moved
        if form.look_twice(key, dict(form.initial)):
            return form
        if obj:
            values |= form.beside(self.record.read(obj, values))
        try:
            with transaction.atomic():
                made = edit(
                    record=self.record,
                    key=key,
                    values=values,
                    evidence=pieces,
                    by=request.user,
                    office=office,
                    note=form.cleaned_data["note"],
                )
        except ValidationError as error:
            form.take_errors(error)
            return form
        return self._saved(request, key, made)

    def _saved(self, request: HttpRequest, key: str, made: Submission | None) -> HttpResponse:
        """On to the row; to the submission where the row has yet to be decided about."""
        obj = self.model._default_manager.filter(key=key).first()
        if obj is None:
            messages.success(request, _("Sent. Another person decides about it."))
            return redirect(made)
        self._tell(request, obj, made)
        if "_continue" in request.POST:
            return redirect(self.row_address(request, obj))
        return self.response_post_save_change(request, obj)

    def _moved(self, form: AdminForm, obj: Any, names: set[str]) -> AdminForm | None:
        """The form from what is live, where somebody changed one of these fields meanwhile."""
        fields = [field.key for field in form.record_fields]
        live, typed = self.record.read(obj, fields), form.values
        moved = [
            name
            for name in fields
            if name in names
            and live[name] not in (form.initial.get(name), typed.get(name))
            and not self.record[name].kind.merges
        ]
        return form.refilled(live, DataVersion.current(), moved) if moved else None

    def _tell(self, request: HttpRequest, obj: Any, made: Submission | None) -> None:
        if made is None:
            told = _("Nothing was changed, so nothing was recorded and nothing was refreshed.")
            messages.info(request, told)
            return
        told = _("%(title)s: saved, and live now.") % {"title": obj}
        if made.is_waiting:
            labels = [str(self.record[name].label) for name in made.undecided]
            told = _("%(title)s: sent. Another person decides about: %(fields)s.")
            told %= {"title": obj, "fields": get_text_list(labels, _("and"))}
        message = snippet(
            "admin/records/_saved.html", told=told, address=self.row_address(request, obj)
        )
        messages.success(request, message)

    def _page(self, request: HttpRequest, form: AdminForm) -> HttpResponse:
        obj = form.obj
        request.current_app = self.admin_site.name
        title = str(obj) if obj else _("New: %(what)s") % {"what": self.record.label}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "subtitle": None,
            "form": form,
            "meanwhile": meanwhile(self.record, form),
            "original": obj,
            "acts": bulk_actions.links(self, request, obj),
            "row_acts": row_acts.links(self, request, obj),
            "undoable": row_acts.undoable(self, request, obj) if obj else [],
            "list_address": self.list_address(request),
            "page_address": self.get_view_on_site_url(obj),
            "is_popup": False,
            "is_looked_at": obj is not None
            and origin_of(request.user, self.record.country(obj)) == Origin.MI,
            "waits_for_other_side": waits_for_other_side(self.record, obj, request.user),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/records/form.html", context, status=status)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        has_page = obj is not None and hasattr(obj, "get_absolute_url") and obj.is_published
        return obj.get_absolute_url() if has_page else None

    @watched
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Our submissions, for rows of theirs alone."""
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        applied = Submission.objects.applied().filter(record=self.record.name, key=obj.key)
        page = Paginator(applied, PER_PAGE).get_page(request.GET.get("p"))
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("History of %(title)s") % {"title": obj},
            "subtitle": None,
            "original": obj,
            "page": page,
            "changes": history_entries(self.record, page, request.user),
            "is_popup": False,
        }
        return TemplateResponse(request, "admin/records/history.html", context)


def _version(text: str, current: int) -> int:
    """The data version the form was opened at; anything else counts as now."""
    return min(counter(text) or current, current)


def _choose_the_only_country(form: AdminForm) -> None:
    field: Field | None = form.record.by_key.get("country")
    choices = form.fields["country"].choices if field else []
    if len(choices) == 2:  # "none" and the only one
        form.initial["country"] = choices[1][0]
