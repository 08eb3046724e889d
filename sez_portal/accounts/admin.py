"""Accounts in the administration, for administrators: closing one, and taking a lost factor off.

Roles are given and ended through `services.py`; secrets are shown to nobody.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.usersessions.admin import UserSession
from django.contrib import admin
from django.contrib.auth.admin import Group
from django.db import transaction
from django.http import HttpRequest

from sez_portal.accounts import notifications
from sez_portal.accounts.admin_lookups import OnlyDeclaredLookups
from sez_portal.accounts.models import Appointment, Invitation, User
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


class AppointmentInline(admin.TabularInline):
    model = Appointment
    fk_name = "user"
    extra = 0
    can_delete = False
    fields = readonly_fields = ("role", "zone_key", "country", "starts_on", "ends_on", "office")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(OnlyDeclaredLookups):
    """A closed account is signed out at once; it is not deleted, for history names it."""

    list_display = ("email", "name", "office", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "language")
    search_fields = ("email", "name", "office")
    fields = ("email", "name", "office", "language", "is_active", "is_superuser", "last_login")
    readonly_fields = ("email", "is_superuser", "last_login")
    inlines = (AppointmentInline,)

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
        "ends_on",
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

    exclude = ("data",)
    search_fields = ("user__email", "user__name")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        super().delete_model(request, obj)
        self._tell([obj.user])

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        owners = {row.user_id: row.user for row in queryset.select_related("user")}
        super().delete_queryset(request, queryset)
        self._tell(owners.values())

    def _tell(self, owners: Iterable[User]) -> None:
        for owner in owners:
            transaction.on_commit(partial(notifications.send_factor_removed, owner))


admin.site.unregister(Authenticator)
admin.site.register(Authenticator, FactorAdmin)
admin.site.unregister(EmailAddress)  # changed by their owner, who confirms them by mail
admin.site.unregister(Group)  # roles are appointments
admin.site.unregister(UserSession)  # everybody sees to their own
