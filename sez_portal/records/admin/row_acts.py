"""The pages of acts on one whole row: each asks first, shows what follows, and can be undone."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from sez_portal.common.access import may
from sez_portal.common.lists import listed
from sez_portal.common.snippets import snippet
from sez_portal.records.admin.access import office_for, watched
from sez_portal.records.admin.bulk_actions import is_another
from sez_portal.records.admin.listing import KEPT
from sez_portal.records.admin.row_forms import FORMS, MergeForm, RowForm, UndoForm
from sez_portal.records.choices import RowAct
from sez_portal.records.desk.row_sides import along
from sez_portal.records.former_keys import key_now
from sez_portal.records.history import Changed, history_entry
from sez_portal.records.models import FormerKey, Submission
from sez_portal.records.record import Record, get
from sez_portal.records.services import row_acts
from sez_portal.records.services.revert import edited_since
from sez_portal.records.services.row_acts import is_undone
from sez_portal.records.services.told import Told
from sez_portal.records.undoings import named_again

FOUND = 8  # rows offered for a name


class WholeRows:
    """Of an administration: `row_acts` is what can be done to a whole row of it (RowAct),
    `row_forms` are forms for it beyond those of `row_forms.FORMS`."""

    record: Record
    row_acts: tuple[str, ...] = ()
    row_forms: dict[str, Any] = {}

    @watched
    def whole_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        return view(self, request, pk, act)

    @watched
    def undo_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        return undoing(self, request, pk, number)

    def alike(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Rows that may be this one once more."""
        return []


def urls(model_admin: Any) -> list[URLPattern]:
    opts, wrap = model_admin.opts, model_admin.admin_site.admin_view
    name = f"{opts.app_label}_{opts.model_name}"
    return [
        path("<int:pk>/whole/<slug:act>/", wrap(model_admin.whole_view), name=f"{name}_whole"),
        path("<int:pk>/undo/<int:number>/", wrap(model_admin.undo_view), name=f"{name}_undo"),
    ]


def address(model_admin: Any, page: str, *args: Any) -> str:
    opts = model_admin.opts
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


