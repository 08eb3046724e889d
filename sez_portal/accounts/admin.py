"""Accounts in the administration, for administrators: closing one, and taking a lost factor off.

Roles are given and ended through `services.py`; secrets are shown to nobody.
"""

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.usersessions.admin import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sez_portal.accounts import closing, notifications
from sez_portal.accounts.admin_lookups import OnlyDeclaredLookups
from sez_portal.accounts.models import Appointment, Invitation, User
from sez_portal.accounts.notifications import FACTOR_WORDS
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import may, rule_of


class LookedAt(OnlyDeclaredLookups):
    """Rows that are made elsewhere and only looked at here."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Administrators(admin.SimpleListFilter):
    """Accounts of administrators, and all others."""

    title = _("administrator")
    parameter_name = "administrator"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = {"yes": True, "no": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(is_superuser=wanted)


class FactorKind(admin.SimpleListFilter):
    """Second factors of one kind, called as everywhere else."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(kind), words) for kind, words in FACTOR_WORDS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        is_kind = self.value() in [str(kind) for kind in FACTOR_WORDS]
        return queryset.filter(type=self.value()) if is_kind else queryset


@admin.display(description=_("can sign in"), ordering="is_active")
def can_sign_in(row: User) -> Any:
    return _("yes") if row.is_active else _("no")


@admin.display(description=_("administrator"), ordering="is_superuser")
def is_administrator(row: User) -> Any:
    return _("yes") if row.is_superuser else _("no")


@admin.display(description=_("kind"), ordering="type")
def kind_of_factor(row: Authenticator) -> Any:
    return str(row)


@admin.display(description=_("last day"))
def last_day(row: Appointment) -> datetime.date | None:
    return row.last_day


class AppointmentInline(admin.StackedInline):
    model = Appointment
    fk_name = "user"
    extra = 0
    can_delete = False
    fields = readonly_fields = ("role", "zone_key", "country", "starts_on", last_day, "office")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AccountForm(forms.ModelForm):
    """What an administrator changes of an account, and why it is suspended."""

    reason = forms.CharField(
        label=_("Reason of a suspension"),
        help_text=_("The owner reads it in a mail."),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
        required=False,
    )

    def clean_is_active(self) -> bool:
        is_active: bool = self.cleaned_data["is_active"]
        if is_active and self.instance.is_given_up:
            raise ValidationError(_("Its owner has closed it: it cannot be opened again."))
        if not is_active:
            closing.demand_another_administrator(self.instance)
        return is_active


@admin.register(User)
class UserAdmin(OnlyDeclaredLookups):
    """A suspended account is signed out at once; it is not deleted, for history names it."""

    form = AccountForm
    list_display = ("email", "name", "office", can_sign_in, is_administrator, "last_login")
    list_filter = ("is_active", Administrators, "language")
    search_fields = ("email", "name", "office")
    fields = (
        *("email", "name", "office", "language", "is_active", "reason"),
        *(is_administrator, "last_login"),
    )
    readonly_fields = ("email", is_administrator, "last_login")
    inlines = (AppointmentInline,)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "is_active" not in form.changed_data:
            return
        by: Any = request.user
        if obj.is_active:
            transaction.on_commit(partial(notifications.send_opened_again, obj, by))
        else:
            closing.say_suspended(user=obj, by=by, reason=form.cleaned_data["reason"])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Appointment)
class AppointmentAdmin(LookedAt):
    """Focal points see the officials of their country; they are ended where a zone's people are."""

    list_display = (
        "user",
        "role",
        "zone_key",
        "country",
        "starts_on",
        last_day,
        "granted_by_name",
    )
    list_filter = ("role",)
    search_fields = ("user__email", "user__name", "zone_key")
    list_select_related = ("user",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(rule_of(request.user, Appointment, "view"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        roles = roles_of(request.user)
        return roles.is_staff or bool(roles.countries)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request) and (
            obj is None or may(request.user, "view", obj)
        )


@admin.register(Invitation)
class InvitationAdmin(LookedAt):
    list_display = ("email", "role", "title", "invited_by_name", "sent_at", "accepted_at")
    list_filter = ("role", "country")
    search_fields = ("email", "name", "title")
    exclude = ("token_hash",)


class FactorAdmin(LookedAt, AuthenticatorAdmin):
    """Second factors, to be deleted for somebody who lost theirs, after making sure who asks."""

    list_display = ("user", kind_of_factor, "created_at", "last_used_at")
    list_filter = (FactorKind,)
    fields = readonly_fields = ("user", kind_of_factor, "created_at", "last_used_at")
    search_fields = ("user__email", "user__name")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        super().delete_model(request, obj)
        self._tell(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        rows = list(queryset.select_related("user"))
        super().delete_queryset(request, queryset)
        self._tell(request, rows)

    def _tell(self, request: HttpRequest, rows: Iterable[Authenticator]) -> None:
        """Sign each owner out everywhere, and mail which factors are gone, once each."""
        factors: dict[User, list[str]] = {}
        for row in rows:
            factors.setdefault(row.user, []).append(row.type)
        for owner, kinds in factors.items():
            if owner != request.user:
                closing.end_sessions(owner)
            transaction.on_commit(
                partial(notifications.send_factor_removed, owner, kinds, str(request.user))
            )


admin.site.unregister(Authenticator)
admin.site.register(Authenticator, FactorAdmin)
admin.site.unregister(EmailAddress)  # changed by their owner, who confirms them by mail
admin.site.unregister(Group)  # roles are appointments
admin.site.unregister(UserSession)  # everybody sees to their own
