"""Filters of the lists: own countries, and figures that nobody confirmed for too long."""

import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from sez_portal.common import dates
from sez_portal.records.choices import State
from sez_portal.records.models import Evidence
from sez_portal.records.record import Record


def figures() -> QuerySet:
    """The known figures on show that can age; a vocabulary's "unknown" is none."""
    shown = Evidence.objects.filter(is_shown=True, months__isnull=False, state=State.KNOWN)
    return shown.exclude(value="unknown")


def is_overdue(day: datetime.date) -> Q:
    """To be asked again by that day, or without any date."""
    return Q(due_on__lte=day) | Q(due_on=None)


def is_stale(day: datetime.date) -> Q:
    return Q(stale_on__lte=day) | Q(stale_on=None)


def overdue(record: Record) -> Coalesce:
    """How many figures of a row are to be asked again: for `annotate`."""
    own = figures().filter(is_overdue(dates.today()), record=record.name, key=OuterRef("key"))
    counted = own.order_by().values("key").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


class OwnCountry(admin.SimpleListFilter):
    """One of the countries whose rows somebody keeps; nothing to choose with a single one."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        country = model_admin.model._meta.get_field("country")
        code = country.target_field.name
        rows = country.related_model._default_manager.allowed(request.user, "change")
        return [(getattr(row, code), str(row)) for row in rows]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        codes = [code for code, _name in self.lookup_choices]
        return queryset.filter(country=self.value()) if self.value() in codes else queryset

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1


class Overdue(admin.SimpleListFilter):
    """Rows with figures that are to be confirmed."""

    title = _("figures to confirm")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", pgettext("figures", "some")), ("no", pgettext("figures", "none"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = {"yes": Q(overdue__gt=0), "no": Q(overdue=0)}
        return queryset.filter(wanted.get(self.value() or "", Q()))


class OnPages(admin.SimpleListFilter):
    """Rows that visitors see, and those that they do not."""

    title = _("on the public pages")
    parameter_name = "shown"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = {"yes": Q(is_published=True), "no": Q(is_published=False)}
        return queryset.filter(wanted.get(self.value() or "", Q()))