def links(model_admin: Any, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
    """(label, address) of what can be done to the row; of one that is another's, only undoing."""
    if obj is None or is_another(model_admin.record, obj):
        return []
    return [
        (
            RowAct(act).label,
            f"{address(model_admin, 'whole', obj.pk, act)}?{model_admin.kept(request)}".rstrip("?"),
        )
        for act in model_admin.row_acts
    ]


def undoable(model_admin: Any, request: HttpRequest, obj: Any) -> list[tuple[Submission, str]]:
    """The acts on the row that stand and that this person may undo, newest first, each with the
    page that undoes it."""
    record = model_admin.record
    if not all(may(request.user, right, obj) for right in ("change", "publish")):
        return []
    led = FormerKey.objects.filter(record=record.name, key=obj.key).values("former")
    acts = Submission.objects.applied().filter(record=record.name).exclude(act="")
    of_row = Q(key=obj.key) & ~Q(act=RowAct.MERGE)
    acts = acts.filter(of_row | Q(act=RowAct.MERGE, key__in=led))
    if key_now(record, obj.key):
        own = Submission.objects.applied().filter(record=record.name, key=obj.key)
        acts = own.filter(act=RowAct.MERGE)[:1]
    return [
        (act, address(model_admin, "undo", obj.pk, act.pk)) for act in acts if not is_undone(act)
    ]


def view(model_admin: Any, request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """The page of an act, and what happens when it is sent."""
    if act not in model_admin.row_acts:
        raise Http404
    obj = model_admin.get_object(request, str(pk))
    if obj is None:
        return model_admin._get_obj_does_not_exist_redirect(request, model_admin.opts, str(pk))
    form = _form(model_admin, request, act, obj)
    if request.method == "POST" and form.is_valid():
        try:
            made = row_acts.begin(
                act=RowAct(act),
                record=model_admin.record,
                key=form.row.key,
                terms=form.terms(),
                told=_told(model_admin, request, obj, form.cleaned_data["note"]),
            )
            return _done(model_admin, request, obj, made)
        except ValidationError as error:
            form.take_errors(error)
        except PermissionDenied:
            form.add_error(None, _("This is done by the Mekong Institute. Ask there."))
    elif isinstance(form, MergeForm) and form.is_bound:
        form.refreshed()
    return _page(model_admin, request, obj, form)


def _form(model_admin: Any, request: HttpRequest, act: str, obj: Any) -> RowForm:
    record, data = model_admin.record, request.POST if request.method == "POST" else None
    office = office_for(request.user, record, country=record.country(obj), key=obj.key)
    more: dict[str, Any] = {"record": record, "obj": obj, "office": office}
    if act == RowAct.MERGE:
        other = _other(model_admin, request, obj)
        pair = (obj, other) if "swap" in request.GET else (other, obj)
        more |= {"other": other, "goes": pair[0], "stays": pair[1]}
    forms = {**FORMS, **model_admin.row_forms}
    return forms[act](data, **more)


def _told(model_admin: Any, request: HttpRequest, obj: Any, note: str) -> Told:
    record = model_admin.record
    office = office_for(request.user, record, country=record.country(obj), key=obj.key)
    return Told(request.user, office, note)


def _other(model_admin: Any, request: HttpRequest, obj: Any) -> Any:
    """The second row, by its key; one of theirs."""
    rows = model_admin.get_queryset(request).exclude(pk=obj.pk)
    return rows.filter(key=request.GET.get("other", "")[:80]).first()


def _offered(model_admin: Any, request: HttpRequest, obj: Any, words: str) -> list[Any]:
    """Rows of theirs that the words name, in the country of this one."""
    rows = model_admin.get_queryset(request).exclude(pk=obj.pk)
    if "country" in model_admin.record.by_key:
        rows = rows.filter(country=model_admin.record.country(obj))
    gone = FormerKey.objects.filter(record=model_admin.record.name).values("former")
    found, _more = model_admin.get_search_results(request, rows.exclude(key__in=gone), words)
    return list(found.order_by("name_en", "pk")[:FOUND])


def _done(model_admin: Any, request: HttpRequest, obj: Any, made: Submission) -> HttpResponse:
    """On to the row that stands, or to what waits."""
    if made.is_waiting:
        messages.success(request, _("Sent. Another person decides about it."))
        return redirect(made)
    key = key_now(model_admin.record, made.key) or made.key
    row = model_admin.model._default_manager.get(key=key)
    told = _("%(title)s: done, and live now. It can be undone here.") % {"title": row}
    return _on_to(model_admin, request, row, told)


def _told_undone(made: Submission) -> str:
    if made.typed.get("left"):
        return _("Undone, but for what somebody edited since: that is left as it is.")
    return _("Undone: it is as it was before.")


def _on_to(
    model_admin: Any, request: HttpRequest, row: Any, told: str, back: Submission | None = None
) -> HttpResponse:
    """The form of the row, which says what became of it and leads on to its page and the list.

    `back` is the undoing that lists what came back."""
    onward = {
        "told": told,
        "back": back,
        "page": model_admin.get_view_on_site_url(row),
        "list_address": model_admin.list_address(request),
    }
    messages.success(request, snippet("admin/records/_done.html", **onward))
    return redirect(model_admin.row_address(request, row))


def _page(model_admin: Any, request: HttpRequest, obj: Any, form: RowForm) -> HttpResponse:
    request.current_app = model_admin.admin_site.name
    context = _context(model_admin, request, obj)
    context |= {
        "title": RowAct(form.act).label,
        "form": form,
        "waits": row_acts.waits(form.act, model_admin.record, form.row, request.user),
        "back": model_admin.row_address(request, obj),
    }
    if isinstance(form, MergeForm):
        context |= _of_merging(model_admin, request, obj, form)
    status = 422 if form.errors else 200
    return TemplateResponse(request, form.template, context, status=status)


def _of_merging(model_admin: Any, request: HttpRequest, obj: Any, form: MergeForm) -> dict:
    words = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    found = _offered(model_admin, request, obj, words) if words else []
    alike = [] if words or form.other else model_admin.alike(request, obj)
    swapped = "" if "swap" in request.GET else "&swap="
    kept = f"&{model_admin.kept(request)}".rstrip("&")
    return {
        "words": words,
        "filters": request.GET.get(KEPT, ""),
        "found": found,
        "alike": alike,
        "along": along(model_admin.record, form.goes) if form.other else [],
        "swap": f"?other={form.other.key}{swapped}{kept}" if form.other else "",
        "has_page": hasattr(obj, "get_absolute_url"),
    }


def _context(model_admin: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "subtitle": None,
        "original": obj,
        "list_address": model_admin.list_address(request),
        "kept": model_admin.kept(request),
        "is_popup": False,
        "undoable": undoable(model_admin, request, obj),
    }


class GoesBack(NamedTuple):
    """What undoing writes into one row: the fields as they are and as they were before."""

    title: str
    fields: list[Changed]
    edited: str  # since, by name: these are left as they are


def _to_go_back(act: Submission) -> dict[str, Any]:
    """What undoing changes: of the rows themselves field by field, of others their names."""
    parts, own = row_acts.parts_of(act), {act.key, str(act.typed.get("new", ""))}
    own |= {key_now(get(act.record), act.key) or ""}
    near = [part for part in parts if part.record == act.record and part.key in own]
    others = [part.title for part in parts if part not in near]
    return {
        "goes_back": [_goes_back(part) for part in near],
        "named_again": named_again(act.title, others) if others else "",
    }


@transaction.atomic
def _goes_back(part: Submission) -> GoesBack:
    record = get(part.record)
    names = edited_since(part)
    labels = [str(record[name].label) for name in names]
    told = [one for one in history_entry(record, part).fields if not one.is_same]
    told = [one for one in told if one.label not in labels]
    return GoesBack(part.title, told, listed(labels))


def undoing(model_admin: Any, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The page that asks before an act is undone."""
    obj = model_admin.get_object(request, str(pk))
    if obj is None:
        return model_admin._get_obj_does_not_exist_redirect(request, model_admin.opts, str(pk))
    acts = {act.pk: act for act, _address in undoable(model_admin, request, obj)}
    if number not in acts:
        messages.info(request, _("This was undone already."))
        return redirect(model_admin.row_address(request, obj))
    act, form = acts[number], UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told = _told(model_admin, request, obj, form.cleaned_data["note"])
            made = row_acts.undo(submission=act, told=told)
            obj.refresh_from_db()
            return _on_to(model_admin, request, obj, _told_undone(made), back=made)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except PermissionDenied:
            form.add_error(None, _("This is done by the Mekong Institute. Ask there."))
    request.current_app = model_admin.admin_site.name
    context = _context(model_admin, request, obj)
    context |= {
        "title": _("Undo: %(act)s") % {"act": act.get_act_display()},
        "form": form,
        "told": history_entry(model_admin.record, act),
        **_to_go_back(act),
        "back": model_admin.row_address(request, obj),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/records/undo.html", context, status=status)
