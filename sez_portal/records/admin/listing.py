"""The list of the rows somebody keeps: its columns, its search, its way there and back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from sez_portal.common.dates import spell
from sez_portal.common.fields import columns_of
from sez_portal.common.text import compact, fold
from sez_portal.records.admin import bulk_actions
from sez_portal.records.admin.access import Guarded
from sez_portal.records.admin.filters import OnPages, Overdue, OwnCountry
from sez_portal.records.models import Submission
from sez_portal.records.record import Record
from sez_portal.records.services.due import overdue

PER_PAGE = 50
LONGEST_SEARCH = 200
KEPT = "_changelist_filters"  # Django's name for the query of the list one came from


class RecordList(Guarded):
    """Of an administration of one `record`."""

    record: Record
    list_per_page = PER_PAGE
    list_max_show_all = PER_PAGE
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    search_fields = (*columns_of("name"), "key")
    list_display: tuple[str, ...] = (
        "title",
        "shown_status",
        "to_confirm",
        "completeness",
        "newest",
        "last_confirmed",
        "waits",
    )
    list_filter: tuple[Any, ...] = (OwnCountry, Overdue, OnPages)

    @admin.display(description=gettext_lazy("name"), ordering="name_en")
    def title(self, obj: Any) -> str:
        if obj.is_published:
            return str(obj)
        return _("%(name)s, not on the public pages") % {"name": obj}

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def shown_status(self, obj: Any) -> str:
        return obj.get_status_display()

    @admin.display(description=gettext_lazy("facts known"), ordering="known")
    def completeness(self, obj: Any) -> str:
        return _("%(known)s of %(all)s") % {"known": obj.known, "all": obj.countable}

    @admin.display(description=gettext_lazy("newest figure"), ordering="speaks_of")
    def newest(self, obj: Any) -> str:
        return spell(obj.speaks_of) or pgettext("figures", "none")

    @admin.display(description=gettext_lazy("last confirmed"), ordering="confirmed_on")
    def last_confirmed(self, obj: Any) -> str:
        return spell(obj.confirmed_on.isoformat()) if obj.confirmed_on else _("never")

    @admin.display(description=gettext_lazy("to confirm"), ordering="overdue")
    def to_confirm(self, obj: Any) -> int:
        return obj.overdue

    @admin.display(description=gettext_lazy("changes that wait"), ordering="waiting")
    def waits(self, obj: Any) -> int:
        return obj.waiting

    @admin.display(description="")
    def action_checkbox(self, obj: Any) -> str:
        label = _("Choose %(name)s") % {"name": obj}
        box = forms.CheckboxInput({"class": "action-select", "aria-label": label}, lambda _v: False)
        return box.render(helpers.ACTION_CHECKBOX_NAME, str(obj.pk))

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.annotate(overdue=overdue(self.record), waiting=_waiting(self.record))

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """What waits for a confirmation comes first."""
        return ["-overdue", "name_en", "pk"]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        has_status = "status" in self.record.by_key
        return [name for name in self.list_display if has_status or name != "shown_status"]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """The rows of which some name, in any language and however typed, has every word."""
        words = fold(search_term[:LONGEST_SEARCH]).split()
        if not words:
            return queryset, False
        found = [
            pk
            for pk, *names in queryset.order_by().values_list("pk", *self._names())
            if _has(words, names)
        ]
        return queryset.filter(pk__in=found), False

    def _names(self) -> list[str]:
        """The columns by which a row is called."""
        columns = [column.name for column in self.model._meta.concrete_fields]
        return ["key", *(name for name in columns if name.startswith("name_"))]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Those that fit the record and are theirs; each leads to a page that asks first."""
        return {
            act.name: (_lead_to(act.name), act.name, act.label)
            for act in bulk_actions.ACTS
            if act.fits(self.record) and act.is_offered(request.user, self.model)
        }

    def act_address(self, name: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_act", args=[name])

    def list_address(self, request: HttpRequest) -> str:
        """The list, with the filters, the search and the page from which somebody came."""
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        query = QueryDict(request.GET.get(KEPT, "")).urlencode()
        return f"{address}?{query}" if query else address

    def row_address(self, request: HttpRequest, obj: Any) -> str:
        """The form of a row, from which the way back leads to the same list."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return f"{reverse(name, args=[obj.pk])}?{self.kept(request)}".rstrip("?")

    def kept(self, request: HttpRequest) -> str:
        """The query that leads back to the same list, "" from a list without filters."""
        return _kept(request.GET.get(KEPT, ""))

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        told = _("%(what)s: there is no such page here, or it is not yours to keep.")
        messages.warning(request, told % {"what": capfirst(opts.verbose_name_plural)})
        return HttpResponseRedirect(reverse("admin:index"))


def _has(words: list[str], names: list[str]) -> bool:
    text = " ".join([*map(fold, names), *map(compact, names)])
    return all(word in text for word in words)


def _waiting(record: Record) -> Coalesce:
    """How many changes of a row wait for a decision: for `annotate`."""
    own: QuerySet = Submission.objects.waiting().filter(record=record.name, key=OuterRef("key"))
    counted = own.order_by().values("key").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _kept(query: str) -> str:
    made = QueryDict(mutable=True)
    made[KEPT] = query
    return made.urlencode() if query else ""


def _lead_to(name: str) -> Callable[..., HttpResponse]:
    def act(model_admin: RecordList, request: HttpRequest, queryset: Any) -> HttpResponse:
        rows = list(queryset[: bulk_actions.MOST])
        if (count := queryset.count()) > len(rows):
            told = _("These are the first %(these)s of %(all)s chosen rows. Do the rest later.")
            messages.warning(request, told % {"all": count, "these": len(rows)})
        model_admin.note_strangers(request, request.POST.getlist("_selected_action"), rows)
        ids = ",".join(str(row.pk) for row in rows)
        query = f"ids={ids}&{_kept(request.GET.urlencode())}".rstrip("&")
        return HttpResponseRedirect(f"{model_admin.act_address(name)}?{query}")

    return act
