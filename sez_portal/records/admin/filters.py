"""Filters of the lists: own countries, and figures that nobody confirmed for too long."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext


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
