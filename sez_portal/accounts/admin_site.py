"""Who gets into the administration: whoever answers for a country or the portal.

They sign in on the portal's own page; `middleware.py` asks for their second factor.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sez_portal.accounts.roles import roles_of


class PortalAdminSite(admin.AdminSite):
    enable_nav_sidebar = False  # crumbs and the first page lead to every list

    def has_permission(self, request: HttpRequest) -> bool:
        roles = roles_of(request.user)
        return roles.is_staff or bool(roles.countries)

    def get_urls(self) -> list[Any]:
        """Leave out the address that leads from any row to its page: it would tell hidden keys."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied("the administration")
        after = request.GET.get("next") or reverse("admin:index")
        return redirect_to_login(after, reverse("account_login"))

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_logout")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")
