"""Who may do what in the administration: the rules of each model, and nothing else.

Rows of others do not exist here; an act that is refused leaves a line in the security log.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from sez_portal.accounts.admin_lookups import OnlyDeclaredLookups
from sez_portal.accounts.roles import office_of, roles_of
from sez_portal.common.access import NONE, may, rule_of
from sez_portal.common.unsent_forms import unsent
from sez_portal.records.desk.shared import security
from sez_portal.records.record import Record


def watched(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Note in the security log what a view of the administration refuses."""

    @wraps(view)
    def seen(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(self, request, *args, **kwargs)
        except PermissionDenied:
            refused(request, request.path)
            raise

    return seen


def nothing_lost(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A form sent after the session ended is shown again, to be sent after signing in."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return unsent(request, next_step="sign in")
        return view(request, *args, **kwargs)

    return kept


def refused(request: HttpRequest, what: str) -> None:
    security.warning("administration refused: %s %s %s", request.method, request.user.pk, what)


class Guarded(OnlyDeclaredLookups):
    """Permissions and rows by the model's rules; nothing is ever deleted."""

    focal_points_add = False
    can_be_added = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To any row at all, or to this one."""
        if not self.admin_site.has_permission(request):
            return False
        if obj is not None:
            return may(request.user, "change", obj)
        return bool(rule_of(request.user, self.model, "change") != NONE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        if not self.can_be_added or not self.has_change_permission(request):
            return False
        return roles_of(request.user).is_staff or self.focal_points_add

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model._default_manager.allowed(request.user, "change")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row, or None for one that is not there or not theirs."""
        obj = super().get_object(request, object_id, from_field)
        if obj is None:
            refused(request, f"no such row: {self.model._meta.label} {object_id[:40]!r}")
        return obj

    def note_strangers(self, request: HttpRequest, wanted: Iterable[str], rows: Iterable) -> None:
        """Note in the security log the rows that were named but are not theirs."""
        strange = set(wanted) - {str(row.pk) for row in rows}
        if strange:
            refused(request, f"{self.model._meta.label}: {', '.join(sorted(strange))[:200]}")


def office_for(user: Any, record: Record, *, country: str, key: str) -> str:
    """The office for which somebody acts on a record here; never empty.

    What lies across a border belongs to two countries: the focal point of either acts for its own.
    """
    for own in dict.fromkeys((country, *sorted(roles_of(user).countries))):
        if office := office_of(user, country=own, key=record.kept_key(key)):
            return office
    return str(user)
